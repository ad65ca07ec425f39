"""What a click carries."""

from typing import Any

from bot.conversation.state import State, StateError, decode
from core.asked.question import Language

Body = dict[str, Any]


def only_action(body: Body) -> dict[str, Any]:
    """The element that was used."""
    return body["actions"][0]


def state_of(body: Body) -> State:
    """What the button that was pressed remembers, or StateError."""
    value = only_action(body).get("value")
    if not isinstance(value, str):
        raise StateError("a button without a value")
    return decode(value)


def language_of(body: Body) -> Language:
    """Of a button that carries nothing else."""
    return "pt" if only_action(body).get("value") == "pt" else "en"
