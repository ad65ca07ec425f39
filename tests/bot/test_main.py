"""`python -m bot` as people start it: a process of its own, its first lines, its end."""

import asyncio
import os
import re
import shlex
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.workspace import Workspace

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
OURS = re.compile("SLACK_|GPUMEM_")


@asynccontextmanager
async def started(folder: Path, *, files: int | None = None, **env: str) -> AsyncIterator[Process]:
    """
    The bot in an empty *folder* with these settings and no others; killed if still there.

    It may open *files* at once.
    """
    limit = f"ulimit -n {files}; " if files else ""
    clean = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    process = await asyncio.create_subprocess_exec(
        "sh",
        "-c",
        f"{limit}exec {shlex.quote(sys.executable)} -m bot",
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), **env},
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def lines(process: Process, count: int) -> list[str]:
    """Its next *count* lines on standard output."""
    assert process.stdout
    async with asyncio.timeout(90):
        return [(await process.stdout.readline()).decode().rstrip("\n") for _ in range(count)]


async def ended(process: Process) -> tuple[int | None, str]:
    """Its exit status and all that it wrote on standard error."""
    async with asyncio.timeout(90):
        _, errors = await process.communicate()
    return process.returncode, errors.decode()


def connected_to(workspace: Workspace) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "SLACK_API_URL": workspace.api_url,
    }


async def when_ready(said: str) -> str:
    """The address that *said* names, once it is ready."""
    base = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert base
    async with aiohttp.ClientSession() as session, asyncio.timeout(60):
        while True:
            async with session.get(f"{base[0]}/readyz") as answer:
                if answer.status == 200:
                    return base[0]
            await asyncio.sleep(0.01)


async def until_posting(workspace: Workspace) -> None:
    async with asyncio.timeout(60):
        while not workspace.transcript.calls("chat.postMessage"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_without_tokens_a_local_workspace_opens_and_says_where_and_what_to_try(
    tmp_path: Path,
):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with started(tmp_path, GPUMEM_PORT=str(port)) as process:
            said = await lines(process, 6)
            opened = re.search(r"http://127\.0\.0\.1:(\d+)", said[1])
            assert opened
            async with aiohttp.ClientSession() as session, session.get(opened[0]) as page:
                assert page.status == 200
            process.send_signal(signal.SIGINT)
            status, _ = await ended(process)

    assert int(opened[1]) > port
    assert said == [
        "Mode: a local workspace on this machine, because no Slack token is set.",
        f"Open {opened[0]} and try:",
        "    /gpumem 70B at 16 bits?",
        "    @gpumem llama 3.1 70b fp8 32k context 16 users on H100?",
        "    /gpumem cabe um 13B em 8 bits numa 4090?",
        "Ctrl-C stops it. To connect it to Slack, see deploy/README.md.",
    ]
    assert status == 0


async def test_over_socket_mode_an_answer_on_its_way_is_finished_before_the_end(
    tmp_path: Path, workspace: Workspace
):
    env = connected_to(workspace) | {"GPUMEM_LOG_LEVEL": "DEBUG"}
    async with started(tmp_path, **env) as process:
        assert await lines(process, 2) == [
            "Mode: Slack over Socket Mode, because SLACK_BOT_TOKEN and SLACK_APP_TOKEN are set.",
            "Connected to the workspace 'Local workspace'. Ctrl-C stops it.",
        ]
        workspace.faults.on("slow_api", method="chat.postMessage", seconds=0.3)
        await workspace.person("alice").mention("70B at 16 bits?", channel="ml", expect="nothing")
        await until_posting(workspace)
        process.send_signal(signal.SIGTERM)
        status, errors = await ended(process)

    assert status == 0
    assert workspace.messages("ml")[-1].text.startswith("70B at 16 bits: 168.0 GB")
    assert "Connected over Socket Mode." in errors
    assert not re.search("70B|16 bits|168|xoxb-|xapp-|ticket=[^(]", errors)


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_what_is_lost_at_a_stop_is_said_by_id_and_by_the_status(
    tmp_path: Path, workspace: Workspace, mode: str
):
    alice = workspace.person("alice")
    env = connected_to(workspace) | {
        "GPUMEM_MODE": mode,
        "GPUMEM_PORT": "0",
        "GPUMEM_FINISH_SECONDS": "0.2",
    }
    async with started(tmp_path, **env) as process:
        said = await lines(process, 2)
        if mode == "http":
            workspace.deliver_over_http(await when_ready(said[1]) + "/slack/events")
        answer = await alice.slash("/gpumem 70B at 16 bits?", channel="ml")
        details = await alice.click(answer, "details")
        workspace.faults.on("slow_api", seconds=30)
        for _ in range(3):
            await alice.mention("70B at 16 bits?", channel="ml", expect="nothing")
        await alice.click(details, "explain", expect="nothing")
        async with asyncio.timeout(60):
            while not workspace.transcript.calls("views.open"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        status, errors = await ended(process)

    mentions = workspace.transcript.envelopes("app_mention")
    events = [entry.request["payload"]["event_id"] for entry in mentions]
    assert status == 3
    assert len(events) == 3
    assert all(f"Lost at the stop: app_mention {event}" in errors for event in events)
    assert "Lost at the stop: block_actions " in errors
    assert "4 of the requests that Slack was told we have taken were not finished." in errors
    assert "70B" not in errors


async def test_a_second_interrupt_does_not_wait_for_what_is_on_its_way(
    tmp_path: Path, workspace: Workspace
):
    async with started(tmp_path, **connected_to(workspace)) as process:
        await lines(process, 2)
        workspace.faults.on("slow_api", method="chat.postMessage", seconds=30)
        await workspace.person("alice").mention("70B", channel="ml", expect="nothing")
        await until_posting(workspace)
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(60):
            while workspace.world.sockets.connections:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        process.send_signal(signal.SIGINT)
        status, errors = await ended(process)

    assert status == 130
    assert "Traceback" not in errors


async def test_over_http_it_is_ready_once_slack_knows_it_and_finishes_what_it_began(
    tmp_path: Path, workspace: Workspace
):
    env = connected_to(workspace) | {"GPUMEM_MODE": "http", "GPUMEM_PORT": "0"}
    async with started(tmp_path, **env) as process:
        said = await lines(process, 2)
        base = await when_ready(said[1])
        workspace.deliver_over_http(f"{base}/slack/events")
        workspace.faults.on("slow_api", method="chat.postMessage", seconds=0.3)
        await workspace.person("alice").mention("70B at 16 bits?", channel="ml", expect="nothing")
        await until_posting(workspace)
        process.send_signal(signal.SIGTERM)
        status, errors = await ended(process)

    assert said == [
        "Mode: Slack over HTTP, because GPUMEM_MODE is http.",
        f"Listening on {base}/slack/events; health on /livez, /readyz, /metrics.",
    ]
    assert (status, errors) == (0, "")
    assert workspace.messages("ml")[-1].text.startswith("70B at 16 bits: 168.0 GB")


async def test_settings_from_a_dotenv_file_are_read_and_a_missing_one_is_named(tmp_path: Path):
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-from-the-file\n", "utf-8")

    async with started(tmp_path) as process:
        status, errors = await ended(process)

    assert status == 2
    assert errors == (
        "gpumem cannot run: SLACK_APP_TOKEN is missing: set it to the app-level token (xapp-...)"
        " with the scope connections:write, made under Basic Information on the app's page; or"
        " unset the other token to start the local workspace.\n"
    )


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_token_that_slack_does_not_accept_ends_it_with_a_sentence(
    tmp_path: Path, workspace: Workspace, mode: str
):
    env = connected_to(workspace) | {"GPUMEM_MODE": mode, "GPUMEM_PORT": "0"}
    env["SLACK_BOT_TOKEN"] = "xoxb-wrong-token"

    async with started(tmp_path, **env) as process:
        status, errors = await ended(process)

    assert status == 1
    assert errors == (
        "gpumem cannot run: Slack says invalid_auth: the token is not accepted: set SLACK_BOT_TOKEN"
        " anew.\n"
    )


async def test_a_port_in_use_is_named(tmp_path: Path, workspace: Workspace):
    env = connected_to(workspace) | {"GPUMEM_MODE": "http", "GPUMEM_PORT": str(workspace.port)}

    async with started(tmp_path, **env) as process:
        status, errors = await ended(process)

    assert status == 2
    assert errors == (
        f"gpumem cannot run: GPUMEM_PORT is {workspace.port}, which another program uses: set it to"
        " a free port.\n"
    )
