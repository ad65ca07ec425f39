"""How many parameters: "70B", "8x7B", "671B-A37B", "thirty billion", "70,000,000,000"."""

import re

from core.asked.question import Size
from core.catalog.model import Model
from core.question.reading import ModelMention, Reading
from core.question.settle.problem import check
from core.question.steps.numbers import num, value
from core.question.words.languages import either
from core.question.words.regex import regex
from core.units import PARAMETER, Quantity

SMALLEST, LARGEST = 10**6, 10**14  # parameters
MIXTRALS = ("8x7b", "8x22b")  # sizes of one model each: its parts are not simply multiplied

_B = rf"b(?:n|i|il)?|{either('billion')}"
_M = rf"m(?:n|m)?|{either('million')}"
_T = rf"tn?|{either('trillion')}"
_PARAMETERS = rf"[\s-]*(?:(?:de|of|in)\s)?{either('parameters')}(?![a-z])"
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
_HALF = regex(
    rf"\b(?:{either('half')})\s(?:(?P<b>{_B})|(?P<m>{_M})|(?P<t>{_T}))\b(?:{_PARAMETERS})?"
)
# "one billion parameters", "um bilhao"
_ONE = regex(
    rf"\b(?:{either('one')})[\s-](?:(?P<b>{either('billion')})|(?P<m>{either('million')})"
    rf"|(?P<t>{either('trillion')}))\b(?:{_PARAMETERS})?"
)
# "8x7b", "16x17B", "8 x 22 B"
_EXPERTS = regex(
    r"(?<![\w.,])(?P<experts>\d{1,3})\s?x\s?(?P<each>\d{1,4}(?:[.,]\d{1,3})?)\s?b(?!\w)"
)
# "70B", "70 b", "0.5bn", "500M", "1.8T", "7 bilhoes de parametros", "70 billion", "671B-A37B"
_SCALED = regex(
    rf"""
    {num("number")} (?:
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
_FULL = regex(rf"{num('number')}(?!\w)(?!,\d)(?P<said>{_PARAMETERS})?")


def find_sizes(reading: Reading) -> None:
    """Sizes that are not part of a model's name."""
    language = reading.language
    for match in reading.take(_HALF):
        _add(reading, 0.5 * _scale(match), match)
    for match in reading.take(_ONE):
        _add(reading, 1.0 * _scale(match), match)
    for match in reading.take(_EXPERTS):
        _add_experts(reading, match)
    for match in reading.take(_SCALED):
        parameters = value(match["number"], language=language) * _scale(match)
        active = match["active_a"] or match["active_b"]
        _add(reading, parameters, match, value(active) * 10**9 if active else None)
    for match in reading.take(_SPLIT):
        _add(reading, float(f"{match['whole']}.{match['part']}") * 10**9, match)
    for match in reading.take(_POWER):
        exponent = int(match["e"] or match["p"])
        factor = float(match["a"] or match["c"] or 1)
        _add(reading, factor * 10.0 ** min(exponent, 30), match)
    for match in reading.each(_FULL):
        number = value(match["number"], whole=True, language=language)
        if number >= 10**8 or (match["said"] and (number >= SMALLEST or number <= 0)):
            reading.claim(match.start(), match.end())
            _add(reading, number, match)


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


def _add(
    reading: Reading, parameters: float, match: re.Match[str], active: float | None = None
) -> None:
    at = (match.start(), match.end())
    check(reading, "parameters", parameters, at, lowest=SMALLEST, highest=LARGEST, whole=False)
    count = round(parameters)
    name = size_name(count)
    if active:
        check(reading, "active", active, at, lowest=SMALLEST, highest=parameters, whole=False)
        name += f"-A{size_name(round(active))}"
    of_those = Quantity(round(active), PARAMETER) if active else None
    size = Size(name, Quantity(count, PARAMETER), of_those)
    key = re.sub(r"[^\w.]", "", match[0].split("-a")[0])
    reading.models.append(ModelMention(*at, size, key))


def _add_experts(reading: Reading, match: re.Match[str]) -> None:
    """Mixtral where the numbers are Mixtral's; otherwise the product, the most it can be."""
    at = (match.start(), match.end())
    key = f"{int(match['experts'])}x{match['each'].replace(',', '.')}b"
    row = reading.index.exact(f"mixtral {key}") if key in MIXTRALS else None
    if isinstance(row, Model):
        reading.note("reading.mixtral", typed=key.upper().replace("X", "x"), name=row.name)
        reading.models.append(ModelMention(*at, row, f"mixtral {key}"))
        return
    parameters = int(match["experts"]) * value(match["each"]) * 10**9
    check(reading, "parameters", parameters, at, lowest=SMALLEST, highest=LARGEST, whole=False)
    name = key.upper().replace("X", "x")
    reading.note("reading.experts", typed=name)
    size = Size(name, Quantity(round(parameters), PARAMETER))
    reading.models.append(ModelMention(*at, size, key))
