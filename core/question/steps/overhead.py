"""The factor of the quick rule: "30% overhead", "1.5x", "no overhead", "sem folga"."""

from collections.abc import Iterator

from core.question.candidate import NAMED, SHAPE, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import num, value
from core.question.words.languages import either, hints_of
from core.question.words.regex import regex

_WORD = either("overhead")
_SAID = r"\s*(?:(?:=|:|of|is|at|to|with|by|de|com|em|eh?|\+|\s|-)\s*){0,2}"
# "no overhead", "without any overhead", "sem folga"
_NONE = regex(rf"\b(?:{either('without')})\s(?:any\s|extra\s|a\s)?{_WORD}\b")
# "30% overhead", "20 % of headroom", "20 por cento de folga"
_PERCENT = regex(
    rf"\+?{num('number')}\s?(?:%|percent\b|por\s?cento\b|pct\b)\s?(?:of\s|de\s|as\s"
    rf"|for\s)?(?:memory\s|de\s)?{_WORD}\b"
)
_PERCENT_AFTER = regex(rf"\b{_WORD}{_SAID}{num('number')}\s?(?:%|percent\b|por\s?cento\b|pct\b)")
# "1.5x", "1.5x overhead", "x1.3", "overhead factor of 1.3", "overhead 1.2"
_FACTOR = regex(
    rf"{num('number')}\s?x\s?(?:of\s|de\s)?(?:memory\s|memoria\s)?(?:{_WORD}|{either('factor')})\b"
    rf"|(?<![\w.,])(?P<bare>\d[.,]\d{{1,3}})\s?x(?![\w])(?!\s?\d)"
    r"|(?<![\w.,])x\s?(?P<bare2>\d[.,]\d{1,3})(?![\w.,])"
)
_FACTOR_AFTER = regex(
    rf"\b(?:(?:overhead|headroom|sobrecarga|folga|margem)\s?(?:{either('factor')})?|(?:{either('factor')})(?:\s(?:of"
    rf"|de)\s{_WORD})?){_SAID}{num('number')}(?!\s?%)\s?x?\b(?![.,]\d)"
)


_WORD_HINTS = hints_of(_WORD)
_HINTS = ("x", "%", *_WORD_HINTS, *hints_of(either("factor")))


def find_overhead(text: Text) -> Iterator[Candidate]:
    """As a factor: 1.3 for 30 %."""
    if not text.has(*_HINTS):
        return
    for match in text.each(_NONE, *_WORD_HINTS):
        yield matched(match, "overhead", 1.0, NAMED, "no overhead")
    for pattern in (_PERCENT, _PERCENT_AFTER):
        for match in text.each(pattern, "%", "percent", "cento", "pct"):
            percent = value(match["number"], language=text.language)
            yield matched(match, "overhead_percent", percent, NAMED, "a share of overhead")
    for pattern in (_FACTOR, _FACTOR_AFTER):
        for match in text.each(pattern):
            groups = match.groupdict()
            bare = groups.get("bare") or groups.get("bare2")
            factor = value(groups["number"] or bare or "", language=text.language)
            how = SHAPE if bare else NAMED
            yield matched(match, "overhead", factor, how, "a factor")
