"""The home tab, drawn anew whenever somebody opens it."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.listeners.payload import Body, language_of
from bot.running.work import Work
from bot.slack.locale import Locale
from bot.slack.modal import Modals
from bot.slack.place import place_of
from bot.slack.post import Poster
from bot.views.help import help_view
from bot.views.home import HELP, home_view


def register(app: AsyncApp, *, locale: Locale, modals: Modals, poster: Poster, work: Work) -> None:
    """The event and the button, and who takes them."""
    app.event("app_home_opened")(partial(opened, locale=locale, modals=modals, work=work))
    app.action(HELP)(partial(help, poster=poster, work=work))


async def opened(event: dict[str, Any], *, locale: Locale, modals: Modals, work: Work) -> None:
    """The tab; the other one is the conversation."""
    if event.get("tab") == "home":
        work.start(_publish(event["user"], locale, modals))


async def help(ack: AsyncAck, body: Body, *, poster: Poster, work: Work) -> None:
    """What can be asked, said in the conversation."""
    await ack()
    work.start(poster.add(place_of(body), help_view(language_of(body))))


async def _publish(user: str, locale: Locale, modals: Modals) -> None:
    """In the language of the person's Slack."""
    await modals.publish(user, home_view(await locale.of(user)))
