"""
Before a click or a form is answered: what its question names and only a hub knows.

The answer that stands there was made with it; after a restart, or on another replica, it is looked
up again, in less time than Slack waits for an acknowledgement.
"""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.hub.lookups import Lookups

SECONDS = 1.5


def register(app: AsyncApp, *, lookups: Lookups) -> None:
    """For everything that carries a question of ours."""
    app.use(partial(look_up, lookups=lookups))


async def look_up(
    body: dict[str, Any], next: Callable[[], Awaitable[None]], *, lookups: Lookups
) -> None:
    """Commands and events say themselves that they look something up."""
    carried = " ".join(_carried(body))
    if lookups.wanted(carried):
        await lookups.settle(carried, SECONDS)
    await next()


def _carried(body: dict[str, Any]) -> Iterator[str]:
    for action in body.get("actions") or ():
        yield from (str(action.get(key) or "") for key in ("value", "block_id"))
    view = body.get("view") or {}
    yield str(view.get("private_metadata") or "")
    for fields in ((view.get("state") or {}).get("values") or {}).values():
        yield from (str(field.get("value") or "") for field in fields.values())
    if body.get("type") == "message_action":
        yield str((body.get("message") or {}).get("text") or "")
