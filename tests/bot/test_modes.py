"""Starting, waiting for a Slack that is out of reach, stopping: without a process of its own."""

import asyncio
import re
import socket
from contextlib import suppress

import aiohttp
import pytest

from bot import modes
from bot.modes import StartError, run
from bot.running.settings import Settings, SettingsError
from bot.slack.refusals import FOR_THE_OPERATOR
from bot.workspace import Workspace
from tests.bot.conftest import settings_for
from tests.bot.stand_in import core


class Started:
    """A mode that runs beside the test."""

    def __init__(self, settings: Settings) -> None:
        self.said: list[str] = []
        self.stop = asyncio.Event()
        self.running = asyncio.create_task(
            run(settings, core=core(), stop=self.stop, say=self.said.append)
        )

    async def ended(self) -> None:
        self.stop.set()
        await self.running


async def connected(workspace: Workspace, started: Started) -> None:
    """Once *workspace* can deliver to it."""
    async with asyncio.timeout(5):
        while not workspace.transcript.calls("auth.test"):  # noqa: ASYNC110
            await asyncio.sleep(0.002)
    await workspace.settled()
    if not any("Listening" in line for line in started.said):
        await workspace.connected()
        return
    base = re.search(r"http://127\.0\.0\.1:\d+", started.said[-1])
    assert base
    workspace.deliver_over_http(f"{base[0]}/slack/events")


async def test_a_slack_that_is_out_of_reach_at_the_start_is_waited_for(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
):
    workspace.faults.on("failing_api", method="auth.test", error="internal_error", times=6)

    started = Started(settings_for(workspace))
    await workspace.connected()
    await started.ended()

    assert len(workspace.transcript.calls("auth.test")) == 7  # each attempt is three calls
    assert "Slack cannot be reached (internal_error): next attempt in 0.0 s." in caplog.text


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_stop_while_slack_is_out_of_reach_ends_it_at_once(workspace: Workspace, mode: str):
    workspace.faults.on("failing_api", method="auth.test", error="internal_error")

    started = Started(settings_for(workspace, GPUMEM_MODE=mode, GPUMEM_PORT="0"))
    async with asyncio.timeout(10):
        while not workspace.transcript.calls("auth.test"):  # noqa: ASYNC110
            await asyncio.sleep(0.002)
    await started.ended()

    assert not any("Connected" in line for line in started.said)


async def test_an_app_that_was_removed_is_named(workspace: Workspace):
    workspace.faults.on("failing_api", method="auth.test", error="account_inactive")

    with pytest.raises(StartError) as caught:
        await Started(settings_for(workspace)).running

    assert str(caught.value) == (
        "Slack says account_inactive: the app was removed from the workspace: install it again."
    )


@pytest.mark.parametrize("mode", ["socket", "http"])
@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_token_that_slack_takes_back_ends_it(
    workspace: Workspace, caplog: pytest.LogCaptureFixture, mode: str, code: str
):
    started = Started(settings_for(workspace, GPUMEM_MODE=mode, GPUMEM_PORT="0"))
    await connected(workspace, started)
    workspace.faults.on("token_revoked", error=code)

    await workspace.person("alice").mention("70B", channel="ml", expect="nothing")
    with pytest.raises(StartError) as caught:
        async with asyncio.timeout(5):
            await started.running

    assert str(caught.value) == f"Slack says {code}: {FOR_THE_OPERATOR[code]}."
    assert f"Slack no longer accepts the bot token ({code})" in caplog.text


async def test_a_token_that_slack_takes_back_in_silence_is_noticed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(modes, "LOOK_EVERY", 0.01)
    started = Started(settings_for(workspace))
    await workspace.connected()

    workspace.faults.on("token_revoked")

    with pytest.raises(StartError):
        async with asyncio.timeout(5):
            await started.running


async def test_a_refusal_that_auth_test_does_not_confirm_is_no_end(workspace: Workspace):
    started = Started(settings_for(workspace))
    await workspace.connected()
    workspace.faults.on("failing_api", method="chat.postMessage", error="token_revoked", times=1)
    alice = workspace.person("alice")

    await alice.mention("70B", channel="ml", expect="nothing")
    await workspace.settled()
    reply = await alice.mention("13B", channel="ml")
    await started.ended()

    assert reply.text == "You asked: 13B"
    assert len(workspace.transcript.calls("auth.test")) == 2


async def test_an_address_that_is_not_ours_to_listen_on_is_named(workspace: Workspace):
    settings = settings_for(
        workspace, GPUMEM_MODE="http", GPUMEM_HOST="192.0.2.1", GPUMEM_PORT="3000"
    )

    with pytest.raises(SettingsError) as caught:
        await Started(settings).running

    assert str(caught.value) == (
        "GPUMEM_HOST is '192.0.2.1', port 3000, where this machine cannot listen (Cannot assign"
        " requested address): set GPUMEM_HOST and GPUMEM_PORT to an address of its own."
    )


@pytest.mark.parametrize("mode", ["local", "socket", "http"])
async def test_every_mode_has_its_metrics_on_the_port_that_is_set(workspace: Workspace, mode: str):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = {"GPUMEM_METRICS_PORT": str(port), "GPUMEM_PORT": "0"}
    local = Settings.from_env(given)
    slack = settings_for(workspace, GPUMEM_MODE=mode, **given) if mode != "local" else local
    started = Started(slack)
    ready = 0
    async with asyncio.timeout(10), aiohttp.ClientSession() as session:
        while ready != 200:
            with suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    ready = answer.status
            await asyncio.sleep(0.01)
    await started.ended()

    assert not any("/metrics" in line for line in started.said)


async def test_a_metrics_port_that_is_taken_is_named(workspace: Workspace):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError) as caught:
            await run(
                settings_for(workspace, GPUMEM_METRICS_PORT=str(port)),
                core=core(),
                stop=asyncio.Event(),
                say=lambda line: None,
            )

    assert caught.value.variable == "GPUMEM_METRICS_PORT"


async def test_two_local_workspaces_take_two_ports():
    first = Started(Settings.from_env({"GPUMEM_PORT": "0"}))
    second = Started(Settings.from_env({"GPUMEM_PORT": "0"}))
    async with asyncio.timeout(20):
        while len(first.said) < 2 or len(second.said) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    await first.ended()
    await second.ended()

    assert first.said[0] == second.said[0]
    assert first.said[1] != second.said[1]
