"""A bot for many workspaces, over HTTP, with a store on each kind of database."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie

import aiohttp
import pytest

from bot.app import Bot, open_bot
from bot.running.settings import Settings
from bot.slack.manifest import manifest
from bot.store.cipher import new_key
from bot.transport import server
from bot.workspace import Workspace
from bot.workspace.testing import running
from tests.bot.databases import database, kind, postgres, redis_server, store_url
from tests.bot.stand_in import core

__all__ = ["database", "kind", "postgres", "redis_server", "store_url"]

KEY = new_key()
PUBLIC = "http://127.0.0.1"  # of the bot; where browsers come back to


def settings_of(workspace: Workspace, store_url: str, port: int, **more: str) -> Settings:
    return Settings.from_env(
        {
            "GPUMEM_MODE": "http",
            "GPUMEM_PUBLIC_URL": f"{PUBLIC}:{port}",
            "GPUMEM_DATABASE_URL": store_url,
            "GPUMEM_SECRET_KEYS": KEY,
            "SLACK_CLIENT_ID": workspace.client_id,
            "SLACK_CLIENT_SECRET": workspace.client_secret,
            "SLACK_SIGNING_SECRET": workspace.signing_secret,
            "SLACK_API_URL": workspace.api_url,
            **more,
        }
    )


@dataclass(frozen=True, slots=True)
class Replica:
    """A bot that serves, and where."""

    bot: Bot
    url: str


@asynccontextmanager
async def serving(workspace: Workspace, store_url: str, **more: str) -> AsyncIterator[Replica]:
    """One replica; Slack's requests go where `deliver` says."""
    bound = server.listen("127.0.0.1", 0)
    port = bound.getsockname()[1]
    settings = settings_of(workspace, store_url, port, **more)
    async with open_bot(settings, core=core()) as bot:
        await bot.identity.learn()
        stop = asyncio.Event()
        serve = server.serve(bot, workspace.signing_secret, bound, stop)
        running = asyncio.create_task(serve)
        try:
            yield Replica(bot, f"http://127.0.0.1:{port}")
        finally:
            stop.set()
            await running


def deliver(replica: Replica, *workspaces: Workspace) -> None:
    """Let Slack send the requests of these to *replica*."""
    for workspace in workspaces:
        workspace.deliver_over_http(f"{replica.url}{server.PATH}")


class Browser:
    """Follows nothing by itself, and keeps the cookie of installing."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self.cookie = ""

    async def get(self, url: str) -> tuple[int, str, str]:
        """The status, where it leads, and what it says."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
            cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
            for name, cookie in cookies.items():
                self.cookie = f"{name}={cookie.value}"
            return answer.status, answer.headers.get("Location", ""), await answer.text()


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Browser(session)


async def back_from_slack(replica: Replica, team: Workspace, one: Browser) -> str:
    """The address at which a person comes back who has allowed the app in *team*."""
    status, to_slack, _ = await one.get(f"{replica.url}/slack/install?team={team.team_id}")
    assert status == 302
    status, back, _ = await one.get(to_slack)
    assert status == 302
    return back


async def install(replica: Replica, team: Workspace) -> None:
    """As a person does, in a browser."""
    async with browser() as one:
        back = await back_from_slack(replica, team, one)
        status, _, page = await one.get(
            re.sub(r":\d+/", f":{replica.url.rpartition(':')[2]}/", back)
        )
    assert status == 200, page


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """The first team of a Slack in which this app can be installed by OAuth."""
    async with running(manifest("http", url="https://x.example", many=True)) as workspace:
        yield workspace


@pytest.fixture
def second(workspace: Workspace) -> Workspace:
    """Another team of the same Slack, with channels and people of the same ids."""
    made = manifest("http", url="https://x.example", many=True)
    return Workspace(made, rate_limits=False, beside=workspace)


@pytest.fixture
async def replica(workspace: Workspace, store_url: str) -> AsyncIterator[Replica]:
    async with serving(workspace, store_url) as replica:
        yield replica
        await workspace.settled()
