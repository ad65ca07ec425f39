"""What was acknowledged is answered, whoever stops and however: in one process, with two bots."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import update

from bot.app import Bot, open_bot
from bot.running.settings import Settings
from bot.slack import requests as requests_of_slack
from bot.slack.manifest import manifest
from bot.slack.requests import TOO_OLD
from bot.store import outbox
from bot.store.cipher import new_key
from bot.store.database import Database
from bot.store.tables import requests
from bot.transport import server
from bot.workspace import Workspace
from bot.workspace.testing import running
from tests.bot.conftest import settings_for, until
from tests.bot.stand_in import core

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


def answers(workspace: Workspace) -> list[str]:
    return sorted(each.text for each in workspace.messages("ml") if each.text.startswith("You"))


async def ask(workspace: Workspace, count: int) -> list[str]:
    """Acknowledged, and not yet answered; what the answers will be."""
    alice = workspace.person("alice")
    for number in range(count):
        await alice.mention(f"{number}B", channel="ml", expect="nothing")
    await until(lambda: len(workspace.transcript.envelopes("app_mention")) == count)
    await until(lambda: all(entry.ok for entry in workspace.transcript.envelopes("app_mention")))
    return sorted(f"You asked: {number}B" for number in range(count))


async def test_with_a_slow_slack_a_stop_leaves_the_rest_to_whoever_starts_next(
    workspace: Workspace, store_url: str, caplog: pytest.LogCaptureFixture
):
    workspace.faults.on("stalled_api", method="chat.postMessage", seconds=30)
    async with serving(workspace, store_url) as first:
        expected = await ask(workspace, 5)
    assert answers(workspace) == []
    assert first.work.lost == []
    assert "5 requests were not finished. Whoever starts next answers them." in caplog.text

    workspace.faults.off("stalled_api")
    async with serving(workspace, store_url) as second:
        await until(lambda: len(answers(workspace)) == 5)
        await until(lambda: second.metrics.count_of("recovered") == 5)

    assert answers(workspace) == expected


async def test_what_slack_had_posted_when_we_were_cut_off_is_not_posted_again(
    workspace: Workspace, store_url: str
):
    workspace.faults.on("slow_api", method="chat.postMessage", seconds=30)
    async with serving(workspace, store_url):
        expected = await ask(workspace, 5)
        await until(lambda: len(answers(workspace)) == 5)

    workspace.faults.off("slow_api")
    async with serving(workspace, store_url) as second:
        await until(lambda: second.metrics.count_of("found_answered") == 5)

    assert answers(workspace) == expected


async def test_what_is_older_than_five_minutes_is_dropped_and_counted(
    workspace: Workspace, store_url: str, database: Database, caplog: pytest.LogCaptureFixture
):
    workspace.faults.on("stalled_api", method="chat.postMessage", seconds=30)
    async with serving(workspace, store_url):
        await ask(workspace, 1)
    await database.execute(update(requests).values(taken_at=time.time() - TOO_OLD - 1))

    workspace.faults.off("stalled_api")
    async with serving(workspace, store_url) as second:
        await until(lambda: second.metrics.count_of("too_old") == 1)

    event = workspace.transcript.envelopes("app_mention")[0].request["payload"]["event_id"]
    assert answers(workspace) == []
    assert f"Not answered any more (too_old): app_mention {event}" in caplog.text
    assert "0B" not in caplog.text


async def test_a_click_that_was_cut_off_changes_the_message_later(
    workspace: Workspace, store_url: str
):
    alice = workspace.person("alice")
    async with serving(workspace, store_url):
        problem = await alice.mention("nosuch", channel="ml")
        workspace.faults.on("failing_response_url")
        workspace.faults.on("stalled_api", method="chat.update", seconds=30)
        await alice.click(problem, "ask:0", expect="nothing")
        await until(lambda: bool(workspace.transcript.calls("chat.update")))
    assert alice.now(problem).text == problem.text

    workspace.faults.clear()
    async with serving(workspace, store_url) as second:
        await until(lambda: alice.now(problem).text == "You asked: llama 3.1 8b in bf16")
        await until(lambda: second.metrics.count_of("recovered") == 1)


async def test_nothing_is_left_of_what_was_answered(
    workspace: Workspace, store_url: str, database: Database
):
    async with serving(workspace, store_url) as bot:
        await ask(workspace, 3)
        await until(lambda: len(answers(workspace)) == 3)
        await bot.work.drain(5)

        rows = (await database.execute(requests.select())).all()
    assert [(row.body, row.answered_at is None) for row in rows] == [(None, False)] * 3
