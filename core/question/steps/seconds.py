"""A second value without its noun: "5 users or 50", "batch 2 or 8", "zero 2 vs 3"."""

from collections.abc import Iterator, Sequence

from core.question.candidate import NAMED, Candidate, Evidence
from core.question.normalise import Text
from core.question.words.regex import regex

_ROLES = frozenset(
    ("sequences", "training.batch", "training.lora_rank", "training.zero_stage",
     "engine.tensor_parallel_size", "engine.pipeline_parallel_size", "engine.max_num_seqs",
     "engine.max_num_batched_tokens")
)  # fmt: skip
_HINTS = (
    " or ",
    " vs",
    " versus ",
    " against ",
    " ou ",
    " contra ",
    " instead of ",
    " rather than ",
    " em vez de ",
)
_NUMBER = r"(?P<number>\d{1,6})(?![\w%/]|[.,]\d|-\w|\s?(?:x\b|%|[kmgt]?i?b\b|bits?\b|k\b))"
_OTHER = regex(rf"\s?,?\s(?:or|vs\.?|versus|against|ou|contra)\s{_NUMBER}")
# Behind a flag, whose other value is no wish of the same kind: "64 users instead of 16" is 64
_INSTEAD = regex(rf"\s?,?\s(?:instead of|rather than|em vez de)\s{_NUMBER}")


def find_seconds(text: Text, offered: Sequence[Candidate]) -> Iterator[Candidate]:
    """What stands against a number, of the same kind."""
    if not text.has(*_HINTS):
        return
    for one in offered:
        if one.role in _ROLES and one.evidence >= Evidence.NEAR:
            match = _OTHER.match(text.plain, one.end)
            if match is None and one.evidence is Evidence.FLAG:
                match = _INSTEAD.match(text.plain, one.end)
            if match is not None:
                number = int(match["number"])
                yield Candidate(*match.span("number"), one.role, number, NAMED, "against the first")
