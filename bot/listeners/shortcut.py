"""The global shortcut "Estimate GPU memory", and "Size this" on any message."""

from dataclasses import replace
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.conversation.asking import Asking
from bot.conversation.form import Filled
from bot.conversation.origin import Origin
from bot.listeners.payload import Body
from bot.running.work import Work
from bot.slack.locale import Locale
from bot.slack.modal import Modals
from bot.slack.place import Place, place_of
from bot.slack.post import Poster
from bot.slack.text import plain
from bot.views.form import form_view
from bot.views.problem import problem_view
from bot.views.screen import first_screen
from core.errors import QuestionError

ESTIMATE = "estimate"
SIZE_THIS = "size_this"


def register(
    app: AsyncApp, *, asking: Asking, poster: Poster, modals: Modals, locale: Locale, work: Work
) -> None:
    """Both shortcuts and who takes them."""
    opening = {"locale": locale, "modals": modals, "work": work}
    app.shortcut(ESTIMATE)(partial(estimate, **opening))
    app.shortcut(SIZE_THIS)(partial(size_this, asking=asking, poster=poster, **opening))


async def estimate(
    ack: AsyncAck, body: Body, *, locale: Locale, modals: Modals, work: Work
) -> None:
    """The empty calculator."""
    await ack()
    work.start(_calculator(body, locale, modals))


async def size_this(
    ack: AsyncAck,
    body: Body,
    *,
    asking: Asking,
    poster: Poster,
    locale: Locale,
    modals: Modals,
    work: Work,
) -> None:
    """Answered to who asked, alone; a message that asks nothing opens the calculator."""
    await ack()
    place = place_of(body)
    seen = asking.read(plain(body["message"].get("text") or ""))
    try:
        answer = asking.ask(seen)
    except QuestionError as error:
        if error.code in {"help", "need_model"}:
            work.start(_calculator(body, locale, modals))
        else:
            work.start(poster.add(place, problem_view(error, seen.asked, seen.language)))
        return
    surface = "dm" if place.surface == "dm" else "ephemeral"
    work.start(poster.add(place, first_screen(answer, surface=surface)))


async def _calculator(body: Body, locale: Locale, modals: Modals) -> None:
    """The empty form, in the language of who asks: the message may be somebody else's."""
    place = place_of(body)
    place = replace(place, language=await locale.of(place.user))
    nowhere = Origin(Place(place.user, place.team, language=place.language))
    await modals.open(place, body["trigger_id"], form_view(Filled(), nowhere))
