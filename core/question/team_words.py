"""
What a team writes of itself, read as questions are: "8 x H100 80GB, 4 L40S", "H100 80GB: 2.50".

Raises QuestionError with the words that were not understood.
"""

import re
from collections.abc import Iterator

from core.asked.question import Cards, Language
from core.catalog.catalog import Catalog
from core.errors import QuestionError
from core.question.parser import parse
from core.question.words.regex import regex
from core.units import USD_PER_GPU_HOUR, Quantity
from core.wording.say import say

MOST_KINDS = 20
MOST_CARDS = 100_000
LONGEST = 60  # characters of what is quoted
DEAREST = 1000  # dollars per GPU and hour
# Between entries; a comma within a number is its decimal point
_BETWEEN = regex(r"[\n;]|,(?!\d)|\s\+\s")
# "H100 80GB: 2.50", "L40S = $0.90/h", "a100 1,10 USD per hour"
_PRICE = regex(
    r"(?P<card>.{1,80}?)\s*[:=]?\s*(?:(?:us)?\$\s?|usd\s?)?"
    r"(?<![\w.,])(?P<number>\d{1,6}(?:[.,]\d{1,4})?)\s?(?:usd|dollars?|us\$|\$)?"
    r"(?:\s?(?:/|per|an?|por)\s?(?:gpu(?:[ /-]|\sper\s)?)?(?:h|hr|hours?|hora)?)?",
    re.IGNORECASE,
)


def read_pool(text: str, catalog: Catalog, language: Language = "en") -> tuple[Cards, ...]:
    """The cards in *text*, each with its count, once for each kind."""
    found: dict[str, Cards] = {}
    for entry in _entries(text):
        for cards in _cards(entry, catalog, language):
            if cards.count is None:
                raise _error(language, "pool_count", entry)
            seen = found.get(cards.gpu.id)
            count = cards.count + (seen.count or 0 if seen else 0)
            if count > MOST_CARDS:
                raise _error(language, "pool_many", entry)
            found[cards.gpu.id] = Cards(cards.gpu, count)
    if len(found) > MOST_KINDS:
        raise _error(language, "pool_many", text)
    return tuple(found.values())


def read_prices(text: str, catalog: Catalog, language: Language = "en") -> dict[str, Quantity]:
    """GPU id -> dollar/gpu/hour. Of a card that is named twice, the last."""
    found: dict[str, Quantity] = {}
    for entry in _entries(text):
        match = _PRICE.fullmatch(entry)
        price = float(match["number"].replace(",", ".")) if match else 0.0
        if match is None or not 0 < price <= DEAREST:
            raise _error(language, "price", entry)
        named = _cards(entry[match.start("card") : match.end("card")], catalog, language)
        if len(named) != 1 or named[0].instance is not None:
            raise _error(language, "price", entry)
        found[named[0].gpu.id] = Quantity(price, USD_PER_GPU_HOUR)
    return found


def _entries(text: str) -> Iterator[str]:
    return filter(None, (entry.strip(" \t\r.-*•") for entry in _BETWEEN.split(text)))


def _cards(entry: str, catalog: Catalog, language: Language) -> tuple[Cards, ...]:
    """Those of *entry*, which is nothing else."""
    try:
        question = parse(f"7B on {entry}", catalog=catalog)
    except QuestionError as error:
        if error.code != "unknown_gpu":
            raise _error(language, "pool", entry) from error
        raise
    [model, *others] = question.models or (None,)
    said = (question.precisions, question.context_length, question.sequences, question.engine)
    if not question.gpus or question.unused or others or model is None or any(said):
        raise _error(language, "pool", entry)
    return question.gpus


def _error(language: Language, key: str, typed: str) -> QuestionError:
    return QuestionError(
        "bad_value",
        say(language, f"problem.{key}", typed=typed[:LONGEST]),
        hint=say(language, f"hint.{key}"),
    )
