"""`@gpumem 70B at 16 bits?` in a channel: answered in the thread of the mention."""

from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.conversation.talk import Talk
from bot.listeners.people import is_from_a_person
from bot.running.work import Work
from bot.slack.pasted import pasted_in
from bot.slack.place import place_of_event
from bot.slack.text import plain


def register(app: AsyncApp, *, talk: Talk, work: Work) -> None:
    """The event and who takes it."""
    app.event("app_mention")(partial(mention, talk=talk, work=work))


async def mention(
    event: dict[str, Any], context: AsyncBoltContext, *, talk: Talk, work: Work
) -> None:
    """In a direct message the same words also arrive as a message event, answered there."""
    if not is_from_a_person(event):
        return
    place = place_of_event(event, context.team_id)
    if place.is_direct:
        return
    begins = place.thread_ts in {"", event["ts"]}
    place = replace(place, thread_ts=place.thread_ts or event["ts"])
    text, pasted = plain(event.get("text") or ""), pasted_in(event)
    work.start(talk.answer(text, place, begins=begins, pasted=pasted))
