"""What happens to every request before a listener has it."""

from collections.abc import Awaitable, Callable
from functools import partial

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.conversation.team_settings import TeamSettings, of_request
from bot.running.metrics import Metrics
from bot.running.work import current, kept
from bot.slack.again import again, is_answered
from bot.slack.client import Client
from bot.slack.request_id import kind_of, request_id

Next = Callable[[], Awaitable[None]]


def register(app: AsyncApp, *, client: Client, metrics: Metrics, settings: TeamSettings) -> None:
    """In this order."""
    app.use(named)
    app.use(partial(unless_answered, client=client, metrics=metrics))
    app.use(partial(with_our_client, client=client))
    app.use(partial(in_a_team, settings=settings))


async def named(req: AsyncBoltRequest, next_: Next) -> None:
    """What is started for a request bears its name."""
    current.set(request_id(req.body))
    await next_()


async def unless_answered(
    req: AsyncBoltRequest, next_: Next, *, client: Client, metrics: Metrics
) -> BoltResponse | None:
    """A question out of the store may have been answered by who had it before."""
    if again.get() and kind_of(req.body) in {"app_mention", "message"}:
        found = await is_answered(client, req.body["event"], kept.get())
        if found:
            metrics.stored("found_answered")
            return BoltResponse(status=200)
        if found is None:
            metrics.stored("unsure")
    await next_()
    return None


async def with_our_client(context: AsyncBoltContext, next_: Next, *, client: Client) -> None:
    """Bolt builds a client for each request; a listener that asks for `client` is given ours."""
    context["client"] = client
    await next_()


async def in_a_team(context: AsyncBoltContext, next_: Next, *, settings: TeamSettings) -> None:
    """What the team has set counts for whatever is answered."""
    of_request.set(await settings.counting(context.team_id))
    await next_()
