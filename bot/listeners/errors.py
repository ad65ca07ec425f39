"""
What no listener caught: a button that cannot be read any more, a question that no longer makes
sense, and whatever should not happen.

Of the last the log gets the traceback with an id, the person who waits the id and no details.
"""

import logging
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.conversation.replies import Replies
from bot.running.store_away import StoreAwayError
from bot.running.work import Work
from bot.slack.place import Place, place_of
from bot.slack.post import Poster
from bot.slack.request_id import kind_of

Body = dict[str, Any]

_logger = logging.getLogger("gpumem.errors")


def register(app: AsyncApp, *, replies: Replies, poster: Poster, work: Work) -> None:
    """Who takes whatever was raised."""
    app.error(partial(error, replies=replies, poster=poster, work=work))


async def error(
    error: Exception,
    body: Body,
    context: AsyncBoltContext,
    *,
    replies: Replies,
    poster: Poster,
    work: Work,
) -> BoltResponse:
    """Tell the person who waits, wherever they do."""
    # An event nobody listens to, a button of an older version: Slack needs no more than a yes.
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)
    if isinstance(error, StoreAwayError) and "event" in body:
        # Whose token it is cannot be said: Slack comes again.
        _logger.warning("An event was not taken: %s.", error)
        return BoltResponse(status=503)
    reply = replies.to_error(error, where=kind_of(body), asked=_asked(body))
    team, user, channel = context.team_id or "", context.user_id, context.channel_id
    if "command" in body:
        shown = poster.acknowledgement(Place(user or "", team), reply)
        return BoltResponse(status=200, body=shown)
    if "event" in body and user and channel:
        place = Place(user, team, channel, context.thread_ts or "")
        work.start(poster.answer(place, reply))
    elif user and isinstance(body.get("user"), dict):  # a button, a form, a shortcut
        work.start(poster.add(place_of(body), reply))
    return BoltResponse(status=200)


def _asked(body: Body) -> str:
    event = body.get("event")
    text = event.get("text") if isinstance(event, dict) else body.get("text")
    return text if isinstance(text, str) else ""
