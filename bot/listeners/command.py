"""`/gpumem 70B at 16 bits?`: answered in the acknowledgement, seen by the asker alone."""

import re
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.conversation.replies import Replies
from bot.slack.locale import Locale
from bot.slack.manifest import COMMAND
from bot.slack.place import Place
from bot.slack.post import Poster
from bot.slack.text import plain


def register(app: AsyncApp, *, replies: Replies, poster: Poster, locale: Locale) -> None:
    """ "/gpumem-dev" is the same app installed a second time, see bot/slack/manifest.py."""
    listener = partial(command, replies=replies, poster=poster, locale=locale)
    app.command(re.compile(rf"^{COMMAND}(-\w+)?$"))(listener)


async def command(
    ack: AsyncAck, command: dict[str, Any], *, replies: Replies, poster: Poster, locale: Locale
) -> None:
    """What was typed after the command; alone it asks for help, in the language of the person."""
    place = Place(command["user_id"], command.get("team_id") or "")
    text = plain(command.get("text") or "")
    otherwise = "en" if text else await locale.of(place.user)
    reply = replies.to(text, "ephemeral", otherwise=otherwise)
    await ack(poster.acknowledgement(place, reply))
