"""A direct message: answered plainly, in its thread if it is in one."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.conversation.talk import Talk
from bot.listeners.people import has_a_file_of_a_person, is_from_a_person
from bot.running.work import Work
from bot.slack.pasted import pasted_in
from bot.slack.place import place_of_event
from bot.slack.text import plain


def register(app: AsyncApp, *, talk: Talk, work: Work) -> None:
    """The event and who takes it."""
    app.event("message")(partial(message, talk=talk, work=work))


async def message(
    event: dict[str, Any], context: AsyncBoltContext, *, talk: Talk, work: Work
) -> None:
    """Messages in channels are none of our business unless they mention us."""
    if event.get("channel_type") != "im":
        return
    pasted = pasted_in(event)
    if not (is_from_a_person(event) or (pasted.text and has_a_file_of_a_person(event))):
        return
    place = place_of_event(event, context.team_id)
    work.start(talk.answer(plain(event.get("text") or ""), place, pasted=pasted))
