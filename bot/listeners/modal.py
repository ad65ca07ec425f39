"""
The calculator: opened from an answer with its question, or empty.

What is wrong in a field is said under it. The answer goes where the form was opened from: into the
message, or into a direct message.
"""

from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.conversation.asking import Asking
from bot.conversation.form import Filled, FormError, filled_by, filled_with
from bot.conversation.origin import Origin, decode_origin
from bot.conversation.state import StateError
from bot.i18n import t
from bot.listeners.payload import Body, language_of, state_of
from bot.running.work import Work
from bot.slack.modal import Modals, checked
from bot.slack.place import Place, place_of
from bot.slack.post import Poster
from bot.views.controls import CHANGE
from bot.views.form import CALLBACK, TASK_ACTION, done_view, form_view
from bot.views.help import CALCULATOR
from bot.views.notice import notice_modal
from bot.views.screen import first_screen


def register(app: AsyncApp, *, asking: Asking, poster: Poster, modals: Modals, work: Work) -> None:
    """The buttons that open the form, and what happens in it."""
    app.action(CHANGE)(partial(change, asking=asking, modals=modals, work=work))
    app.action(CALCULATOR)(partial(calculator, modals=modals, work=work))
    app.action(TASK_ACTION)(partial(task, modals=modals, work=work))
    app.view(CALLBACK)(partial(submit, asking=asking, poster=poster, work=work))


async def change(ack: AsyncAck, body: Body, *, asking: Asking, modals: Modals, work: Work) -> None:
    """The question of an answer, to change in a form."""
    await ack()
    state = state_of(body)
    filled = filled_with(asking.question(state))
    place = place_of(body, state.language)
    view = form_view(filled, Origin(place, state.question))
    work.start(modals.open(place, body["trigger_id"], view))


async def calculator(ack: AsyncAck, body: Body, *, modals: Modals, work: Work) -> None:
    """The empty form, from the home tab."""
    await ack()
    place = place_of(body, language_of(body))
    nowhere = Origin(Place(place.user, place.team, language=place.language))
    work.start(modals.open(place, body["trigger_id"], form_view(Filled(), nowhere)))


async def task(ack: AsyncAck, body: Body, *, modals: Modals, work: Work) -> None:
    """Another task needs other fields; what is filled stays."""
    await ack()
    view = body["view"]
    try:
        origin = _origin(body)
        filled = filled_by(view["state"]["values"])
    except (StateError, FormError):
        return  # the same is said when the form is sent
    work.start(modals.update(view["id"], view["hash"], form_view(filled, origin)))


async def submit(ack: AsyncAck, body: Body, *, asking: Asking, poster: Poster, work: Work) -> None:
    """The answer, or what to mend in which field."""
    try:
        origin = _origin(body)
    except StateError as error:
        said = t(error.language, "notice.old" if error.old else "notice.broken")
        await ack(response_action="update", view=notice_modal(said, error.language))
        return
    place = origin.place
    try:
        filled = filled_by(body["view"]["state"]["values"])
        asked = asking.filled(filled, place.language, origin.state)
    except FormError as error:
        said = error.message
        if said.startswith("form."):
            said = t(place.language, said)
        await ack(response_action="errors", errors={error.field: said})
        return
    reply = first_screen(asked.answer, surface=place.surface, before=asked.before)
    work.start(poster.edit(place, reply))
    if place.channel:
        await ack()
    else:
        done = checked(done_view(asked.answer.verdict.summary, place.language))
        await ack(response_action="update", view=done)


def _origin(body: Body) -> Origin:
    """Where the form was opened from, or StateError."""
    who = place_of(body)
    return decode_origin(body["view"]["private_metadata"], user=who.user, team=who.team)
