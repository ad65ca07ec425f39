"""One request too many of a person or a team is not answered; who sent it is told why."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.i18n import t
from bot.listeners.people import is_from_a_person
from bot.running.limits import Limits
from bot.running.metrics import Metrics
from bot.running.work import Work
from bot.slack.again import again
from bot.slack.block_kit.blocks import one_sentence
from bot.slack.place import Place, place_of, place_of_event
from bot.slack.post import Poster
from bot.slack.request_id import kind_of
from bot.slack.text import plain
from core.question.words.languages import detect

Next = Callable[[], Awaitable[None]]
COSTS = frozenset({"app_mention", "message", "command", "block_actions", "message_action"})


def register(
    app: AsyncApp, *, limits: Limits, poster: Poster, metrics: Metrics, work: Work
) -> None:
    """Before any listener has it."""
    app.use(partial(within_limits, limits=limits, poster=poster, metrics=metrics, work=work))


async def within_limits(
    req: AsyncBoltRequest,
    context: AsyncBoltContext,
    next_: Next,
    *,
    limits: Limits,
    poster: Poster,
    metrics: Metrics,
    work: Work,
) -> BoltResponse | None:
    """Forms that were filled in are never refused, nor what another process had counted."""
    place = _place(req.body, context.team_id or "")
    if place is None or again.get():
        await next_()
        return None
    whose = await limits.exceeded(place.team, place.user)
    if not whose:
        await next_()
        return None
    metrics.limited(whose)
    told = one_sentence(t(_language(req.body), f"notice.too_many_of_a_{whose}"))
    if "command" in req.body:
        return BoltResponse(status=200, body=poster.acknowledgement(place, told))
    if await limits.is_to_be_told(place.team, place.user):
        work.start(poster.add(place, told))
    return BoltResponse(status=200)


def _place(body: dict[str, Any], team: str) -> Place | None:
    """Where the person waits; None for what costs next to nothing, or comes from no person."""
    kind = kind_of(body)
    if kind not in COSTS:
        return None
    if kind == "command":
        return Place(str(body.get("user_id")), team)
    if kind in {"app_mention", "message"}:
        event = body["event"]
        is_ours = kind == "app_mention" or event.get("channel_type") == "im"
        return place_of_event(event, team) if is_ours and is_from_a_person(event) else None
    return place_of(body) if isinstance(body.get("user"), dict) else None


def _language(body: dict[str, Any]) -> str:
    event = body.get("event")
    text = event.get("text") if isinstance(event, dict) else body.get("text")
    return detect(plain(text)) if isinstance(text, str) else "en"
