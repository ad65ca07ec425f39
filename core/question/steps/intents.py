"""What is asked: the memory, whether it fits, the most that fits, or a comparison."""

import re

from core.asked.question import Cards, Intent
from core.question.reading import Reading
from core.question.words.languages import either
from core.question.words.regex import regex

_MOST: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    ("max_sequences", regex(rf"\b{either('asking.most_users')}\b")),
    ("max_context", regex(rf"\b{either('asking.most_context')}\b")),
    ("max_model", regex(rf"\b{either('asking.largest_model')}\b")),
)
_FIT = regex(rf"\b{either('asking.fit')}\b")
# "llama 3.3 70b fp8 on 2xH100?" asks whether it fits; "more than one H100?" the reverse
_ASKS = regex(r"(?s)^(?!.*\b(?:more|fewer|less) than\b).*\?\W*$")
_AMOUNT = regex(rf"\b{either('asking.amount')}\b")


def find_intent(reading: Reading) -> None:
    """From the words alone; `settle_intent` weighs it against the things that were named."""
    plain = reading.plain
    for intent, pattern in _MOST:
        if pattern.search(plain):
            if intent == "max_context" and reading.context is not None:
                continue
            if intent == "max_sequences" and reading.sequences is not None:
                continue
            if intent == "max_model" and reading.models:
                continue
            reading.intent = intent
            return
    if _FIT.search(reading.text.plain):
        reading.intent = "fit"


def settle_intent(
    reading: Reading, *, models: int, precisions: int, cards: tuple[Cards, ...]
) -> Intent:
    """
    Several models, formats or cards are a comparison. Whether it fits needs something to fit
    into: a count, a machine or a card known by its memory; "how many" asks for the count.
    """
    if reading.intent in ("max_context", "max_sequences", "max_model"):
        return reading.intent
    if models > 1 or precisions > 1 or len(cards) > 1:
        return "compare"
    if not cards:
        return "memory"
    amount = _AMOUNT.search(reading.text.plain) is not None
    if reading.intent == "fit" and (cards[0].count is not None or not amount):
        return "fit"
    into = cards[0].instance is not None or any(card.nameless for card in reading.cards)
    into = into or cards[0].gpu.kind == "apu" or cards[0].gpu.part_of is not None
    into = into or (cards[0].count is not None and _ASKS.search(reading.text.raw) is not None)
    if into and not amount and not any(key.key == "reading.usual_card" for key in reading.notes):
        return "fit"
    return "memory"
