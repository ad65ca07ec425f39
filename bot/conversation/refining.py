"""What a menu or a toggle changes in a question: one thing, everything else stays."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from bot.conversation.state import StateError
from bot.views.controls import KV_16, KV_FP8
from bot.views.refine import ANY_GPU, CONTEXT, GPU, PRECISION, USERS
from core.asked.question import Cards, Question
from core.catalog.catalog import Catalog
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity

MOST = 10**9  # tokens, users: beyond what any menu of ours offers
MOST_GPUS = 10**6

Row = TypeVar("Row")


def refined(question: Question, action_id: str, value: str, catalog: Catalog) -> Question:
    """*question* with one thing changed; StateError for a choice that we do not offer."""
    if action_id == PRECISION:
        return replace(question, precisions=(_row(catalog.precisions, value),))
    if action_id == CONTEXT:
        tokens = Quantity(_whole(value, MOST), TOKEN_PER_SEQUENCE)
        return replace(question, context_length=tokens)
    if action_id == USERS:
        return replace(question, sequences=Quantity(_whole(value, MOST), SEQUENCE))
    if action_id == GPU:
        return _on(question, value, catalog)
    if action_id == KV_FP8:
        return replace(question, kv_precision=catalog.precisions["fp8"])
    if action_id == KV_16:
        return replace(question, kv_precision=catalog.precisions["bf16"])
    raise StateError("no such menu")


def _on(question: Question, value: str, catalog: Catalog) -> Question:
    """On no card in particular, on so many as it takes, or on a number of them: does it fit?"""
    if value == ANY_GPU:
        intent = "memory" if question.intent == "fit" else question.intent
        return replace(question, gpus=(), intent=intent)
    id, _, count = value.partition(":")
    # A card that is known by its size alone stands in no table, but in the question.
    named = {cards.gpu.id: cards.gpu for cards in question.gpus}
    card = Cards(
        named.get(id) or _row(catalog.gpus, id), _whole(count, MOST_GPUS) if count else None
    )
    intent = question.intent
    if intent in {"memory", "fit"}:
        intent = "fit" if card.count else "memory"
    return replace(question, gpus=(card,), intent=intent)


def _row(table: Mapping[str, Row], id: str) -> Row:
    if id not in table:
        raise StateError("no such row")
    return table[id]


def _whole(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 0 < int(text) <= most):
        raise StateError("no such number")
    return int(text)
