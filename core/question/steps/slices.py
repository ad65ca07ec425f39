"""Parts of a card by the name of their profile: "H100 MIG 3g.40gb", "A40-24Q"."""

from collections.abc import Iterator

from core.catalog.gpu import GPU
from core.catalog.names import NameIndex
from core.question.candidate import FLAG, Candidate, matched
from core.question.normalise import Text
from core.question.reading import CardMention
from core.question.steps.shares import virtual
from core.question.words.regex import regex

# "mig 1g.10gb", "nvidia.com/mig-4g.40gb: 1", "cut into 7 x 1g.10gb", "2g.20gb slice"
_MIG = regex(
    r"(?:\b(?:cut|split|sliced?|partitioned|divided)\s(?:in|into|up into)\s)?(?:\b\d\s?x\s?)?"
    r"(?:\bnvidia\.com/)?(?:\b(?:fatias?|slices?|partitions?|perfil|profiles?)\s(?:de\s|of\s)?)?"
    r"(?:\bmig[\s:-]{0,2})?(?<![\w.])(?P<profile>[1-7]g\.\d{1,3}gb)(?:\+me)?(?![\w.])(?::\s?1(?!\d))?"
    r"(?:\s(?:mig\b\s?)?(?:(?:slices?|instances?|partitions?|fatias?|profiles?)\b)?)?"
)
# "A40-24Q", "GRID A100-20C", "vGPU profile L40S-48Q"
_VGPU = regex(
    r"(?:\b(?P<count>\d{1,3})\s?x\s?)?(?:\b(?:nvidia|grid|v-?gpu|profile|perfil)\s){0,4}"
    r"(?:\b|(?<=x))(?P<card>[a-z]{1,3}\d{1,4}[a-z]{0,3})"
    r"-(?P<gb>\d{1,3})[qcba]\b(?:\s(?:v-?gpu|profile|vm)\b)?"
)

# NVIDIA's letters for the memory and the form of the whole card: A100D, A100DX, H100XM, H100L
_FORM = regex(r"(?<=\d)(?:dx|xm|d|x|l)$")


def find_slices(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """Slices of a multi-instance GPU by their profile, and virtual GPUs by theirs."""
    for match in text.each(_MIG, "gb"):
        yield matched(match, "slice", match["profile"], FLAG, "a MIG profile")
    for match in text.each(_VGPU, "-"):
        row = index.exact(match["card"]) or index.exact(_FORM.sub("", match["card"]))
        if isinstance(row, GPU):
            counts = (int(match["count"]),) if match["count"] else ()
            part = virtual(row, int(match["gb"]))
            mention = CardMention(*match.span(), part, match["card"], counts)
            yield matched(match, "cards", mention, FLAG, "a vGPU profile")
