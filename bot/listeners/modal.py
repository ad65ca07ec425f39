"""
The calculator: opened from an answer with its question, or empty.

What is wrong in a field is said under it. The answer goes where the form was opened from: into the
message, or into a direct message.
"""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.form import Filled, FormError, filled_by, filled_with
from bot.conversation.origin import Origin, decode_origin, encode_origin
from bot.conversation.state import State, StateError, decode
from bot.i18n import t
from bot.listeners.tools import Tools, checked, only_action
from bot.slack.block_kit.reply import Block
from bot.slack.errors import CALL_FAILED, error_of
from bot.slack.place import Place, place_of
from bot.views.answer import answer_view
from bot.views.controls import CHANGE
from bot.views.form import CALLBACK, TASK_ACTION, done_view, form_view
from bot.views.home import CALCULATOR
from bot.views.notice import notice_modal, notice_view

Body = dict[str, Any]


def register(app: AsyncApp, tools: Tools) -> None:
    @app.action(CHANGE)
    async def change(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """The question of an answer, to change in a form."""
        await ack()
        place = place_of(body)
        try:
            state = decode(only_action(body).get("value"))
            filled = filled_with(tools.asking.question(state))
        except StateError as error:
            name = "old" if error.old else "broken"
            tools.work.start(tools.edits.add(place, notice_view(name, error.language)))
            return
        view = form(filled, _origin(place, state))
        tools.open_soon(client, place, body["trigger_id"], view, state.language)

    @app.action(CALCULATOR)
    async def calculator(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """The empty form, from the home tab."""
        await ack()
        language = "pt" if only_action(body).get("value") == "pt" else "en"
        view = form(Filled(), Origin(language))
        tools.open_soon(client, place_of(body), body["trigger_id"], view, language)

    @app.action(TASK_ACTION)
    async def task(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Another task needs other fields; what is filled stays."""
        await ack()
        view = body["view"]
        try:
            origin = decode_origin(view["private_metadata"])
            filled = filled_by(view["state"]["values"])
        except (StateError, FormError):
            return  # the same is said when the form is sent
        changed = checked(form(filled, origin))
        tools.work.start(_update(client, view["id"], view["hash"], changed))

    @app.view(CALLBACK)
    async def submit(ack: AsyncAck, body: Body, view: Body) -> None:
        try:
            origin = decode_origin(view["private_metadata"])
        except StateError as error:
            said = t(error.language, "notice.old" if error.old else "notice.broken")
            await ack(response_action="update", view=notice_modal(said, error.language))
            return
        before = State(origin.question, origin.language) if origin.question else None
        try:
            filled = filled_by(view["state"]["values"])
            asked = tools.asking.filled(filled, origin.language, before)
        except FormError as error:
            said = error.message
            if said.startswith("form."):
                said = t(origin.language, said)
            await ack(response_action="errors", errors={error.field: said})
            return
        place = _place(origin, body)
        reply = answer_view(asked.answer, surface=place.surface, before=asked.before)
        tools.edit_soon(place, reply, origin.language)
        if origin.channel:
            await ack()
        else:
            said = asked.answer.verdict.summary
            view = checked(done_view(said, origin.language))
            await ack(response_action="update", view=view)


async def _update(client: AsyncWebClient, view_id: str, hash: str, view: Block) -> None:
    try:
        await client.views_update(view_id=view_id, hash=hash, view=view)
    except CALL_FAILED as error:
        # The person was faster: the form has changed again, or is closed.
        if error_of(error) not in {"hash_conflict", "not_found"}:
            raise


def form(filled: Filled, origin: Origin) -> Block:
    """The modal with *filled* in its fields."""
    return form_view(filled, encode_origin(origin), origin.language)


def _origin(place: Place, state: State) -> Origin:
    origin = Origin(state.language, state.question)
    return replace(
        origin,
        channel=place.channel,
        ts=place.ts,
        thread_ts=place.thread_ts,
        ephemeral=place.ephemeral,
        response_url=place.response_url,
    )


def _place(origin: Origin, body: Body) -> Place:
    return Place(
        user=body["user"]["id"],
        team=(body.get("team") or {}).get("id") or "",
        channel=origin.channel,
        ts=origin.ts,
        thread_ts=origin.thread_ts,
        ephemeral=origin.ephemeral,
        response_url=origin.response_url,
    )
