"""The format of the KV cache: "fp8 kv cache", "kv in int8", "kv8"."""

import re

from core.catalog.precision import Precision
from core.question.reading import PrecisionMention, Reading
from core.question.settle.alternatives import compares
from core.question.settle.problem import problem
from core.question.steps.widths import nominal_bits
from core.question.words.languages import either
from core.question.words.regex import regex

KV = regex(
    r"\b(?:kv[ _-]?(?:cache|caching|cach)?|key[ /-]value cache|cache[ _-]?kv|k/v cache"
    r"|cache de kv|cache k/?v|cache(?= (?:in|at|em|de|fp8|int8|q8"
    r"|q4)))(?:[ _-]?(?:quant(?:i[sz]ation|ized|ised)?|quantizado|dtype|type|precision))?\b"
)
# "Q4 cache", "cache Q8", "8-bit cache": as users of ExLlama say it
KV_BESIDE = regex(
    r"\b(?:(?<=\sq[468]\s)cache|(?<=[48][ -]bit\s)cache|(?<=\s(?:fp8|fp4)\s)cache|(?<=\s(?:int8"
    r"|int4|fp16"
    r"|bf16|q8_0|q4_0|q5_1)\s)cache|cache(?=\sq[468]\b))\b(?!\s(?:size|len))"
)
KV_NUMBER = regex(r"\bkv[ _-]?(?:cache[ _-]?)?(?P<number>4|8|16)\b(?!\s?(?:heads?|k\b|bits?))")
_BITS = r"(?:[\s-]?bits?\b)?"  # of a width the figure alone is its place
_TO_KV = regex(
    rf"{_BITS}[-_]?\s*(?:(?:for|on|in|of|the|quantized|quantised|quantizado|weights|pesos|do|da|de|no|na"
    r"|para|o|and|e|&|\+)\s+){0,3}"
)
_AND_KV = regex(r"\s*(?:and|e|&|\+)\s+(?:the\s|o\s)?")
# "fp16 and fp8 kv cache" are two formats of the cache where they are told apart
_OR = regex(rf"{_BITS}\s?(and|vs\.?|versus|or|to|against|e|ou|contra)\s")
_THAN = regex(
    r"(?:\s(?:is|any|much|e))?\s(?:smaller|larger|bigger|less|menor|maior)\s(?:than|do que|que)\s"
)
_NEXT = regex(
    rf"{_BITS}\s?,?\s?(vs\.?|versus|to|or|against|and|e|ou|contra|para|pra)\s"
    r"(?:(?:in|em|at|a|the|o|kv|cache|de)\s){0,3}"
)
_VERSUS = regex(r"vs\.?|versus|against|contra")
_BETWEEN = regex(r"\b(?:between|difference (?:of|from)|compare|comparing|entre|comparar?)\s$")
_FROM_KV = regex(
    r"^-?[\s:=(]*(?:(?:in|at|to|as|is|of|em|a|de|para|com|with|using|quantized|quantised"
    r"|quantizado|set|using|were|was|be|for|fosse|fossem|seja|estiver|for em)\s+|[=:]\s*){0,3}$"
)
_WEIGHTS_AFTER = regex(r"[\s-]*(?:weights?|model|pesos?|modelo)\b")
_CLOSEST = {4: "q4_0", 8: "fp8", 16: "bf16", 32: "fp32"}
WIDE = "bf16"  # what engines keep the cache in by default
_NO_FORMAT = regex(
    r"\b(?:no|not|without|drop|remove|skip|w/o|sem|tira(?:r)?|nao)\s(?:the\s|any\s|an?\s|o\s)?$"
)
_QUANT = regex(r"quant")
_PLAIN_BEFORE = regex(r"\b(?:un-?quanti[sz]ed|non-quanti[sz]ed|not quanti[sz]ed|nao quantizado)\s$")
_PLAIN_AFTER = regex(
    r"\s?(?:cache\s)?(?:is\s|stays\s|left\s)?(?:un-?quanti[sz]ed|not quanti[sz]ed|nao quantizado)\b"
    r"|\s?(?:sem quantizar|sem quantizacao|without quantization)\b"
)
_NO = regex(rf"\b(?:{either('without')}|ignor\w+|exclu\w+)\s(?:the\s|any\s|o\s)?$")


def give_to_kv(reading: Reading, match: re.Match[str]) -> None:
    """The format beside "kv cache": before it ("fp8 kv") or after it ("kv in int8")."""
    if _NO.search(reading.text.plain[max(0, match.start() - 40) : match.start()]):
        if _nearest(reading, match.end(), before=False) is not None:
            _set_wide(reading, match, _nearest(reading, match.end(), before=False))
            return
        reading.unused.append(match.span())  # "without KV cache": named, since it is counted
        return
    before = _nearest(reading, match.start(), before=True)
    after = _nearest(reading, match.end(), before=False)
    if before is not None and after is not None:
        direct = _WEIGHTS_AFTER.match(reading.text.plain, after.end) or _goes_on(
            reading, before, match, after
        )
        chosen = before if direct else after
    else:
        chosen = after or before
    if _is_wide(reading, match, chosen):
        _set_wide(reading, match, chosen)
        return
    if chosen is None:
        return  # just the name of a part that every answer shows
    reading.precisions.remove(chosen)
    if chosen.key == "q 4":  # of the files Q4 is Q4_K_M, of the cache Q4_0
        chosen.row = reading.index.catalog.precisions.get("q4_0", chosen.row)
    beside = _compared_beside(reading, chosen) if chosen is before else None
    beside = beside or (_compared_after(reading, match.end()) if chosen is before else None)
    beside = beside or _compared_next(reading, chosen)
    if beside is not None:
        reading.precisions.remove(beside)
    for one in sorted((chosen, beside or chosen), key=lambda one: one.start):
        set_kv(reading, one.row, (one.start, one.end))
    link = reading.text.plain[chosen.end : match.start()]
    if chosen is before and re.search(r"\b(?:weights|pesos)\s?(?:\+|and|e|&)\s", link):
        reading.precisions.append(chosen)  # "fp8 weights and kv cache": both


def _goes_on(
    reading: Reading, before: PrecisionMention, match: re.Match[str], after: PrecisionMention
) -> bool:
    """ "from fp16 kv to fp8 kv": the first is that of the first cache."""
    plain = reading.text.plain
    link = plain[match.end() : after.start].split()
    return can_hold(before.row) and link in (["to"], ["para"]) and _tells_apart(reading)


def _compared_beside(reading: Reading, chosen: PrecisionMention) -> PrecisionMention | None:
    """The other one of "difference between fp16 and fp8 kv cache"."""
    plain = reading.text.plain
    for other in reading.precisions:
        if other.end > chosen.start or not can_hold(other.row):
            continue
        between = _OR.fullmatch(plain, other.end, chosen.start)
        if between and (_VERSUS.fullmatch(between[1]) or _BETWEEN.search(plain[: other.start])):
            return other
    return None


def _compared_next(reading: Reading, chosen: PrecisionMention) -> PrecisionMention | None:
    """The other one of "kv in fp16 vs int8", "passando o kv de fp16 para fp8"."""
    plain = reading.text.plain
    for other in reading.precisions:
        if other.start < chosen.end or not can_hold(other.row):
            continue
        link = _NEXT.fullmatch(plain, chosen.end, other.start)
        if link and (_VERSUS.fullmatch(link[1]) or _tells_apart(reading)):
            return other
    return None


def _tells_apart(reading: Reading) -> bool:
    return reading.asks_difference or compares(reading)


def can_hold(row: Precision) -> bool:
    """Whether a cache is kept in it, or in one of the same width."""
    plain = row.kind in ("integer", "float") and nominal_bits(row) in _CLOSEST
    return row.for_kv_cache or plain


def _compared_after(reading: Reading, end: int) -> PrecisionMention | None:
    """The other one of "is q8_0 kv cache smaller than f16"."""
    for other in reading.precisions:
        if other.start < end or not other.row.for_kv_cache:
            continue
        if _THAN.fullmatch(reading.text.plain, end, other.start):
            return other
    return None


def _set_wide(reading: Reading, match: re.Match[str], chosen: PrecisionMention | None) -> None:
    if chosen is not None:
        reading.precisions.remove(chosen)
    after = _PLAIN_AFTER.match(reading.text.plain, match.end())
    if after is not None:
        reading.claim(*after.span())
    set_kv(reading, reading.index.catalog.precisions[WIDE], match.span())


def _is_wide(reading: Reading, match: re.Match[str], chosen: PrecisionMention | None) -> bool:
    """ "without the fp8 kv", "unquantized kv cache", "kv not quantized": 16 bits."""
    plain = reading.text.plain
    start = min(match.start(), chosen.start if chosen else match.start())
    before = plain[max(0, start - 40) : start]
    if chosen is not None:
        return _NO_FORMAT.search(before) is not None
    return bool(
        _PLAIN_BEFORE.search(before)
        or _PLAIN_AFTER.match(plain, match.end())
        or (_NO_FORMAT.search(before) and _QUANT.search(match[0]))
    )


def _nearest(reading: Reading, place: int, *, before: bool) -> PrecisionMention | None:
    for mention in reading.precisions:
        if before and mention.end <= place:
            between = reading.text.plain[mention.end : place]
            if _TO_KV.fullmatch(between) and not _AND_KV.fullmatch(between):
                return mention
        if not before and mention.start >= place:
            between = reading.text.plain[place : mention.start]
            if _FROM_KV.match(between):
                return mention
    return None


def set_kv(reading: Reading, row: Precision, at: tuple[int, int]) -> None:
    if not row.for_kv_cache:
        if can_hold(row):
            closer = reading.index.catalog.precisions.get(_CLOSEST[nominal_bits(row)], row)
            reading.note("reading.precision", typed=row.name, name=closer.name)
            row = closer
        if not row.for_kv_cache:
            raise problem(
                reading, "conflict", "not_for_kv", at, name=row.name, instead=("FP8", "Q8_0")
            )
    reading.kv_precision = row
    if row not in reading.several_kv:
        reading.several_kv.append(row)
