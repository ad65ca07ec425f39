"""Several bots over one store, in this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.app import Bot, open_bot
from bot.running.settings import Settings
from bot.slack import requests as requests_of_slack
from bot.slack.manifest import manifest
from bot.store import outbox
from bot.store.cipher import new_key
from bot.transport import server
from bot.workspace import Workspace
from bot.workspace.testing import running
from tests.bot.conftest import on_a_socket, settings_for
from tests.bot.databases import database, kind, postgres, redis_server, store_url
from tests.bot.stand_in import core

__all__ = ["database", "kind", "postgres", "redis_server", "store_url"]

KEY = new_key()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for seconds here."""
    monkeypatch.setattr(requests_of_slack, "TICK", 0.05)
    monkeypatch.setattr(outbox, "LEASE", 1.0)


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """Where the optional scopes are granted, so that answers can be found again."""
    made = manifest("http", url="https://x.example")
    made["oauth_config"]["scopes"]["bot"] += ["channels:history", "groups:history"]
    async with running(made) as workspace:
        yield workspace


def with_a_store(workspace: Workspace, store_url: str) -> Settings:
    return settings_for(
        workspace,
        GPUMEM_MODE="http",
        GPUMEM_DATABASE_URL=store_url,
        GPUMEM_SECRET_KEYS=KEY,
        GPUMEM_FINISH_SECONDS="0.1",
    )


@asynccontextmanager
async def serving(workspace: Workspace, store_url: str) -> AsyncIterator[Bot]:
    async with open_bot(with_a_store(workspace, store_url), core=core()) as bot:
        await bot.identity.learn()
        stop = asyncio.Event()
        bound = server.listen("127.0.0.1", 0)
        workspace.deliver_over_http(f"http://127.0.0.1:{bound.getsockname()[1]}{server.PATH}")
        serve = asyncio.create_task(server.serve(bot, workspace.signing_secret, bound, stop))
        try:
            yield bot
        finally:
            stop.set()
            await serve
            await workspace._http.close()


@asynccontextmanager
async def on_a_socket_with(workspace: Workspace, store_url: str) -> AsyncIterator[Bot]:
    """The same over Socket Mode."""
    workspace.deliver_over_socket()
    async with on_a_socket(workspace, settings=with_a_store(workspace, store_url)) as bot:
        yield bot
