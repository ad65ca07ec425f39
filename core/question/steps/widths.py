"""Number formats by their width: "16 vs 32 bits", "3.5 bits per weight", "exl2 4.65bpw"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.catalog.names import NameIndex
from core.catalog.precision import Precision
from core.catalog.spelling import name_key
from core.question.candidate import NAMED, SHAPE, Candidate, Evidence, matched
from core.question.normalise import Text
from core.question.reading import PrecisionMention
from core.question.steps.numbers import num, value
from core.question.words.languages import FILLER, LANGUAGES, either
from core.question.words.regex import regex
from core.units import BIT_PER_ELEMENT, Quantity
from core.wording.note import note

NARROWEST = 1  # bit
WIDEST = 64  # bits
_COMMON = {"4": "int4", "8": "int8", "16": "bf16", "32": "fp32"}
_BIT_HINTS = ("bit", "bpw", "bts", "bti", "bist")
_BIT = rf"(?:{either('bits_per_weight')}|{either('bits')})"
# "16 vs 32 bits", "4/8/16 bit", "8 ou 16 bits"
_LIST = regex(
    r"(?<![\w.,$€£#-])(?<!group )"
    r"(?P<numbers>\d{1,2}(?:[.,]\d{1,2})?[ -]?(?:bits?)?(?:(?:\s?[,/&|]\s?"
    r"|,? (?:or"
    r"|and|vs\.?|versus|to|against|e|ou|contra|x) (?:(?:in|at|em|a|with|com) )?)"
    rf"\d{{1,2}}(?:[.,]\d{{1,2}})?(?:[ -]?bits?\b)?){{1,5}})[ -]?{_BIT}(?![a-z])"
)
_IN_LIST = regex(r"\d{1,2}(?:[.,]\d{1,2})?")
# "8 bits", "3.5 bits per weight", "exl2 4.65bpw", "q4 (4.5 bpw)"
_KIND_AND_WIDTH = regex(
    rf"\b(?P<kind>exl2|exl3|exllamav?[23]|gptq|awq|hqq"
    rf"|mlx)[ -]{num('number')}[ -]?{_BIT}(?![a-z0-9])"
)
_WIDTH_AND_KIND = regex(
    rf"{num('number')}[ -]?{_BIT}[ -](?:in )?(?P<kind>exl2|exl3|exllamav?[23])\b"
)
_WIDTH = regex(rf"{num('number')}[ -]?(?P<unit>{_BIT})(?![a-z0-9])")
# "13-B 8 b", "70b, 16 b": the size is written without a blank, the width with one
_LETTER_B = regex(r"(?<=\db\s)(?P<number>4|8|16|32)\sb\b|(?<=\d-b\s)(?P<number2>4|8|16|32)\sb\b")
_WIDTH_WORD = regex(
    r"\b(?:q|quant|quantization|bits|precision"
    r"|precisao)\s?[=:]\s?(?P<number>\d{1,4}(?:\.\d{1,3})?)(?![\w.])"
)
# "70B 16b", "13-B 8 b?": a second b right behind a size, where it is a width people use
_B_FOR_BITS = regex(
    r"(?<=[\d -])b[\s,]{1,2}(?P<number>[234568]|16|32)[\s-]?b"
    r"(?![\w-]|\s?(?:,\s?|/|or|and|vs|e|ou)\s?\d)"
)
# The word before such a size: a name ("qwen3 8b 4b") or another size ("8b 14b 32b") is none
_WORD_BEFORE = regex(
    r"(?:^|[^\w.])(?P<word>[\w.'+-]*)[^\w.]{0,3}(?<![\w.])\d{1,4}(?:[.,]\d{1,2})?\s?-?$"
)
_WORD_BEFORE_LIST = regex(r"(?:^|[\s,;(])(?P<word>[a-z]{2,20})\s$")
_MAKES_FORMATS = frozenset(
    ("int", "fp", "awq", "gptq", "exl", "mlx", "hqq", "bnb", "gguf", "either")
)
_BYTES = regex(
    rf"{num('number')}[ -]?(?:{either('bytes_per_weight')})(?![a-z])"
    r"|(?<!\w)(?:x|times|vezes)\s?(?P<times>[0-9](?:\.[0-9])?)\s?bytes?\b"
)
# "int5", "fp6", "fp512": no such row
_UNKNOWN = regex(
    r"(?<![\w.])(?P<letters>fp|bf|int|uint|float|q|w)[ -]?(?P<number>\d{1,4})(?![\w.])"
)
_SAID_PRECISIONS = {said: id for words in LANGUAGES for said, id in words.precisions.items()}
_PRECISION_WORDS = regex(
    r"(?<!my )(?<!our )(?<!your )(?<!other )(?<!one )(?<!the )(?<!each )"
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


@dataclass(frozen=True, slots=True)
class Width:
    """So many bits, at a place of their own; *kind* is a maker of formats, *name* the format's."""

    start: int
    end: int
    bits: float
    kind: str = ""
    name: str | None = None


def find_widths(text: Text) -> Iterator[Candidate]:
    """Formats that are said by their width."""
    language = text.language
    for pattern in (_KIND_AND_WIDTH, _WIDTH_AND_KIND):
        for match in text.each(pattern, *_BIT_HINTS):
            bits = value(match["number"], language=language)
            yield _width(match, bits, NAMED, "a kind and its width", kind=match["kind"])
    for match in text.each(_LIST, *_BIT_HINTS):
        widths = tuple(
            Width(match.start() + m.start(), match.start() + m.end(), value(m[0]))
            for m in _IN_LIST.finditer(match["numbers"])
        )
        if not _counts_something_else(text, match):
            yield matched(match, "bits", widths, NAMED, "a list of widths")
        # "room 2, 16 vs 32 bits": what stands before a comma may be something else.
        for first in range(1, len(widths)):
            if text.plain[widths[first - 1].end : widths[first].start].lstrip(" bits")[:1] == ",":
                yield Candidate(
                    widths[first].start, match.end(), "bits", widths[first:], NAMED, "its tail"
                )
    for match in text.each(_WIDTH, *_BIT_HINTS):
        yield _width(match, value(match["number"], language=language), NAMED, "bits after it")
    for match in text.each(_B_FOR_BITS, "b"):
        before = _WORD_BEFORE.search(text.plain[max(0, match.start() - 40) : match.start()])
        if before is not None and (not before["word"] or before["word"] in FILLER):
            at = (match.start("number"), match.end())
            width = Width(*at, value(match["number"]))
            bits = f"{match['number']} bits"
            said = (note("reading.precision", typed=text.typed(*at), name=bits),)
            yield Candidate(*at, "bits", (width,), NAMED, "a second b behind a size", said)
    for match in text.each(_LETTER_B, "4 b", "8 b", "6 b", "2 b"):
        yield _width(
            match, value(match["number"] or match["number2"]), NAMED, "a width after a size"
        )
    for match in text.each(_WIDTH_WORD, "=", ":"):
        yield _width(match, value(match["number"]), NAMED, "a width")
    for match in text.each(_BYTES, "byte"):
        bits = value(match["number"] or match["times"]) * 8
        yield _width(match, bits, NAMED, "bytes per parameter")
    for match in text.each(_UNKNOWN):
        bits = float(match["number"])
        common = bits in (8, 16, 32) or match["letters"] in ("q", "w")
        name = None if common else f"{match['letters'].upper()}{match['number']}"
        yield _width(match, bits, SHAPE, "looks like a format", name=name)


# "mlx-community/Qwen3-8B-4bit": groups of 64 with a scale and a bias
_OF_MLX = regex(
    r"(?<![\w.-])mlx-community/[\w.-]{1,80}?-(?P<width>(?P<number>[2-8])-?bit)(?![\w.])"
)


_CUT = regex(r"\b(?:split|cut|divided) in $")  # "split in half"


def find_said_formats(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """Formats that have words of a language for a name: "half precision"."""
    for match in text.each(_PRECISION_WORDS, *_PRECISION_HINTS):
        if _CUT.search(text.plain[max(0, match.start() - 12) : match.start()]) is not None:
            continue
        row = index.catalog.precisions.get(_SAID_PRECISIONS[match[0]]) or ad_hoc(64.0)
        # "fp16 without quantisation", "fp16 mixed precision" say one thing twice
        generic = "quant" in match[0] or match[0] in ("mixed precision", "precisao mista")
        mention = PrecisionMention(*match.span(), row, name_key(match[0]), generic)
        doubtful = match[0] in _DOUBTFUL
        typed = text.typed(*match.span())
        notes = (note("reading.precision", typed=typed, name=row.name),) if doubtful else ()
        yield matched(match, "precision", mention, NAMED, "the name of a format", notes)
    for match in text.each(_OF_MLX, "mlx-community"):
        row = index.catalog.precisions.get(f"mlx-{match['number']}bit")
        if row is not None:
            at = match.span("width")
            mention = PrecisionMention(*at, row, name_key(row.id), generic=False)
            yield Candidate(*at, "precision", mention, NAMED, "a width of MLX's own")


def _width(
    match: re.Match[str],
    bits: float,
    evidence: Evidence,
    why: str,
    *,
    kind: str = "",
    name: str | None = None,
) -> Candidate:
    width = Width(*match.span(), bits, kind, name)
    return matched(match, "bits", (width,), evidence, why)


def format_of(width: Width, index: NameIndex) -> PrecisionMention:
    """The row of a width."""
    at = (width.start, width.end)
    bits, kind = width.bits, width.kind
    if width.name is not None:
        row = ad_hoc(bits, width.name)
        return PrecisionMention(*at, row, row.id, False)
    named = index.exact(f"{kind} {bits:g}bit") if kind else None
    if isinstance(named, Precision):
        return PrecisionMention(*at, named, named.id, False)
    if kind.startswith(("exl", "exllama")):
        row = ad_hoc(bits, f"{kind.replace('exllamav', 'exl').upper()} {bits:g} bpw")
        return PrecisionMention(*at, row, row.id, False)
    return PrecisionMention(*at, width_row(index, bits), f"{bits:g} bit", True)


def width_row(index: NameIndex, bits: float) -> Precision:
    """The row for a bare width, or one made on the fly."""
    written = f"{bits:g}"
    row = index.key(f"{written} bit") or index.key(f"{written} bits")
    if isinstance(row, Precision):
        return row
    row = index.catalog.precisions.get(_COMMON.get(written, ""))
    return row or ad_hoc(bits)


def _counts_something_else(text: Text, match: re.Match[str]) -> bool:
    """ "bldg 3, 32-bit": behind a word that nobody knows, and before a comma."""
    before = _WORD_BEFORE_LIST.search(text.plain[max(0, match.start() - 24) : match.start()])
    first = _IN_LIST.match(text.plain, match.start())
    comma = first is not None and text.plain[first.end() : first.end() + 1] == ","
    return comma and before is not None and before["word"] not in FILLER | _MAKES_FORMATS


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
