"""Number formats by their width: "16 vs 32 bits", "3.5 bits per weight", "exl2 4.65bpw"."""

import re
from functools import lru_cache

from core.catalog.precision import Precision
from core.catalog.spelling import name_key
from core.question.reading import PrecisionMention, Reading
from core.question.settle.problem import check
from core.question.steps.numbers import num, value
from core.question.words.languages import LANGUAGES, either
from core.question.words.regex import regex
from core.units import BIT_PER_ELEMENT, Quantity

NARROWEST = 1  # bit
WIDEST = 64  # bits
_COMMON = {"4": "int4", "8": "int8", "16": "bf16", "32": "fp32"}
_BIT = rf"(?:{either('bits_per_weight')}|{either('bits')})"
# "16 vs 32 bits", "4/8/16 bit", "8 ou 16 bits"
_LIST = regex(
    r"(?<![\w.,-])(?<!group )(?P<numbers>\d{1,2}(?:[.,]\d{1,2})?[ -]?(?:bits?)?(?:(?:\s?[,/&|]\s?"
    r"|,? (?:or"
    r"|and|vs\.?|versus|to|against|e|ou|contra|x) )"
    rf"\d{{1,2}}(?:[.,]\d{{1,2}})?(?:[ -]?bits?\b)?){{1,5}})[ -]?{_BIT}(?![a-z])"
)
# "8 bits", "3.5 bits per weight", "exl2 4.65bpw", "q4 (4.5 bpw)"
_KIND_AND_WIDTH = regex(
    rf"\b(?P<kind>exl2|exl3|exllamav?[23]|gptq|awq|hqq"
    rf"|mlx)[ -]{num('number')}[ -]?{_BIT}(?![a-z0-9])"
)
_WIDTH_AND_KIND = regex(
    rf"{num('number')}[ -]?{_BIT}[ -](?:in )?(?P<kind>exl2|exl3|exllamav?[23])\b"
)
_WIDTH = regex(rf"{num('number')}[ -]?(?P<unit>{_BIT})(?![a-z0-9])")
_WIDTH_WORD = regex(
    r"\b(?:q|quant|quantization|bits|precision"
    r"|precisao)\s?[=:]\s?(?P<number>\d{1,4}(?:\.\d{1,3})?)(?![\w.])"
)
_BYTES = regex(
    rf"{num('number')}[ -]?(?:{either('bytes_per_weight')})(?![a-z])"
    r"|(?<!\w)x\s?(?P<times>[0-9](?:\.[0-9])?)\s?bytes?\b"
)
# "int5", "fp6", "fp512": no such row
_UNKNOWN = regex(
    r"(?<![\w.])(?P<letters>fp|bf|int|uint|float|q|w)[ -]?(?P<number>\d{1,4})(?![\w.])"
)
_SAID_PRECISIONS = {said: id for words in LANGUAGES for said, id in words.precisions.items()}
_PRECISION_WORDS = regex(
    rf"\b(?:{'|'.join(sorted(_SAID_PRECISIONS, key=len, reverse=True))})\b(?!\s(?:an?|of|the|my"
    rf"|our)\b)"
)
_DOUBTFUL = {
    "full precision",
    "precisao completa",
    "precisao total",
    "mixed precision",
    "precisao mista",
}
_PRECISION_HINTS = tuple({word.split()[0] for word in _SAID_PRECISIONS})


def find_width_lists(reading: Reading) -> None:
    """Before names, which would leave parts of "16 vs 32 bits" and "exl2 4.65bpw" alone."""
    for pattern in (_KIND_AND_WIDTH, _WIDTH_AND_KIND):
        for match in reading.take(pattern, "bit", "bpw"):
            bits = value(match["number"], language=reading.language)
            _add_width(reading, bits, match.span(), match["kind"])
    for match in reading.take(_PRECISION_WORDS, *_PRECISION_HINTS):
        row = reading.index.catalog.precisions.get(_SAID_PRECISIONS[match[0]])
        row = row or ad_hoc(64.0)
        reading.evidence += 1
        generic = "quant" in match[0]  # "fp16 without quantisation" says one thing twice
        mention = PrecisionMention(*match.span(), row, name_key(match[0]), generic)
        reading.precisions.append(mention)
        if match[0] in _DOUBTFUL:
            typed = reading.text.typed(*match.span())
            reading.note("reading.precision", typed=typed, name=row.name)
    for match in reading.take(_LIST, "bit", "bpw"):
        reading.evidence += 1
        for part in re.finditer(r"\d{1,2}(?:[.,]\d{1,2})?", match["numbers"]):
            start = match.start() + part.start()
            _add_width(reading, value(part[0]), (start, start + len(part[0])))


def find_widths(reading: Reading) -> None:
    """Widths and formats that the index does not know by name."""
    for match in reading.take(_WIDTH, "bit", "bpw"):
        reading.evidence += 1
        bits = value(match["number"], language=reading.language)
        _add_width(reading, bits, match.span())
    for match in reading.take(_WIDTH_WORD, "=", ":"):
        _add_width(reading, value(match["number"]), match.span())
    for match in reading.take(_BYTES, "byte"):
        _add_width(reading, value(match["number"] or match["times"]) * 8, match.span())
    for match in reading.take(_UNKNOWN):
        bits = float(match["number"])
        check(reading, "bits", bits, match.span(), lowest=NARROWEST, highest=WIDEST, whole=False)
        if bits in (8, 16, 32) or match["letters"] in ("q", "w"):
            _add_width(reading, bits, match.span())
            continue
        row = ad_hoc(bits, f"{match['letters'].upper()}{match['number']}")
        reading.precisions.append(PrecisionMention(*match.span(), row, row.id, False))


def width_row(reading: Reading, bits: float) -> Precision:
    """The row for a bare width, or one made on the fly."""
    written = f"{bits:g}"
    row = reading.index.key(f"{written} bit") or reading.index.key(f"{written} bits")
    if isinstance(row, Precision):
        return row
    row = reading.index.catalog.precisions.get(_COMMON.get(written, ""))
    return row or ad_hoc(bits)


@lru_cache(maxsize=256)
def ad_hoc(bits: float, name: str | None = None) -> Precision:
    """A width that no table has: what was named is what is counted."""
    name = name or f"{bits:g}-bit"
    return Precision(
        id=name.lower().replace(" ", "-"),
        name=name,
        bits=Quantity(bits, BIT_PER_ELEMENT),
        width=Quantity(bits, BIT_PER_ELEMENT),
        kind="other",
        for_kv_cache=True,
        source="as it was asked",
        checked="",
    )


def nominal_bits(row: Precision) -> int:
    """What people call it: Q4_K_M is a 4-bit format, whatever it takes."""
    match = re.match(r"(?:ggml-)?(?:iq|q|tq)(\d)", row.id)
    return int(match[1]) if match else round(row.plain_bits)


def _add_width(reading: Reading, bits: float, at: tuple[int, int], kind: str = "") -> None:
    check(reading, "bits", bits, at, lowest=NARROWEST, highest=WIDEST, whole=False)
    if kind:
        named = reading.index.exact(f"{kind} {bits:g}bit")
        if isinstance(named, Precision):
            reading.precisions.append(PrecisionMention(*at, named, named.id, False))
            return
        if kind.startswith(("exl", "exllama")):
            kind = kind.replace("exllamav", "exl")
            row = ad_hoc(bits, f"{kind.upper()} {bits:g} bpw")
            reading.precisions.append(PrecisionMention(*at, row, row.id, False))
            return
    row = width_row(reading, bits)
    reading.precisions.append(PrecisionMention(*at, row, f"{bits:g} bit", True))
