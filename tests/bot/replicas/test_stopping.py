"""What was acknowledged is answered, whoever stops and however: in one process, with two bots."""

import time

import pytest
from sqlalchemy import update

from bot.slack.requests import TOO_OLD
from bot.store.database import Database
from bot.store.tables import requests
from bot.workspace import Workspace
from tests.bot.conftest import until
from tests.bot.replicas.conftest import on_a_socket_with, serving


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


async def test_over_a_socket_it_is_the_same(workspace: Workspace, store_url: str):
    workspace.faults.on("stalled_api", method="chat.postMessage", seconds=30)
    async with on_a_socket_with(workspace, store_url) as first:
        expected = await ask(workspace, 3)
    assert (answers(workspace), first.work.lost) == ([], [])

    workspace.faults.off("stalled_api")
    async with on_a_socket_with(workspace, store_url):
        await until(lambda: len(answers(workspace)) == 3)

    assert answers(workspace) == expected


async def test_a_slack_that_is_out_of_order_for_a_while_is_given_the_answer_later(
    workspace: Workspace, store_url: str
):
    workspace.faults.on("proxy_answer", method="chat.postMessage", status=502)
    async with serving(workspace, store_url) as bot:
        expected = await ask(workspace, 3)
        await until(lambda: bot.metrics.count_of("recovered") > 0)  # and once more in vain
        assert answers(workspace) == []

        workspace.faults.off("proxy_answer")
        await until(lambda: len(answers(workspace)) == 3)

    assert answers(workspace) == expected
    assert workspace.person("alice").sees("dm") == []  # nobody was told that it did not work
