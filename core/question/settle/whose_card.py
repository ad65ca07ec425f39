"""A yes or no about "my graphics card", and nobody said which: it is asked back."""

from core.asked.question import Cards
from core.question.reading import Reading
from core.question.settle.problem import problem
from core.question.words.languages import either
from core.question.words.regex import regex

_MINE = regex(
    r"\b(?:my|our|minha|meu|noss[ao])\s(?:(?:own|old|new|poor|gaming)\s)?"
    rf"(?:{either('cards')}|pc|laptop|notebook|portatil|computer|computador|desktop|rig)\b"
)


def require_card(reading: Reading, cards: tuple[Cards, ...]) -> None:
    """ "does gemma 3 27b fit my graphics card?": there is no answer without the card."""
    if cards or reading.own_cards or reading.card_counts or reading.intent != "fit":
        return
    if _MINE.search(reading.text.plain) is None:
        return
    asked = reading.text.raw.strip(" ?")
    raise problem(
        reading,
        "unknown_gpu",
        "which_card_of_yours",
        suggestions=tuple(f"{asked}, {card}" for card in ("24 GB", "RTX 4090", "12 GB")),
    )
