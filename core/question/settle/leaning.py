"""
What only makes sense after another question: "would 4 fix it?", "r=64", "qwen3 8b there".

Looked for in what nobody claimed, and only where there is a question before.
"""

import re
from collections.abc import Callable

from core.asked.question import Question
from core.question.reading import Reading
from core.question.settle.cards import add_usual
from core.question.words.regex import regex

# "4 of them", "would 4 fix it?", "and on 2?", "on a single one?", "com 2 delas"
_COUNT = regex(
    r"(?:\b(?:on|with|using|to|em|com|in)\s)?"
    r"\b(?:(?P<number>\d{1,4})|(?P<one>one|a single one|just one|uma so|uma))"
    r"(?:\s(?:of (?:them|those|these)|delas|deles|instead"
    r"|(?=fix|do\b|help|be enough|suffice|cheg|bast))"
    r"|(?<=[a-z]\s\d)(?=\s*[?!.,]*$)|(?<=one)(?=\s*[?!.,]*$)|(?<=uma)(?=\s*[?!.,]*$))"
)
_RANK = regex(r"\b(?:r|rank)\s?[=:]?\s?(?P<number>\d{1,5})(?![\w.])")
_THERE = regex(
    r"\b(?:there|here|on (?:it|that|those|them|these|the same (?:cards?|gpus?|machine))"
    r"|nel[ae]s?|ali|ai mesmo"
    r"|ness[ae]s?(?: placas?)?)\b"
)
_FRESH = regex(
    r"\b(?:new question|another question|different question|unrelated|other topic|changing topic"
    r"|nova pergunta|outra pergunta|outro assunto|mudando de assunto)\b"
)


def take_what_leans(reading: Reading, previous: Question) -> None:
    """Counts and ranks that stand alone, as what they were a question ago."""
    for _ in reading.take(_FRESH):
        pass
    if previous.gpus and not reading.cards:
        _take(reading, _COUNT, lambda match: add_usual(reading, match.span(), _number(match)))
    if previous.task in ("lora", "qlora") and "lora_rank" not in reading.training:
        _take(reading, _RANK, lambda match: reading.training.update(lora_rank=_number(match)))


def starts_afresh(reading: Reading) -> bool:
    """Said in so many words."""
    return _FRESH.search(reading.text.plain) is not None


def on_the_same_cards(reading: Reading) -> bool:
    """ "qwen3 32b awq on it": a question of its own, for the cards of the one before."""
    return _THERE.search(reading.text.plain) is not None


def _number(match: re.Match[str]) -> int:
    return int(match["number"] or 1)


def _take(
    reading: Reading, pattern: re.Pattern[str], take: Callable[[re.Match[str]], None]
) -> None:
    match = pattern.search(reading.plain)
    if match is not None:
        reading.claim(*match.span())
        take(match)
