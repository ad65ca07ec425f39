"""`/gpumem 70B at 16 bits?`: answered in the acknowledgement, seen by the asker alone."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.conversation.replies import Replies
from bot.slack.delivery import Delivery
from bot.slack.locale import Locale
from bot.slack.manifest import COMMAND
from bot.slack.text import plain


def register(app: AsyncApp, replies: Replies, delivery: Delivery, locale: Locale) -> None:
    # "/gpumem-dev" is the same app installed a second time, see bot/slack/manifest.py.
    @app.command(re.compile(rf"^{COMMAND}(-\w+)?$"))
    async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
        text = plain(command.get("text") or "")
        otherwise = "en" if text else await locale.of(command["user_id"])
        reply = replies.to(text, "ephemeral", otherwise=otherwise)
        await ack(delivery.acknowledgement(reply, command.get("team_id") or ""))
