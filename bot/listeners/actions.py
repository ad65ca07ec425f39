"""
Buttons and menus under an answer.

Each carries the question as text, so any click can be answered by any replica at any time. Slack
has its acknowledgement before anything is posted. What cannot be read or asked any more is told in
errors.py.
"""

import re
from collections.abc import Awaitable, Callable
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.conversation.asking import Asked, Asking
from bot.conversation.state import decode
from bot.listeners.payload import Body, only_action, state_of
from bot.running.work import Work
from bot.slack.block_kit.reply import Block, Reply
from bot.slack.modal import Modals
from bot.slack.place import place_of
from bot.slack.post import Poster
from bot.views.answer import answer_view
from bot.views.chart import axis_of, chart_part, working
from bot.views.controls import (
    CHART,
    COPY,
    DETAILS,
    EXPLAIN,
    KV_16,
    KV_FP8,
    LESS,
    SHARE,
    SHARE_DETAILS,
)
from bot.views.copy import CALLBACK as COPIED
from bot.views.copy import copy_view
from bot.views.explain import explain_view
from bot.views.refine import BLOCK, CONTEXT, GPU, PRECISION, USERS
from bot.views.screen import first_screen
from bot.views.suggested import ASK, EXAMPLE
from core.planning.result import Answer

View = Callable[..., Reply]  # `first_screen`, or all that is behind it


def register(app: AsyncApp, *, asking: Asking, poster: Poster, modals: Modals, work: Work) -> None:
    """Each action and who takes it."""

    def on(action_id: str | re.Pattern[str], listener: Callable[..., Awaitable[None]]) -> None:
        app.action(action_id)(partial(listener, asking=asking, poster=poster, work=work))

    on(re.compile(rf"^{ASK}:\d+$"), ask)
    on(re.compile(rf"^{EXAMPLE}:\d+$"), example)
    on(re.compile(rf"^({PRECISION}|{CONTEXT}|{USERS}|{GPU})$"), menu)
    on(re.compile(rf"^({KV_FP8}|{KV_16})$"), toggle)
    on(CHART, chart)
    on(SHARE, share)
    on(SHARE_DETAILS, partial(share, view=answer_view))
    on(DETAILS, partial(ask, view=answer_view))
    on(LESS, ask)
    for action_id, view in ((EXPLAIN, explain_view), (COPY, copy_view)):
        app.action(action_id)(partial(show, view=view, asking=asking, modals=modals, work=work))
    app.view(COPIED)(copied)


async def example(ack: AsyncAck, body: Body, *, asking: Asking, poster: Poster, work: Work) -> None:
    """An example of the help or the home tab: its answer stands beside it."""
    await ack()
    place = place_of(body)
    surface = "ephemeral" if place.surface == "thread" else place.surface
    asked = asking.again(state_of(body))
    work.start(poster.add(place, first_screen(asked.answer, surface=surface)))


async def menu(ack: AsyncAck, body: Body, *, asking: Asking, poster: Poster, work: Work) -> None:
    """A menu changes one thing; its block carries the question."""
    await ack()
    action = only_action(body)
    state = decode(str(action.get("block_id") or "").removeprefix(BLOCK))
    chosen = (action.get("selected_option") or {}).get("value") or ""
    _edit(asking.changed(state, action["action_id"], chosen), body, poster, work)


async def toggle(ack: AsyncAck, body: Body, *, asking: Asking, poster: Poster, work: Work) -> None:
    """A button changes one thing."""
    await ack()
    name = only_action(body)["action_id"]
    _edit(asking.changed(state_of(body), name, ""), body, poster, work)


async def chart(ack: AsyncAck, body: Body, *, asking: Asking, poster: Poster, work: Work) -> None:
    """The same answer with a chart in it."""
    await ack()
    state = state_of(body)
    asked = asking.again(state)
    answer = asked.answer
    axis, values = axis_of(answer)
    curves = [(one, asking.along(state, axis, values, one)) for one in working(answer)]
    part = chart_part(curves, axis, values, answer.question.language)
    place = place_of(body, answer.question.language)
    reply = answer_view(answer, surface=place.surface, typed=asked.words, chart=part)
    work.start(poster.edit(place, reply))


async def share(
    ack: AsyncAck,
    body: Body,
    *,
    asking: Asking,
    poster: Poster,
    work: Work,
    view: View = first_screen,
) -> None:
    """To the channel, with the question and who asked it: the first screen, or all behind it."""
    await ack()
    asked = asking.again(state_of(body))
    place = place_of(body, asked.answer.question.language)
    reply = view(asked.answer, surface="thread", asked_by=place.user, typed=asked.words)
    work.start(poster.share(place, reply))


async def ask(
    ack: AsyncAck,
    body: Body,
    *,
    asking: Asking,
    poster: Poster,
    work: Work,
    view: View = first_screen,
) -> None:
    """The same answer in its place: a suggestion's, the whole of it, the first screen again."""
    await ack()
    _edit(asking.again(state_of(body)), body, poster, work, view)


async def show(
    ack: AsyncAck,
    body: Body,
    *,
    view: Callable[[Answer], Block],
    asking: Asking,
    modals: Modals,
    work: Work,
) -> None:
    """The same answer seen otherwise, in a modal: how it was computed, a text to copy."""
    await ack()
    answer = asking.again(state_of(body)).answer
    place = place_of(body, answer.question.language)
    work.start(modals.open(place, body["trigger_id"], view(answer)))


async def copied(ack: AsyncAck) -> None:
    """ "Done" closes the field; nothing is sent."""
    await ack()


def _edit(asked: Asked, body: Body, poster: Poster, work: Work, view: View = first_screen) -> None:
    place = place_of(body, asked.answer.question.language)
    reply = view(asked.answer, surface=place.surface, before=asked.before, typed=asked.words)
    work.start(poster.edit(place, reply))
