"""A KV cache that is not quantised: "not quantized kv", "no quantization for the cache"."""

from collections.abc import Iterator

from core.catalog.names import NameIndex
from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.words.regex import regex

_CACHE = r"(?:kv(?:[ -]?cache)?|(?:kv )?cache(?: de kv)?)"
_QUANTISED = r"(?:quanti[sz](?:ed|ing|e|ation)|quantizad[oa]|quantizacao|quantizar|quant)"
_PLAIN = regex(
    rf"\b(?:not|non|un|no|never|without|sem|nao)[\s-]?{_QUANTISED}\s"
    rf"(?:(?:of|for|on|in|de|d[oa]|n[oa]|para o)\s)?(?:the\s|o\s)?{_CACHE}\b"
    rf"|\b{_CACHE}\s(?:is\s|stays\s|left\s|e\s|fica\s|,\s)?(?:not\s|un|non-|sem\s|nao\s){_QUANTISED}\b"
    rf"|\b(?:no|without|sem)\s{_CACHE}\s{_QUANTISED}\b"
    r"|\b(?:fp16|bf16|16[ -]?bits?|full[ -]precision|unquanti[sz]ed)\scache\b"
)
_FORMAT = "bf16"  # of so many bits as FP16, and the default of most models


def find_plain_cache(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """The format of a cache that stays as it is."""
    row = index.catalog.precisions.get(_FORMAT)
    for match in text.each(_PLAIN, "kv", "cache") if row is not None else ():
        yield matched(match, "kv_precision", row, NAMED, "a cache in 16 bits")
