"""`/gpumem 70B at 16 bits?`: answered in the acknowledgement, seen by the asker alone."""

import re
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.conversation.replies import Replies
from bot.conversation.team_settings import usual_language
from bot.hub.lookups import A_MOMENT, Lookups
from bot.running.work import Work
from bot.slack.locale import Locale
from bot.slack.manifest import COMMAND
from bot.slack.place import Place
from bot.slack.post import Poster
from bot.slack.text import plain
from bot.views.notice import looking_up


def register(
    app: AsyncApp,
    *,
    replies: Replies,
    poster: Poster,
    locale: Locale,
    lookups: Lookups,
    work: Work,
) -> None:
    """ "/gpumem-dev" is the same app installed a second time, see bot/slack/manifest.py."""
    listener = partial(
        command, replies=replies, poster=poster, locale=locale, lookups=lookups, work=work
    )
    app.command(re.compile(rf"^{COMMAND}(-\w+)?$"))(listener)


async def command(
    ack: AsyncAck,
    command: dict[str, Any],
    *,
    replies: Replies,
    poster: Poster,
    locale: Locale,
    lookups: Lookups,
    work: Work,
) -> None:
    """What was typed after the command; alone it asks for help, in the language of the person."""
    place = Place(command["user_id"], command.get("team_id") or "")
    text = plain(command.get("text") or "")
    otherwise = usual_language() if text else await locale.of(place.user)
    ids = lookups.wanted(text)
    if ids and not await lookups.settle(text, A_MOMENT):
        language = replies.read(text, "en").language
        await ack(poster.acknowledgement(place, looking_up(ids, language)))
        url = command.get("response_url") or ""
        channel = command.get("channel_id") or ""
        where = replace(place, channel=channel, ephemeral=True, response_url=url, language=language)
        work.start(_later(text, where, replies, poster, lookups))
        return
    reply = replies.to(text, "ephemeral", otherwise=otherwise)
    await ack(poster.acknowledgement(place, reply))


async def _later(
    text: str, place: Place, replies: Replies, poster: Poster, lookups: Lookups
) -> None:
    """Below the word that a hub is asked: Slack replaces no acknowledgement of a command."""
    await lookups.settle(text)
    await poster.add(place, replies.to(text, "ephemeral", otherwise=usual_language()))
