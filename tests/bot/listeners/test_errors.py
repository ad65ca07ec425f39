"""What no listener caught: told to the person who waits, logged, never shown."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.error import BoltUnhandledRequestError

from bot.app import Bot
from bot.conversation.replies import Replies
from bot.conversation.state import StateError
from bot.listeners import errors
from bot.running.metrics import Metrics
from bot.slack.place import Place
from bot.views.notice import notice_view
from bot.workspace import Workspace
from core.errors import QuestionError
from tests.bot.conftest import on_a_socket
from tests.bot.listeners.fakes import FakePoster, Soon, click
from tests.bot.stand_in import core

APOLOGY = r"Something went wrong on my side, and it is logged\. If you report it, quote (\w{8})\."


@pytest.fixture
async def bot(workspace: Workspace) -> AsyncIterator[Bot]:
    """A bot some of whose listeners break."""
    async with on_a_socket(workspace) as bot:

        @bot.app.action("breaks")
        async def action(ack: Any) -> None:
            await ack()
            raise ValueError("private words")

        @bot.app.action("opens")
        async def opens(ack: Any, body: Any, client: Any) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)

        @bot.app.view("form")
        async def form(ack: Any) -> None:
            raise ValueError("private words")

        yield bot


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "form"},
    "submit": {"type": "plain_text", "text": "Go"},
    "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "x"}}],
}


async def post_button(workspace: Workspace, bot: Bot, action_id: str) -> Any:
    button = {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": action_id},
    }
    with workspace.person("alice").watch("the button", channel="ml") as watch:
        await bot.client.chat_postMessage(
            channel="C0ML000002", text="x", blocks=[{"type": "actions", "elements": [button]}]
        )
        return await watch.wait("message")


async def test_a_button_that_breaks_apologises_to_who_clicked_alone(
    workspace: Workspace, bot: Bot, caplog: pytest.LogCaptureFixture
):
    message = await post_button(workspace, bot, "breaks")

    reply = await workspace.person("alice").click(message, "breaks")

    quoted = re.fullmatch(APOLOGY, reply.text)
    assert quoted
    assert reply.ephemeral
    assert f"{quoted[1]} in block_actions" in caplog.text
    assert "test_errors.py" in caplog.text


async def test_a_form_that_breaks_apologises_in_a_direct_message(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")
    message = await post_button(workspace, bot, "opens")
    view = await alice.click(message, "opens", expect="view")

    with alice.watch("the apology", channel="dm") as watch:
        await alice.submit(view, expect="nothing")
        reply = await watch.wait("message")

    assert re.fullmatch(APOLOGY, reply.text)


async def test_a_button_that_nobody_knows_is_acknowledged_and_its_body_not_logged(
    workspace: Workspace, bot: Bot, caplog: pytest.LogCaptureFixture
):
    message = await post_button(workspace, bot, "of_an_older_version")

    await workspace.person("alice").click(message, "of_an_older_version", expect="nothing")

    [envelope] = workspace.transcript.envelopes("block_actions")
    assert envelope.ok
    assert "of_an_older_version" not in caplog.text


class Context:
    team_id, user_id, channel_id, thread_ts = "T1", "U1", "C1", "1.0"


async def told(error: Exception, body: dict[str, Any]) -> tuple[Any, FakePoster]:
    """What is answered and posted where a listener raises *error*."""
    poster, soon = FakePoster(), Soon()
    response = await errors.error(
        error, body, Context(), replies=Replies(core(), Metrics()), poster=poster, work=soon
    )
    await soon.done()
    assert response.status == 200
    return response.body, poster


async def test_a_button_of_another_version_is_told_in_its_language():
    _, poster = await told(StateError("version 9", old=True, language="pt"), click("ask:0"))

    assert poster.texts == [("add", notice_view("old", "pt").text)]


async def test_a_button_whose_question_makes_no_sense_any_more_says_why():
    _, poster = await told(QuestionError("unknown_model", "I know no model."), click("ask:0"))

    assert poster.texts == [("add", "I know no model.")]


async def test_an_event_that_breaks_is_answered_in_its_thread():
    _, poster = await told(ValueError(), {"event": {"type": "app_mention", "text": "70B"}})

    [(way, place, reply)] = poster.posted
    assert (way, place) == ("answer", Place("U1", "T1", "C1", "1.0"))
    assert re.fullmatch(APOLOGY, reply.text)


async def test_a_command_that_breaks_is_answered_in_the_acknowledgement():
    body, poster = await told(ValueError(), {"command": "/gpumem", "text": "70B"})

    assert re.search(APOLOGY, body)
    assert poster.posted == []


async def test_a_button_that_nobody_knows_is_told_nothing():
    _, poster = await told(BoltUnhandledRequestError(request=None, current_response=None), {})

    assert poster.posted == []
