"""
What an open form remembers: where its answer goes, and the question it was opened with.

It travels as `private_metadata` of the modal. Like `bot.conversation.state` it is versioned and
read strictly.
"""

import json
from dataclasses import astuple, dataclass, replace

from bot.conversation.state import MAX_QUESTION, StateError, read_fields
from core.asked.question import Language

VERSION = 1
METADATA = 3000  # what Slack lets a modal carry


@dataclass(frozen=True, slots=True)
class Origin:
    """
    The message whose "Change…" opened the form; nothing of it for a shortcut or the home tab.

    *response_url* is the only way to edit a message that one person sees.
    """

    language: Language = "en"
    question: str = ""
    channel: str = ""
    ts: str = ""
    thread_ts: str = ""
    ephemeral: bool = False
    response_url: str = ""


def encode_origin(origin: Origin) -> str:
    """As short text; the question is left out where it would not fit."""
    text = _dump(origin)
    if len(text) > METADATA or len(origin.question) > MAX_QUESTION:
        text = _dump(replace(origin, question=""))
    return text


def decode_origin(text: str) -> Origin:
    """
    What `encode_origin` wrote, or StateError.

    >>> decode_origin(encode_origin(Origin("pt", "70b", "C1"))) == Origin("pt", "70b", "C1")
    True
    """
    fields = read_fields(text, most=METADATA)
    if fields[0] != VERSION:
        raise StateError(f"version {fields[0]}", old=True)
    if [type(field) for field in fields] != [int, str, str, str, str, str, bool, str]:
        raise StateError("not the fields of this version")
    if fields[1] not in {"en", "pt"} or len(fields[2]) > MAX_QUESTION:
        raise StateError("not what this version writes")
    return Origin(*fields[1:])


def _dump(origin: Origin) -> str:
    return json.dumps([VERSION, *astuple(origin)], ensure_ascii=False, separators=(",", ":"))
