"""What happens to every request before a listener has it."""

from collections.abc import Awaitable, Callable
from functools import partial

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.running.seen_events import SeenEvents
from bot.running.work import current
from bot.slack.client import Client
from bot.slack.request_id import request_id

Next = Callable[[], Awaitable[None]]


def register(app: AsyncApp, *, client: Client, seen: SeenEvents) -> None:
    """In this order."""
    app.use(named)
    app.use(partial(only_once, seen=seen))
    app.use(partial(with_our_client, client=client))


async def named(req: AsyncBoltRequest, next_: Next) -> None:
    """What is started for a request bears its name."""
    current.set(request_id(req.body))
    await next_()


async def only_once(req: AsyncBoltRequest, next_: Next, *, seen: SeenEvents) -> BoltResponse | None:
    """A repeated event is acknowledged, and that is all."""
    event_id = req.body.get("event_id")
    if isinstance(event_id, str) and not seen.is_new(f"{req.body.get('team_id')} {event_id}"):
        return BoltResponse(status=200)
    await next_()
    return None


async def with_our_client(context: AsyncBoltContext, next_: Next, *, client: Client) -> None:
    """Bolt builds a client for each request; a listener that asks for `client` is given ours."""
    context["client"] = client
    await next_()
