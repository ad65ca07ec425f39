"""What Slack refuses: tried as text alone, told to the asker, logged for who runs the bot."""

from collections.abc import AsyncIterator

import pytest

from bot.app import Bot
from bot.slack.refusals import FOR_THE_OPERATOR, sentence
from bot.workspace import Workspace
from tests.bot.conftest import on_a_socket


@pytest.fixture
async def bot(workspace: Workspace) -> AsyncIterator[Bot]:
    async with on_a_socket(workspace) as bot:
        yield bot


def refuse(workspace: Workspace, error: str, times: int = 1) -> None:
    workspace.faults.on("failing_api", method="chat.postMessage", error=error, times=times)


@pytest.mark.usefixtures("bot")
async def test_blocks_that_slack_does_not_know_are_left_out(workspace: Workspace):
    refuse(workspace, "invalid_blocks", times=3)

    reply = await workspace.person("alice").mention("70B", channel="ml")

    assert reply.text == "You asked: 70B"
    assert reply.blocks == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "not_in_channel",
            "I cannot post in <#C0ML000002> because I am not in it. Invite me with /invite"
            " @gpumem, then ask again; or ask me here.",
        ),
        (
            "is_archived",
            "<#C0ML000002> is archived, so nobody can post there any more. Ask me here instead.",
        ),
        (
            "restricted_action_read_only_channel",
            "I may not post in <#C0ML000002>: its settings restrict who can. Ask me here, or ask"
            " somebody who manages the channel.",
        ),
        (
            "a_new_error",
            "I could not post in <#C0ML000002> (Slack says a_new_error). Ask me here instead.",
        ),
    ],
)
@pytest.mark.usefixtures("bot")
async def test_who_asked_is_told_in_a_direct_message_why_no_answer_came(
    workspace: Workspace, code: str, told: str
):
    alice = workspace.person("alice")
    refuse(workspace, code)

    with alice.watch("a direct message", channel="dm") as watch:
        await alice.mention("70B", channel="ml", expect="nothing")
        message = await watch.wait("message")

    assert message.text == told
    assert len(alice.sees("ml")) == 1


@pytest.mark.parametrize("code", sorted(FOR_THE_OPERATOR))
async def test_what_only_the_operator_can_mend_is_logged_and_not_tried_again(
    workspace: Workspace, bot: Bot, caplog: pytest.LogCaptureFixture, code: str
):
    refuse(workspace, code, times=0)

    await workspace.person("alice").mention("70B", channel="ml", expect="nothing")
    await workspace.settled()
    await bot.work.drain(1)

    assert f"Slack refused a message: {FOR_THE_OPERATOR[code]}" in caplog.text
    assert len(workspace.transcript.calls("chat.postMessage")) == 1


@pytest.mark.usefixtures("bot")
async def test_a_rate_limit_is_waited_out(workspace: Workspace):
    workspace.faults.on("rate_limit", method="chat.postMessage", retry_after=0, times=2)

    reply = await workspace.person("alice").mention("70B", channel="ml")

    assert reply.text == "You asked: 70B"


@pytest.mark.usefixtures("bot")
async def test_a_rate_limit_that_is_too_long_to_wait_is_told(workspace: Workspace):
    alice = workspace.person("alice")
    workspace.faults.on("rate_limit", method="chat.postMessage", retry_after=600, times=1)

    with alice.watch("a direct message", channel="dm") as watch:
        await alice.mention("70B", channel="ml", expect="nothing")
        message = await watch.wait("message")

    assert message.text == (
        "Slack lets me post only so often in <#C0ML000002>. Ask again in a minute."
    )


@pytest.mark.usefixtures("bot")
async def test_who_asked_in_portuguese_is_told_in_portuguese(workspace: Workspace):
    alice = workspace.person("alice")
    refuse(workspace, "is_archived")

    with alice.watch("a direct message", channel="dm") as watch:
        await alice.mention("cabe um 13B numa 4090?", channel="ml", expect="nothing")
        message = await watch.wait("message")

    assert message.text == (
        "<#C0ML000002> está arquivado, ninguém pode mais publicar lá. Pergunte aqui."
    )


@pytest.mark.usefixtures("bot")
async def test_two_tables_in_a_message_become_lines(workspace: Workspace):
    workspace.faults.on(
        "failing_api", method="chat.postMessage", error="invalid_attachments", times=1
    )

    reply = await workspace.person("alice").mention("70B", channel="ml")

    assert reply.text == "You asked: 70B"
    assert len(workspace.transcript.calls("chat.postMessage")) == 2


@pytest.mark.parametrize("language", ["en", "pt"])
def test_every_sentence_names_the_channel_or_the_message(language):
    codes = ["not_in_channel", "channel_not_found", "is_archived", "restricted_action", "new"]

    assert all("<#C1>" in sentence(code, "C1", language) for code in codes)
    assert "<#" not in sentence("new", "D1", language)


def test_an_answer_that_is_too_long_is_no_fault_of_the_channel():
    assert sentence("msg_too_long", "C1", "en") == (
        "The answer is too long for one message. Ask about less at a time."
    )
