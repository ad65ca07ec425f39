"""Words that no phrase and no name claimed and that are no filler."""

from core.question.reading import Reading, Unknown
from core.question.words.languages import FILLER
from core.question.words.regex import regex

WORD = regex(r"[^\W_]+(?:['’.+\-/_][^\W_]+)*\+?")
PARTS = regex(r"[^\W_]+")
_TOGETHER = regex(r"[\s\-_/.:]{0,2}")


def unclaimed_words(reading: Reading) -> list[Unknown]:
    """Words that are neither claimed nor filler; neighbours that are joined make one run."""
    seen = reading.unknown
    if seen is None or seen[0] != reading.plain:  # several look while nothing more is claimed
        seen = reading.unknown = (reading.plain, _unclaimed(reading.plain))
    return list(seen[1])


def _unclaimed(plain: str) -> tuple[Unknown, ...]:
    runs: list[Unknown] = []
    for match in WORD.finditer(plain):
        word = match[0]
        if word in FILLER or all(part in FILLER for part in PARTS.findall(word)):
            continue
        start, end = match.span()
        if runs and _TOGETHER.fullmatch(plain, runs[-1].end, start):
            last = runs.pop()
            runs.append(Unknown(last.start, end, last.words + 1))
        else:
            runs.append(Unknown(start, end, 1))
    return tuple(runs)
