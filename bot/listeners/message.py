"""A direct message: answered plainly, in its thread if it is in one."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.listeners.conversation import Conversation
from bot.listeners.people import is_from_a_person
from bot.slack.delivery import Address
from bot.slack.text import plain


def register(app: AsyncApp, conversation: Conversation) -> None:
    @app.event("message")
    async def message(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if not is_from_a_person(event) or event.get("channel_type") != "im":
            return
        thread = event.get("thread_ts")
        address = Address(context.team_id or "", event["channel"], event["user"], thread)
        conversation.answer_soon(plain(event.get("text") or ""), "dm", address)
