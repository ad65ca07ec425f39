"""A part of a card: "half of an L40S", "a quarter of an A100 80GB", "20GB of an A100"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.catalog.gpu import GPU
from core.catalog.names import NameIndex
from core.question.candidate import FLAG, Candidate
from core.question.normalise import Text
from core.question.reading import CardMention
from core.question.steps.counts import GB
from core.question.steps.numbers import value
from core.question.words.languages import LANGUAGES
from core.question.words.regex import regex
from core.units import GIB_PER_GPU, Quantity
from core.wording.note import note

_PARTS = {said: part for words in LANGUAGES for said, part in words.shares.items()}
_A = r"(?:(?:an?|one|my|our|the|each|single|uma?|duma?|numa?|minha|nossa|cada|a)\s)"
_OF = rf"(?:\s(?:of|de|d[ao]s?|from)\s{_A}?|\s{_A}|[\s-])"
# "half of an", "1/4 of a", "meia", "metade de uma"
_FRACTION_BEFORE = regex(
    rf"(?<![\w/.])(?:an?\s|um[a]?\s)?(?:(?P<word>{'|'.join(_PARTS)})|1/(?P<by>[2-8])){_OF}$"
)
# "20GB of an", "10 GB de uma"
_MEMORY_BEFORE = regex(rf"(?<![\w.,])(?P<gb>\d{{1,3}})\s?{GB}\s(?:of|de|da|from|on)\s{_A}$")
# "A100 80GB vGPU 20GB"
_MEMORY_AFTER = regex(rf"[\s-]v-?gpu\s(?P<gb>\d{{1,3}})\s?{GB}(?!\w)")
_HINTS = (*_PARTS, "1/", "gb", "gig", "g ")
_LOOK = 40  # characters


@dataclass(frozen=True, slots=True)
class _Part:
    """*gb* of a card, or one of so many equal parts of it."""

    start: int
    end: int
    name: str
    gb: float = 0
    by: int = 1


def shares(text: Text, index: NameIndex, cards: Iterable[Candidate]) -> Iterator[Candidate]:
    """For each card that is offered: that part of it which the words around it say."""
    if not text.has(*_HINTS):
        return
    for candidate in cards:
        mention = candidate.value
        if isinstance(mention, CardMention) and not mention.counts:
            for part in _parts(text, candidate):
                row = _part_of(index, mention, part)
                if row is not None:
                    yield _offered(text, mention, part, row)


def _parts(text: Text, card: Candidate) -> Iterator[_Part]:
    before = text.plain[max(0, card.start - _LOOK) : card.start]
    first = card.start - len(before)
    if (match := _FRACTION_BEFORE.search(before)) is not None:
        by = int(match["by"] or round(1 / _PARTS[match["word"]]))
        yield _Part(first + match.start(), card.end, f"1/{by}", by=by)
    if (match := _MEMORY_BEFORE.search(before)) is not None:
        yield _Part(first + match.start(), card.end, "", gb=value(match["gb"]))
    if (match := _MEMORY_AFTER.match(text.plain, card.end)) is not None:
        yield _Part(card.start, match.end(), "", gb=value(match["gb"]))


def _part_of(index: NameIndex, mention: CardMention, part: _Part) -> GPU | None:
    """
    The part of the card that was named, or of the size whose part has the memory that was said:
    "half of an A100 (20GB)". None where it is no part: "40GB of A100" is a whole one.
    """
    row = mention.row
    if not isinstance(row, GPU) or row.label is None or row.part_of is not None:
        return None
    sizes = {row.label: row} | index.card_sizes(mention.key)
    if part.gb:
        whole = sizes.get(int(mention.label or row.label))
        smaller = whole is not None and whole.label is not None and part.gb < whole.label
        return virtual(whole, int(part.gb)) if whole and smaller and part.gb not in sizes else None
    for size, whole in sizes.items():
        if mention.label in (None, size, size / part.by):
            return _fraction(whole, part)
    return None


def _offered(text: Text, mention: CardMention, part: _Part, row: GPU) -> Candidate:
    whole = replace(mention, start=part.start, end=part.end, row=row, counts=(1,), label=None)
    typed = text.typed(part.start, part.end)
    said = note("reading.part_of_card", typed=typed, gb=f"{row.memory.m_as(GIB_PER_GPU):.3g}")
    return Candidate(part.start, part.end, "cards", whole, FLAG, "a part of a card", (said,))


def virtual(row: GPU, gigabytes: int) -> GPU:
    """A share of the card's memory; the GB of a profile are GiB of frame buffer."""
    memory = Quantity(gigabytes, GIB_PER_GPU)
    row = row.model_copy(update={"memory_basis": "advertised"})
    return _smaller(row, f"vgpu-{gigabytes}", f"{row.name} vGPU {gigabytes}GB", memory, gigabytes)


def _fraction(row: GPU, part: _Part) -> GPU:
    label = None if row.label is None or row.label % part.by else row.label // part.by
    return _smaller(row, f"by-{part.by}", f"{part.name} {row.name}", row.memory / part.by, label)


def _smaller(row: GPU, suffix: str, name: str, memory: Quantity, label: int | None) -> GPU:
    return row.model_copy(
        update={
            "id": f"{row.id}-{suffix}",
            "name": name,
            "memory": memory,
            "label": label,
            "part_of": row.id,
            "scale_up_domain": 1,
        }
    )
