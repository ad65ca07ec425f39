"""Words that no phrase and no name claimed and that are no filler."""

from dataclasses import dataclass

from core.question.reading import Reading
from core.question.words.languages import FILLER
from core.question.words.regex import regex

WORD = regex(r"[^\W_]+(?:['’.+\-/_][^\W_]+)*\+?")
PARTS = regex(r"[^\W_]+")
_TOGETHER = regex(r"[\s\-_/.:]{0,2}")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A run of unknown words that belong together: "some-model-nobody-made"."""

    start: int
    end: int
    words: int


def unclaimed_words(reading: Reading) -> list[Unknown]:
    """Words that are neither claimed nor filler; neighbours that are joined make one run."""
    runs: list[Unknown] = []
    for match in WORD.finditer(reading.plain):
        word = match[0]
        if word in FILLER or all(part in FILLER for part in PARTS.findall(word)):
            continue
        start, end = match.span()
        if runs and _TOGETHER.fullmatch(reading.plain, runs[-1].end, start):
            last = runs.pop()
            runs.append(Unknown(last.start, end, last.words + 1))
        else:
            runs.append(Unknown(start, end, 1))
    return runs
