"""
What no listener caught.

The log gets the traceback with an id, the person who waits gets the id and no details.
"""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.conversation.replies import Replies
from bot.listeners.tools import Tools
from bot.slack.delivery import Address, Delivery
from bot.slack.place import place_of


def register(app: AsyncApp, replies: Replies, delivery: Delivery, tools: Tools) -> None:
    @app.error
    async def error(
        error: Exception, body: dict[str, Any], context: AsyncBoltContext
    ) -> BoltResponse:
        # An event nobody listens to, a button of an older version: Slack needs no more than a yes.
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200)
        apology = replies.apology(error, where=_where(body), asked=_asked(body))
        team, user, channel = context.team_id or "", context.user_id, context.channel_id
        if "command" in body:
            return BoltResponse(status=200, body=delivery.acknowledgement(apology, team))
        if "event" in body and user and channel:
            delivery.post_soon(apology, Address(team, channel, user, context.thread_ts))
        elif user and isinstance(body.get("user"), dict):  # a button, a form, a shortcut
            tools.work.start(tools.edits.add(place_of(body), apology))
        return BoltResponse(status=200)


def _where(body: dict[str, Any]) -> str:
    event = body.get("event")
    kind = event.get("type") if isinstance(event, dict) else body.get("type")
    return str(kind or ("command" if "command" in body else "request"))


def _asked(body: dict[str, Any]) -> str:
    event = body.get("event")
    text = event.get("text") if isinstance(event, dict) else body.get("text")
    return text if isinstance(text, str) else ""
