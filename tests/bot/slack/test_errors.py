"""One word for whatever came in place of Slack's answer, at every call that we make."""

import asyncio
from collections.abc import Callable

import pytest

from bot import modes
from bot.conversation.threads import Threads
from bot.i18n import t
from bot.modes import run
from bot.slack.client import Client, new_session
from bot.slack.errors import CALL_FAILED, cause_of, error_of
from bot.slack.locale import Locale
from bot.slack.place import Place
from bot.slack.response_url import respond
from bot.workspace import Workspace
from tests.bot.conftest import on_a_socket, settings_for
from tests.bot.slack.odd_answers import ODD
from tests.bot.stand_in import core

# What is worth asking again is asked twice more, see bot/slack/retry.py.
ATTEMPTS = {502: 3, 503: 3, 504: 3}

odd = pytest.mark.parametrize(("status", "content_type", "body", "word"), ODD)


def answer_oddly(
    workspace: Workspace, method: str, status: int, content_type: str, body: str, times: int = 0
) -> None:
    workspace.faults.on(
        "proxy_answer",
        method=method,
        status=status,
        content_type=content_type,
        body=body,
        times=times,
    )


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


@odd
async def test_every_odd_answer_has_a_word(
    workspace: Workspace, status: int, content_type: str, body: str, word: str
):
    answer_oddly(workspace, "", status, content_type, body)

    async with new_session() as session:
        client = Client(workspace.bot_token, workspace.api_url, session)
        with pytest.raises(CALL_FAILED) as caught:
            await client.auth_test()

    assert error_of(caught.value) == word


@odd
async def test_a_response_url_has_the_same_words(
    workspace: Workspace, status: int, content_type: str, body: str, word: str
):
    answer_oddly(workspace, "response_url", status, content_type, body)
    url = workspace.url + workspace.world.response_urls.new(
        "actions", channel="C0ML000002", user="U0ALICE001", cause="I"
    )

    async with new_session() as session:
        said = await respond(Client("xoxb-1", workspace.api_url, session), url, {"text": "x"})

    taken = status == 200 and not body  # Slack may say nothing where it took a message
    assert said == ("" if taken else word)


@odd
async def test_a_start_and_a_connection_are_tried_again(
    workspace: Workspace,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    content_type: str,
    body: str,
    word: str,
):
    # One fault of a kind at a time: the second has to be there before the next attempt.
    monkeypatch.setattr(modes, "FIRST_WAIT", 0.05)
    times = ATTEMPTS.get(status, 1)
    answer_oddly(workspace, "auth.test", status, content_type, body, times=times)
    stop = asyncio.Event()

    running = asyncio.create_task(run(settings_for(workspace), core=core(), stop=stop, say=print))
    await until(lambda: "Slack cannot be reached" in caplog.text)
    answer_oddly(workspace, "apps.connections.open", status, content_type, body, times=times)
    await workspace.connected()
    stop.set()
    await running

    assert f"Slack cannot be reached ({word}): next attempt" in caplog.text
    assert f"No connection to Slack ({word}): next attempt" in caplog.text


@odd
async def test_a_post_that_fails_is_told_in_a_direct_message(
    workspace: Workspace, status: int, content_type: str, body: str, word: str
):
    alice = workspace.person("alice")
    async with on_a_socket(workspace):
        answer_oddly(
            workspace, "chat.postMessage", status, content_type, body, ATTEMPTS.get(status, 1)
        )
        with alice.watch("a direct message", channel="dm") as watch:
            await alice.mention("70B", channel="ml", expect="nothing")
            message = await watch.wait("message")

    assert message.text == (
        f"I could not post in <#C0ML000002>, because Slack could not be reached ({word})."
        " Ask again in a minute."
    )


@odd
async def test_a_form_that_does_not_open_is_told(
    workspace: Workspace, status: int, content_type: str, body: str, word: str
):
    alice = workspace.person("alice")
    answer_oddly(workspace, "views.open", status, content_type, body)

    async with on_a_socket(workspace):
        with alice.watch("a direct message", channel="dm") as watch:
            await alice.shortcut("estimate", expect="nothing")
            message = await watch.wait("message")

    assert message.text == t("en", "notice.not_opened")


@odd
async def test_what_was_said_before_cannot_be_read(
    workspace: Workspace, status: int, content_type: str, body: str, word: str
):
    answer_oddly(workspace, "conversations.history", status, content_type, body)

    async with new_session() as session:
        threads = Threads(Client(workspace.bot_token, workspace.api_url, session))

        assert await threads.before(Place("U0ALICE001", channel="D0ALICE001")) is None


@odd
async def test_the_language_of_a_person_cannot_be_read(
    workspace: Workspace, status: int, content_type: str, body: str, word: str
):
    answer_oddly(workspace, "users.info", status, content_type, body)

    async with new_session() as session:
        client = Client(workspace.bot_token, workspace.api_url, session)

        assert await Locale(client).of("U0ALICE001") == "en"


async def test_nobody_is_there(workspace: Workspace):
    async with new_session() as session:
        client = Client("xoxb-1", "http://127.0.0.1:9/api/", session)
        with pytest.raises(CALL_FAILED) as caught:
            await client.auth_test()

    assert error_of(caught.value) == "connection_failed"
    assert cause_of(caught.value).startswith(
        "connection_failed: Cannot connect to host 127.0.0.1:9"
    )
