"""Socket Mode when things go wrong, against the workspace's faults."""

import asyncio

import pytest

from bot.app import open_bot
from bot.running.settings import Settings
from bot.transport.socket import Patience, SocketMode, SocketModeError
from bot.workspace import Workspace
from tests.bot.conftest import HURRIED, on_a_socket, settings_for, until
from tests.bot.stand_in import core


async def reconnected(workspace: Workspace) -> None:
    """Once the app has opened another connection than its first."""
    await until(lambda: "connection 2 opened" in [entry.name for entry in workspace.transcript])


async def run_until_it_fails(workspace: Workspace, settings: Settings) -> str:
    async with open_bot(settings, core=core()) as bot:
        assert settings.app_token
        patience = Patience(first_wait=0.001, failures=3, steady=1.0)
        sockets = SocketMode(bot, settings.app_token.get_secret_value(), patience)
        with pytest.raises(SocketModeError) as caught:
            await sockets.run(asyncio.Event())
    return str(caught.value)


async def test_a_dropped_socket_is_replaced(workspace: Workspace):
    async with on_a_socket(workspace):
        await workspace.faults.do("drop_sockets")
        await reconnected(workspace)
        reply = await workspace.person("alice").slash("/gpumem 70B")

    assert reply.text == "You asked: 70B"


async def test_a_socket_with_nobody_at_the_other_end_is_noticed_and_replaced(
    workspace: Workspace,
):
    patience = Patience(ping_every=0.01, silence=0.05, first_wait=0.005, close=0.01)

    async with on_a_socket(workspace, patience):
        await workspace.faults.do("half_open_sockets")
        await reconnected(workspace)


async def test_a_socket_whose_pings_are_answered_is_kept(workspace: Workspace):
    patience = Patience(ping_every=0.01, silence=0.3)

    async with on_a_socket(workspace, patience):
        await asyncio.sleep(0.35)  # longer than a silent one would be kept
        reply = await workspace.person("alice").slash("/gpumem 70B")

    assert reply.text == "You asked: 70B"
    assert [entry.name for entry in workspace.transcript if entry.kind == "connection"] == [
        "connection 1 opened",
        "connection 1 closed",
    ]


async def test_the_next_connection_is_open_before_an_announced_end(workspace: Workspace):
    async with on_a_socket(workspace):
        await workspace.faults.do("refresh_sockets")
        await workspace.connected(2)
        reply = await workspace.person("alice").slash("/gpumem 70B")

        assert reply.text == "You asked: 70B"


async def test_a_connection_that_carries_nothing_more_is_renewed_in_time(workspace: Workspace):
    patience = Patience(renew_after=0.02, overlap=0.01)

    async with on_a_socket(workspace, patience):
        await workspace.faults.do("silence_sockets")
        await reconnected(workspace)


async def test_an_event_whose_acknowledgement_is_lost_is_answered_once(workspace: Workspace):
    alice = workspace.person("alice")

    async with on_a_socket(workspace):
        workspace.faults.on("lost_acks", times=1)
        await alice.dm("70B")
        while not any("retry_attempt" in entry.request for entry in workspace.transcript):
            workspace.clock.advance(1)
            await asyncio.sleep(0.002)
        await workspace.settled()

    assert [message.text for message in alice.sees("dm")] == ["70B", "You asked: 70B"]


async def test_an_event_cut_off_by_a_lost_connection_is_answered_once(workspace: Workspace):
    alice = workspace.person("alice")

    async with on_a_socket(workspace):
        workspace.faults.on("disconnect_during_answer", times=1)
        await alice.dm("70B", expect="nothing")
        await reconnected(workspace)
        await until(lambda: len(alice.sees("dm")) == 2)
        await workspace.settled()

    assert [message.text for message in alice.sees("dm")] == ["70B", "You asked: 70B"]


async def test_an_answer_that_is_on_its_way_when_we_stop_still_arrives(workspace: Workspace):
    alice = workspace.person("alice")

    async with on_a_socket(workspace):
        workspace.faults.on("slow_api", method="chat.postMessage", seconds=0.05)
        await alice.dm("70B", expect="nothing")
        await until(lambda: bool(workspace.transcript.calls("chat.postMessage")))

    assert [message.text for message in alice.sees("dm")] == ["70B", "You asked: 70B"]
    assert workspace.world.sockets.connections == []


async def test_a_token_that_slack_does_not_accept_ends_it_at_once(workspace: Workspace):
    settings = settings_for(workspace, SLACK_APP_TOKEN="xapp-1-wrong")

    assert await run_until_it_fails(workspace, settings) == (
        "Slack does not accept SLACK_APP_TOKEN (invalid_auth): make a new app-level token with the"
        " scope connections:write on the app's page."
    )


async def test_a_slack_out_of_reach_ends_it_after_some_attempts(workspace: Workspace):
    workspace.faults.on("failing_api", method="apps.connections.open", error="internal_error")

    assert await run_until_it_fails(workspace, settings_for(workspace)) == (
        "No connection to Slack after 3 attempts (internal_error)."
    )
    assert len(workspace.transcript.calls("apps.connections.open")) == 3 * 3  # each asks thrice


async def test_socket_mode_switched_off_ends_it_at_once(workspace: Workspace):
    async with open_bot(settings_for(workspace), core=core()) as bot:
        running = asyncio.create_task(
            SocketMode(bot, workspace.app_token, HURRIED).run(asyncio.Event())
        )
        await workspace.connected()
        await workspace.faults.do("disable_link")
        with pytest.raises(SocketModeError) as caught:
            await running

    assert str(caught.value) == (
        "Socket Mode is switched off on the app's page: switch it on there."
    )
