"""`@gpumem 70B at 16 bits?` in a channel: answered in the thread of the mention."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.listeners.conversation import Conversation
from bot.listeners.people import is_from_a_person
from bot.slack.delivery import Address
from bot.slack.text import plain


def register(app: AsyncApp, conversation: Conversation) -> None:
    @app.event("app_mention")
    async def mention(event: dict[str, Any], context: AsyncBoltContext) -> None:
        # In a direct message the same words also arrive as a message event, answered there.
        if not is_from_a_person(event) or event["channel"].startswith("D"):
            return
        thread = event.get("thread_ts") or event["ts"]
        address = Address(context.team_id or "", event["channel"], event["user"], thread)
        text = plain(event.get("text") or "")
        conversation.answer_soon(text, "thread", address, begins=thread == event["ts"])
