"""The real bot, connected to the local workspace over its real protocols."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from bot import modes
from bot.app import Bot, open_bot
from bot.conversation.asking import Core
from bot.running.logs import start_logging
from bot.running.settings import Settings
from bot.slack import retry
from bot.transport import server
from bot.transport.socket import Patience, SocketMode
from bot.workspace import Workspace
from tests.bot.stand_in import core as stand_in

HURRIED = Patience(first_wait=0.005, steady=0.0)


async def until(holds: Callable[[], bool]) -> None:
    """Return once *holds* is true; TimeoutError after seconds."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.002)


def settings_for(workspace: Workspace, **more: str) -> Settings:
    """Those of a bot that uses *workspace* as its Slack."""
    return Settings.from_env(
        {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "SLACK_SIGNING_SECRET": workspace.signing_secret,
            "SLACK_API_URL": workspace.api_url,
            "GPUMEM_PERSON_PER_MINUTE": "0",
            "GPUMEM_TEAM_PER_MINUTE": "0",
            "GPUMEM_HUB": "off",
            **more,
        }
    )


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What stands in the log at DEBUG, as `python -m bot` writes it."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    start_logging("DEBUG")
    written = io.StringIO()
    assert isinstance(root.handlers[0], logging.StreamHandler)
    root.handlers[0].setStream(written)
    yield written
    root.handlers[:], root.level = before


@asynccontextmanager
async def on_a_socket(
    workspace: Workspace,
    patience: Patience = HURRIED,
    settings: Settings | None = None,
    core: Core | None = None,
) -> AsyncIterator[Bot]:
    """The bot, with a core that stands in where none is given; on leaving, it is stopped."""
    async with open_bot(settings or settings_for(workspace), core=core or stand_in()) as bot:
        await bot.identity.learn()
        stop = asyncio.Event()
        running = asyncio.create_task(SocketMode(bot, workspace.app_token, patience).run(stop))
        await workspace.connected()
        try:
            yield bot
        finally:
            stop.set()
            await running


@asynccontextmanager
async def over_http(workspace: Workspace, core: Core | None = None) -> AsyncIterator[Bot]:
    """The bot behind its HTTP server, to which the workspace sends signed requests."""
    settings = settings_for(workspace, GPUMEM_MODE="http")
    async with open_bot(settings, core=core or stand_in()) as bot:
        await bot.identity.learn()
        stop = asyncio.Event()
        bound = server.listen("127.0.0.1", 0)
        workspace.deliver_over_http(f"http://127.0.0.1:{bound.getsockname()[1]}{server.PATH}")
        serving = asyncio.create_task(server.serve(bot, workspace.signing_secret, bound, stop))
        try:
            yield bot
        finally:
            await workspace.settled()
            stop.set()
            await serving


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is worth asking again is asked at once."""
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(modes, "FIRST_WAIT", 0.001)


@pytest.fixture(params=["socket", "http"])
async def bot(request: pytest.FixtureRequest, workspace: Workspace) -> AsyncIterator[Bot]:
    """Over each transport in turn."""
    connected = on_a_socket if request.param == "socket" else over_http
    async with connected(workspace) as bot:
        yield bot
