"""
The question before, for "and in fp8?" in a thread or in a direct message.

What was answered last stands in our own message: in the value of its buttons. This process
remembers what it posted, for as long as it runs; after a restart, or on another replica, the
message itself is read where Slack lets us (`im:history` for direct messages; `channels:history`
and `groups:history` are not asked for by default).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from bot.conversation.state import EVENT_TYPE, State, StateError, decode
from bot.slack.block_kit.reply import Reply
from bot.slack.client import Client
from bot.slack.errors import CALL_FAILED
from bot.slack.place import Place
from bot.views.controls import DETAILS, EXPLAIN, LESS

REMEMBERED = 5000  # conversations
PAGE = 100  # messages of a thread that are looked at
PATIENCE = 2.0  # seconds; who asks should not wait longer for what may not be there


class Threads:
    """*client* reads our messages where memory does not reach."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: OrderedDict[tuple[str, str, str], str] = OrderedDict()

    def remember(self, place: Place, reply: Reply) -> None:
        """*reply* is the newest in this thread, or in this direct conversation."""
        if reply.metadata is None:
            return
        key = _key(place)
        self._known[key] = str(reply.metadata["event_payload"]["state"])
        self._known.move_to_end(key)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def before(self, place: Place) -> State | None:
        """
        What was asked before there, None where it cannot be found out.

        In a direct message Slack knows better: forms and the home tab answer there, too.
        """
        known = _read(self._known.get(_key(place)))
        if known and not place.is_direct:
            return known
        return _newest(await self._messages(place)) or known

    async def _messages(self, place: Place) -> list[Mapping[str, Any]]:
        """Newest first; none where Slack does not let us."""
        try:
            async with asyncio.timeout(PATIENCE):
                if place.thread_ts:
                    answer = await self._client.conversations_replies(
                        channel=place.channel,
                        ts=place.thread_ts,
                        limit=PAGE,
                        include_all_metadata=True,
                    )
                    return list(reversed(answer.get("messages") or []))
                answer = await self._client.conversations_history(
                    channel=place.channel, limit=PAGE, include_all_metadata=True
                )
                return answer.get("messages") or []
        except CALL_FAILED:
            return []


def _key(place: Place) -> tuple[str, str, str]:
    """Ids of channels say nothing about the workspace."""
    return place.team, place.channel, place.thread_ts


def _newest(messages: Iterable[Mapping[str, Any]]) -> State | None:
    for message in messages:
        if message.get("bot_id") and (state := _carried_by(message)):
            return state
    return None


def _carried_by(message: Mapping[str, Any]) -> State | None:
    """From a button, which edits keep up to date; else from the metadata it was posted with."""
    for block in message.get("blocks") or []:
        for element in block.get("elements") or []:
            if element.get("action_id") in (DETAILS, LESS, EXPLAIN):
                return _read(element.get("value"))
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") == EVENT_TYPE:
        return _read((metadata.get("event_payload") or {}).get("state"))
    return None


def _read(carried: object) -> State | None:
    try:
        return decode(carried) if isinstance(carried, str) else None
    except StateError:
        return None
