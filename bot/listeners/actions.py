"""
Buttons and menus under an answer.

Each carries the question as text, so any click can be answered by any replica at any time. Slack
has its acknowledgement before anything is posted.
"""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.asking import Asked
from bot.conversation.state import State, StateError, decode
from bot.listeners.tools import Tools, only_action
from bot.slack.block_kit.reply import Block
from bot.slack.place import place_of
from bot.views.answer import answer_view
from bot.views.chart import CONTEXTS, chart_part
from bot.views.controls import CHART, COPY, EXPLAIN, KV_16, KV_FP8, SHARE
from bot.views.copy import CALLBACK as COPIED
from bot.views.copy import copy_view
from bot.views.explain import explain_view
from bot.views.refine import BLOCK, CONTEXT, GPU, PRECISION, USERS
from bot.views.suggested import ASK, EXAMPLE
from core.planning.result import Answer

Body = dict[str, Any]


def register(app: AsyncApp, tools: Tools) -> None:
    @app.action(re.compile(rf"^{ASK}:\d+$"))
    async def ask(ack: AsyncAck, body: Body) -> None:
        """A suggestion: its answer takes the place of the message."""
        await ack()
        _edit(tools, body, lambda: tools.asking.again(_state(body)))

    @app.action(re.compile(rf"^{EXAMPLE}:\d+$"))
    async def example(ack: AsyncAck, body: Body) -> None:
        """An example of the help or the home tab: its answer stands beside it."""
        await ack()
        place = place_of(body)
        asked = tools.asked(place, lambda: tools.asking.again(_state(body)))
        if asked:
            surface = "ephemeral" if place.surface == "thread" else place.surface
            tools.work.start(tools.edits.add(place, answer_view(asked.answer, surface=surface)))

    @app.action(re.compile(rf"^({PRECISION}|{CONTEXT}|{USERS}|{GPU})$"))
    async def menu(ack: AsyncAck, body: Body) -> None:
        """A menu changes one thing; its block carries the question."""
        await ack()
        action = only_action(body)

        def changed() -> Asked:
            carried = str(action.get("block_id") or "")
            state = decode(carried.removeprefix(BLOCK))
            chosen = (action.get("selected_option") or {}).get("value") or ""
            return tools.asking.changed(state, action["action_id"], chosen)

        _edit(tools, body, changed)

    @app.action(re.compile(rf"^({KV_FP8}|{KV_16})$"))
    async def toggle(ack: AsyncAck, body: Body) -> None:
        await ack()
        name = only_action(body)["action_id"]
        _edit(tools, body, lambda: tools.asking.changed(_state(body), name, ""))

    @app.action(CHART)
    async def chart(ack: AsyncAck, body: Body) -> None:
        """The same answer with a chart in it."""
        await ack()
        place = place_of(body)
        asked = tools.asked(place, lambda: tools.asking.again(_state(body)))
        if asked:
            answers = tools.asking.at(_state(body), CONTEXT, [str(tokens) for tokens in CONTEXTS])
            part = chart_part(list(zip(CONTEXTS, answers, strict=True)), asked.answer)
            reply = answer_view(asked.answer, surface=place.surface, chart=part)
            language = asked.answer.question.language
            tools.edit_soon(place, reply, language)

    @app.action(SHARE)
    async def share(ack: AsyncAck, body: Body) -> None:
        """To the channel, with the question and who asked it."""
        await ack()
        place = place_of(body)
        asked = tools.asked(place, lambda: tools.asking.again(_state(body)))
        if asked:
            reply = answer_view(asked.answer, surface="thread", asked_by=place.user)
            language = asked.answer.question.language
            tools.work.start(tools.edits.share(place, reply, language))

    @app.action(EXPLAIN)
    async def explain(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        _open(tools, body, client, explain_view)

    @app.action(COPY)
    async def copy(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        _open(tools, body, client, copy_view)

    @app.view(COPIED)
    async def copied(ack: AsyncAck) -> None:
        """ "Done" closes the field; nothing is sent."""
        await ack()


def _edit(tools: Tools, body: Body, make: Callable[[], Asked]) -> None:
    place = place_of(body)
    asked = tools.asked(place, make)
    if asked:
        reply = answer_view(asked.answer, surface=place.surface, before=asked.before)
        tools.edit_soon(place, reply, asked.answer.question.language)


def _open(
    tools: Tools, body: Body, client: AsyncWebClient, view: Callable[[Answer], Block]
) -> None:
    place = place_of(body)
    asked = tools.asked(place, lambda: tools.asking.again(_state(body)))
    if asked:
        language = asked.answer.question.language
        tools.open_soon(client, place, body["trigger_id"], view(asked.answer), language)


def _state(body: Body) -> State:
    value = only_action(body).get("value")
    if not isinstance(value, str):
        raise StateError("a button without a value")
    return decode(value)
