"""Two replicas over one store: each event is answered once, and none is lost, whatever happens."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.tables import requests
from bot.workspace import Workspace
from tests.bot.databases import TEMPLATE, copied, with_driver
from tests.bot.replicas.conftest import KEY
from tests.bot.replicas.processes import Slack, replica
from tests.bot.servers import Postgres

pytestmark = pytest.mark.slow

EVENTS = int(os.environ.get("GPUMEM_TEST_EVENTS", "60"))  # `make soak` takes 2,000
A_SECOND = 25.0  # events, where something happens meanwhile


async def asked(workspace: Workspace, slack: Slack, count: int) -> None:
    """So many mentions, which nobody has heard of yet."""
    alice = workspace.person("alice")
    for number in range(count):
        await alice.say(f"@{workspace.world.app.display_name} {number}B", channel="ml")
    await workspace.settled()
    assert len(slack.envelopes) == count


def answers(workspace: Workspace) -> Counter[str]:
    """How often each was answered."""
    texts = (message.text for message in workspace.messages("ml"))
    return Counter(text.removeprefix("You asked: ") for text in texts if text.startswith("You"))


async def until(holds: Callable[[], bool], seconds: float) -> None:
    """Once *holds*; without a word where it does not, because what is asserted says more."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:  # noqa: ASYNC110
        await asyncio.sleep(0.02)


async def not_answered(url: str, seconds: float) -> int:
    """How many requests the store still has after so long; none as soon as there are none."""
    database, end = Database(with_driver(url)), time.monotonic() + seconds
    count = select(func.count()).where(requests.c.answered_at.is_(None))
    try:
        while left := (await database.execute(count)).scalar_one():
            if time.monotonic() > end:
                return left
            await asyncio.sleep(0.1)
    finally:
        await database.close()
    return 0


@pytest.mark.parametrize("store", ["postgresql", "redis"])
async def test_each_event_delivered_three_times_to_either_is_answered_once(
    store: str, request: pytest.FixtureRequest, workspace: Workspace, tmp_path: Path
):
    if store == "postgresql":
        url = await copied(request.getfixturevalue("postgres"), TEMPLATE)
        env = {"GPUMEM_DATABASE_URL": url, "GPUMEM_SECRET_KEYS": KEY}
    else:
        env = {"GPUMEM_REDIS_URL": request.getfixturevalue("redis_server").url}
    async with (
        replica(tmp_path, workspace, **env) as one,
        replica(tmp_path, workspace, **env) as other,
        aiohttp.ClientSession() as session,
    ):
        slack = Slack(workspace, session)
        slack.urls = [one.url, other.url]
        await asked(workspace, slack, EVENTS)

        await slack.deliver(slack.envelopes, times=3, at_once=16)

        await until(lambda: len(answers(workspace)) == EVENTS, 60 + EVENTS / 5)
        await workspace.settled()
        repeated = [await each.metric("repeated") for each in (one, other)]
        away = [await each.metric("away") for each in (one, other)]
        for each in (one, other):
            each.stop()
        ends = [await each.ended() for each in (one, other)]

    assert answers(workspace) == Counter(f"{number}B" for number in range(EVENTS))
    assert sum(repeated) == 2 * EVENTS
    assert all(repeated)  # both had their share
    assert away == [0, 0]
    assert ends == [(0, ""), (0, "")]


async def test_under_load_processes_and_the_database_come_and_go_and_nothing_is_lost(
    postgres: Postgres, workspace: Workspace, tmp_path: Path
):
    """
    PostgreSQL is restarted, one replica is killed, the other is told to stop with Slack slow.

    Slack posts after a while and says so later still: whoever is killed in between cannot know.
    """
    env = {
        "GPUMEM_DATABASE_URL": await copied(postgres, TEMPLATE),
        "GPUMEM_SECRET_KEYS": KEY,
        "GPUMEM_FINISH_SECONDS": "0.1",
    }
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        slack = Slack(workspace, session)
        await asked(workspace, slack, EVENTS)

        one, other, third = [
            await stack.enter_async_context(replica(tmp_path, workspace, **env)) for _ in range(3)
        ]
        slack.urls = [one.url, other.url]
        workspace.faults.on("stalled_api", method="chat.postMessage", seconds=0.2)
        workspace.faults.on("slow_api", method="chat.postMessage", seconds=0.4)

        async def happens() -> None:
            fifth = EVENTS / A_SECOND / 5
            await asyncio.sleep(fifth)
            postgres.stop()
            postgres.start()
            await asyncio.sleep(fifth)
            one.kill()
            slack.urls = [other.url, third.url]
            await asyncio.sleep(fifth)
            slack.urls = [third.url]
            other.stop()

        happening = asyncio.create_task(happens())
        delivering = []
        for envelope in slack.envelopes:
            delivering.append(asyncio.create_task(slack.until_acknowledged(envelope)))
            await asyncio.sleep(1 / A_SECOND)
        await asyncio.gather(*delivering)
        await happening
        status, log = await other.ended()

        left = await not_answered(env["GPUMEM_DATABASE_URL"], 40 + EVENTS / 10)
        recovered = await third.metric("recovered")
        found = await third.metric("found_answered")

    assert answers(workspace) == Counter(f"{number}B" for number in range(EVENTS))
    assert left == 0
    assert 0 < found <= recovered
    assert status == 0, log
    assert "Lost at the stop" not in log
