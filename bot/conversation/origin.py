"""
What an open form remembers: where its answer goes, and the question it was opened with.

It travels as `private_metadata` of the modal. Like `bot.conversation.state` it is versioned and
read strictly.
"""

import json
from dataclasses import dataclass, replace
from typing import get_args

from bot.conversation.state import MAX_QUESTION, State, StateError, read_fields
from bot.slack.place import Place
from core.asked.question import Language

VERSION = 1
METADATA = 3000  # what Slack lets a modal carry


@dataclass(frozen=True, slots=True)
class Origin:
    """*place* is the message whose "Change…" opened the form; for a shortcut it is nowhere."""

    place: Place
    question: str = ""

    @property
    def state(self) -> State | None:
        """The question as a button carries it, where there was one."""
        return State(self.question, self.place.language) if self.question else None


def encode_origin(origin: Origin) -> str:
    """As short text; the question is left out where it would not fit."""
    text = _dump(origin)
    if len(text) > METADATA or len(origin.question) > MAX_QUESTION:
        text = _dump(replace(origin, question=""))
    return text


def decode_origin(text: str, *, user: str, team: str = "") -> Origin:
    """
    What `encode_origin` wrote, or StateError. Who fills the form is what Slack says, not the form.

    >>> here = Origin(Place("U1", channel="C1", language="pt"), "70b")
    >>> decode_origin(encode_origin(here), user="U1") == here
    True
    """
    fields = read_fields(text, most=METADATA)
    if fields[0] != VERSION:
        raise StateError(f"version {fields[0]}", old=True)
    if [type(field) for field in fields] != [int, str, str, str, str, str, bool, str]:
        raise StateError("not the fields of this version")
    _, language, question, channel, ts, thread_ts, ephemeral, response_url = fields
    if language not in get_args(Language) or len(question) > MAX_QUESTION:
        raise StateError("not what this version writes")
    place = Place(user, team, channel, thread_ts, ts, ephemeral, response_url, language)
    return Origin(place, question)


def _dump(origin: Origin) -> str:
    place = origin.place
    fields = (place.channel, place.ts, place.thread_ts, place.ephemeral, place.response_url)
    written = [VERSION, place.language, origin.question, *fields]
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))
