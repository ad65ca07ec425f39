"""How many parameters: "70B", "8x7B", "671B-A37B", "thirty billion", "70,000,000,000"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.question.candidate import BARE, NAMED, SHAPE, Candidate, Evidence, matched
from core.question.normalise import Text
from core.question.steps.numbers import num, value
from core.question.words.languages import either, hints_of
from core.question.words.regex import regex

SMALLEST, LARGEST = 10**6, 10**14  # parameters
MIXTRALS = ("8x7b", "8x22b")  # sizes of one model each: its parts are not simply multiplied

_B = rf"b(?:n|i|il)?|{either('billion')}"
_M = rf"m(?:n|m)?|{either('million')}"
_T = rf"tn?|{either('trillion')}"
_PARAMETERS = rf"[\s-]*(?:(?:de|of|in|d)\s)?{either('parameters')}(?![a-z])"
# Words after a number that make it something else: "1M tokens", "7 million users".
_NOT_A_SIZE = (
    rf"(?!\s(?:{either('million')}|{either('billion')}|{either('trillion')})\b)"
    rf"(?!\w)(?!/s\b)(?!['’]s\b)(?!\s?-?(?:{either('tokens')}|{either('context')}"
    rf"|{either('users')})\b)"
    rf"(?!\s(?:de\s|of\s)?(?:{either('tokens')}|{either('users')}|{either('concurrent')})\b)"
)
# "30B-A3B", "671B with 37B active", "(22B active)"
_ACTIVE = rf"""
    (?: [\s-]? a (?P<active_a>\d{{1,4}}(?:[.,]\d{{1,3}})?) \s? b \b
      | [\s,(/]{{1,3}} (?:with\s|com\s|total\s|and\s|e\s)? (?P<active_b>\d{{1,4}}(?:[.,]\d{{1,3}})?)
        \s? b \s (?:params?\s|parametros\s)? {either("active")}\b \)? )?
"""

# "half a billion", "meio bilhao"
_OF_ELSE = rf"(?!\s(?:de|of)\s(?!{either('parameters')}))(?!\s(?:{either('users')})\b)"
_HALF = regex(
    rf"\b(?:{either('half')})\s(?:(?P<b>{_B})|(?P<m>{_M})|(?P<t>{_T}))\b{_OF_ELSE}(?:{_PARAMETERS})?"
)
_HALF_HINTS = hints_of(either("half"))
ILLION_HINTS = (" bi", " mi", " tri", " mm", "-bi", "-mi", "-tri", "-mm")
_SPLIT_HINTS = tuple(f"b{digit}" for digit in range(10))
_POWER_HINTS = ("^", "e+", *(f"e{digit}" for digit in range(10)))
# "one billion parameters", "um bilhao"
_ONE = regex(
    rf"\b(?:{either('one')})[\s-](?:(?P<b>{either('billion')})|(?P<m>{either('million')})"
    rf"|(?P<t>{either('trillion')}))\b{_OF_ELSE}(?:{_PARAMETERS})?"
)
# "8x7b", "16x17B", "8 x 22 B"
_EXPERTS = regex(
    r"(?<![\w.,])(?P<experts>\d{1,3})\s?x\s?(?P<each>\d{1,4}(?:[.,]\d{1,3})?)\s?b(?!\w)"
)
# "70B", "70 b", "0.5bn", "500M", "1.8T", "7 bilhoes de parametros", "70 billion", "671B-A37B"
_SCALED = regex(
    rf"""
    (?=-?[0-9][0-9.,_ ]{{0,40}}-?[bmtk]) {num("number")} (?:
        [ ]?-?(?P<b> {_B}) | -?(?P<m> {_M}) | [ ](?P<m2> mn?|{either("million")}) (?![ ]?\d)
      | (?P<k> k) (?= {_PARAMETERS} )
      | -?(?P<t> {_T}) | [ ](?P<t2> {either("trillion")})
    )
    {_NOT_A_SIZE} {_ACTIVE} (?: {_PARAMETERS} )?
    """,
    re.VERBOSE,
)
# "1b7" is 1.7 billion, as BLOOM writes it
_SPLIT = regex(r"(?<![\w.,-])(?P<whole>\d{1,3})b(?P<part>\d{1,2})(?!\w)")
# "70e9", "7e10 parameters", "10^12 params"
_POWER = regex(
    rf"(?<![\w.,])(?:(?P<a>\d{{1,4}}(?:\.\d{{1,4}})?)e\+?(?P<e>\d{{1,3}})"
    rf"|(?:(?P<c>\d{{1,4}}(?:\.\d{{1,4}})?)\s?[x·]\s?)?10\^{{1,2}}(?P<p>\d{{1,3}}))(?![\w.])"
    rf"(?:{_PARAMETERS})?"
)
# "30000000000 parameters 16 bit", "70,000,000,000", "125000000 params"
_NINE_FIGURES = regex(r"[0-9][0-9.,_ ]{7,}[0-9]")
_FULL = regex(rf"{num('number')}(?!\w)(?!,\d)(?P<said>{_PARAMETERS})?")


@dataclass(frozen=True, slots=True)
class Parameters:
    """*number* of parameters; *experts* and *each*, in billions, of "8x7b"."""

    number: float
    active: float | None = None
    experts: int | None = None
    each: float = 0

    @property
    def name(self) -> str:
        """
        >>> Parameters(671e9, 37e9).name, Parameters(56e9, experts=8, each=7).name
        ('671B-A37B', '8x7B')
        """
        if self.experts is not None:
            return f"{self.experts}x{self.each:g}B"
        active = f"-A{size_name(round(self.active))}" if self.active else ""
        return size_name(round(self.number)) + active


def find_sizes(text: Text) -> Iterator[Candidate]:
    """Sizes that are not part of a model's name."""
    for match in text.each(_HALF, *_HALF_HINTS):
        yield _said(match, Parameters(0.5 * _scale(match)), NAMED)
    for match in text.each(_ONE, *ILLION_HINTS):
        yield _said(match, Parameters(1.0 * _scale(match)), NAMED)
    for match in text.each(_EXPERTS, "x"):
        experts, each = int(match["experts"]), value(match["each"])
        yield _said(match, Parameters(experts * each * 10**9, experts=experts, each=each), SHAPE)
    for match in text.each(_SCALED):
        parameters = value(match["number"], language=text.language) * _scale(match)
        active = match["active_a"] or match["active_b"]
        said = Parameters(parameters, value(active) * 10**9 if active else None)
        yield _said(match, said, SHAPE)
    for match in text.each(_SPLIT, *_SPLIT_HINTS):
        billions = float(f"{match['whole']}.{match['part']}")
        yield _said(match, Parameters(billions * 10**9), SHAPE)
    for match in text.each(_POWER, *_POWER_HINTS):
        exponent = int(match["e"] or match["p"])
        factor = float(match["a"] or match["c"] or 1)
        yield _said(match, Parameters(factor * 10.0 ** min(exponent, 30)), SHAPE)
    if not text.has("par") and _NINE_FIGURES.search(text.plain) is None:
        return
    for match in text.each(_FULL):
        number = value(match["number"], whole=True, language=text.language)
        if match["said"] and (number >= SMALLEST or number <= 0):
            yield _said(match, Parameters(number), NAMED)
        elif number >= 10**8:
            yield _said(match, Parameters(number), BARE)


def _said(match: re.Match[str], parameters: Parameters, evidence: Evidence) -> Candidate:
    return matched(match, "parameters", parameters, evidence, "so many parameters")


def size_name(parameters: int) -> str:
    """
    The shortest name that says it exactly.

    >>> size_name(70_000_000_000), size_name(770_000_000), size_name(70_553_706_496)
    ('70B', '770M', '70553706496 parameters')
    """
    for letter, factor in (("T", 10**12), ("B", 10**9), ("M", 10**6)):
        if parameters >= factor and parameters * 1000 % factor == 0:
            return f"{parameters / factor:.10g}{letter}"
    return f"{parameters} parameters"


def _scale(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups["b"]:
        return 10**9
    if groups.get("k"):
        return 1000
    return 10**12 if groups["t"] or groups.get("t2") else 10**6
