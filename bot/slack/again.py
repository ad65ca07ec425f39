"""
A request that another process took may have been answered before that process ended.

Its answer bears the id of the request, and Slack is asked for it where it lets us: always in direct
messages, and in channels with the optional scopes. Where it does not, it is answered again: twice
is better than never.
"""

import asyncio
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from bot.slack.client import Client
from bot.slack.errors import CALL_FAILED

EVENT_TYPE = "gpumem_reply"  # of the metadata of what is no answer, such as a problem
PAGE = 100  # messages that are looked at
PATIENCE = 5.0  # seconds; nobody waits for the acknowledgement

# Whether the request that is being answered comes out of the store.
again: ContextVar[bool] = ContextVar("again", default=False)


def marked(metadata: Mapping[str, Any] | None, id: str) -> dict[str, Any] | None:
    """
    The metadata of a message, with the *id* of the request that it answers if that is kept.

    >>> marked(None, "1f")
    {'event_type': 'gpumem_reply', 'event_payload': {'request': '1f'}}
    >>> marked(None, "") is None
    True
    """
    if not id:
        return None if metadata is None else dict(metadata)
    found = metadata or {"event_type": EVENT_TYPE, "event_payload": {}}
    return {**found, "event_payload": {**found["event_payload"], "request": id}}


async def is_answered(client: Client, event: Mapping[str, Any], id: str) -> bool | None:
    """Whether a message with this *id* stands where it would; None where Slack does not say."""
    channel, ts = event["channel"], event["ts"]
    thread = event.get("thread_ts") or ("" if event["type"] == "message" else ts)
    how: dict[str, Any] = {"channel": channel, "limit": PAGE, "include_all_metadata": True}
    try:
        async with asyncio.timeout(PATIENCE):
            if thread:
                answer = await client.conversations_replies(ts=thread, oldest=ts, **how)
            else:
                answer = await client.conversations_history(oldest=ts, **how)
    except CALL_FAILED:
        return None
    return _bears(answer.get("messages") or [], id)


def _bears(messages: Iterable[Mapping[str, Any]], id: str) -> bool:
    payloads = ((each.get("metadata") or {}).get("event_payload") or {} for each in messages)
    return any(payload.get("request") == id for payload in payloads)
