"""From Slack to the reply, through the real Bolt, over a real WebSocket and over signed HTTP."""

import re

import pytest

from bot.app import Bot
from bot.views.help import help_view
from bot.workspace import Workspace
from core.catalog.load import load_catalog

pytestmark = pytest.mark.usefixtures("bot")

APOLOGY = r"Something went wrong on my side, and it is logged\. If you report it, quote (\w{8})\."


def texts(messages) -> list[str]:
    return [message.text for message in messages]


async def test_a_slash_command_is_answered_in_its_acknowledgement_for_the_asker_alone(
    workspace: Workspace,
):
    reply = await workspace.person("alice").slash("/gpumem 70B at 16 bits?", channel="ml")

    assert reply.text == "You asked: 70B at 16 bits?"
    assert reply.ephemeral
    assert workspace.person("bruno").sees("ml") == []
    assert workspace.transcript.calls("chat.postMessage") == []


async def test_a_mention_is_answered_in_the_thread_that_it_begins(workspace: Workspace):
    alice = workspace.person("alice")

    reply = await alice.mention("*70B* at `fp8`\n&amp; 32k", channel="ml", raw=True)

    assert reply.text == "You asked: 70B at fp8\n&amp; 32k"
    assert reply.thread_ts == alice.sees("ml")[0].ts


async def test_a_mention_in_a_thread_is_answered_in_that_thread(workspace: Workspace):
    alice = workspace.person("alice")
    root = await alice.say("what shall we buy?", channel="ml")

    reply = await alice.mention("70B", channel="ml", thread=root)

    assert reply.thread_ts == root.ts


async def test_a_direct_message_is_answered_plainly(workspace: Workspace):
    reply = await workspace.person("alice").dm("70B at 16 bits?")

    assert reply.text == "You asked: 70B at 16 bits?"
    assert reply.thread_ts is None


async def test_a_direct_message_in_a_thread_is_answered_there(workspace: Workspace):
    alice = workspace.person("alice")
    first = await alice.dm("70B")

    reply = await alice.dm("13B", thread=first)

    assert reply.thread_ts == first.ts


async def test_a_mention_in_a_direct_message_is_answered_once(workspace: Workspace):
    alice = workspace.person("alice")

    await alice.dm(f"<@{workspace.bot_user_id}> 70B", raw=True)
    await workspace.settled()

    assert texts(alice.sees("dm"))[1:] == ["You asked: 70B"]


@pytest.mark.parametrize("text", ["", "help", "  ", ":wave:", "<@U0BRUNO002>"])
async def test_nothing_to_answer_is_answered_with_help(workspace: Workspace, text: str):
    command = f"/gpumem {text}".rstrip()
    reply = await workspace.person("alice").slash(command, channel="ml", raw=True)

    assert reply.text == help_view("en", load_catalog()).text


async def test_only_a_mention_is_answered_with_help(workspace: Workspace):
    reply = await workspace.person("alice").mention("", channel="ml")

    assert reply.text == help_view("en", load_catalog()).text


async def test_what_the_asker_can_mend_is_told_to_the_asker_alone(workspace: Workspace):
    reply = await workspace.person("alice").slash("/gpumem nosuch on H100", channel="ml")

    assert reply.ephemeral
    assert reply.text == (
        "I know no model 'nosuch'.\n"
        "Did you mean Llama 3.1 8B?\n"
        "Try one of these:\n"
        "• llama 3.1 8b in bf16"
    )


@pytest.mark.parametrize("surface", ["slash", "mention", "dm"])
async def test_a_crash_in_the_core_gives_an_apology_with_the_id_that_is_logged(
    workspace: Workspace, caplog: pytest.LogCaptureFixture, surface: str
):
    alice = workspace.person("alice")

    if surface == "slash":
        reply = await alice.slash("/gpumem crash my private words", channel="ml")
    elif surface == "mention":
        reply = await alice.mention("crash my private words", channel="ml")
    else:
        reply = await alice.dm("crash my private words")

    quoted = re.fullmatch(APOLOGY, reply.text)
    assert quoted
    assert f"{quoted[1]} in answer" in caplog.text
    assert "stand_in.py" in caplog.text
    assert "private" not in caplog.text
    assert "private" not in str(reply.blocks)
    assert "KeyError" not in str(reply.shown)


async def test_messages_of_bots_and_in_channels_are_left_alone(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")

    await alice.say("70B at 16 bits?", channel="ml")
    await bot.client.chat_postMessage(channel=alice.id, text="13B?")
    await workspace.settled()

    assert texts(alice.sees("ml")) == ["70B at 16 bits?"]
    assert texts(alice.sees("dm")) == ["13B?"]


async def test_an_edited_direct_message_is_not_answered_again(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")
    reply = await alice.dm("70B")

    await bot.client.chat_update(channel=reply.channel, ts=reply.ts, text="edited")
    await workspace.settled()

    assert texts(alice.sees("dm")) == ["70B", "edited"]


async def test_an_event_that_arrives_twice_is_answered_once(workspace: Workspace):
    alice = workspace.person("alice")
    workspace.faults.on("duplicate_events", times=1)

    await alice.mention("70B", channel="ml")
    await workspace.settled()

    assert len(workspace.transcript.envelopes("app_mention")) == 2
    assert len(alice.sees("ml")) == 2


async def test_an_event_is_acknowledged_before_a_slow_slack_takes_the_reply(workspace: Workspace):
    alice = workspace.person("alice")
    workspace.faults.on("slow_api", method="chat.postMessage", seconds=0.1)

    await alice.mention("70B", channel="ml")

    [envelope] = workspace.transcript.envelopes("app_mention")
    [post] = workspace.transcript.calls("chat.postMessage")
    assert envelope.ms is not None
    assert envelope.started + envelope.ms / 1000 < post.started + 0.1
