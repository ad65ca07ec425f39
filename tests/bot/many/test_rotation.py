"""Tokens that last twelve hours: fetched in time, once, by whichever replica."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.slack.manifest import manifest
from bot.store.tables import bots
from bot.workspace import Workspace
from bot.workspace.testing import running
from tests.bot.balancer import Balancer
from tests.bot.conftest import until
from tests.bot.many.conftest import Replica, deliver, install, serving

SOON = 3600  # seconds that a token lasts: the next one is fetched while it is good
AT_ONCE = 30  # the next one is fetched before it is used


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """Where tokens are rotated."""
    made = manifest("http", url="https://x.example", many=True, rotation=True)
    async with running(made) as workspace:
        yield workspace


async def installed(replica: Replica, workspace: Workspace, seconds: int) -> None:
    """With a token that lasts for *seconds*; the next ones last longer."""
    usual = workspace.world.tokens.lifetime
    workspace.world.tokens.lifetime = seconds
    await install(replica, workspace)
    workspace.world.tokens.lifetime = usual
    deliver(replica, workspace)


def refreshed(workspace: Workspace) -> int:
    """How often a refresh token was brought to Slack."""
    calls = workspace.transcript.calls("oauth.v2.access")
    return sum(call.request.get("grant_type") == "refresh_token" for call in calls)


async def test_a_token_that_lasts_is_left_alone(workspace: Workspace, replica: Replica):
    await installed(replica, workspace, 3 * 3600)

    await workspace.person("alice").mention("70B", channel="ml")

    assert refreshed(workspace) == 0


@pytest.mark.parametrize("seconds", [SOON, AT_ONCE])
async def test_a_token_is_exchanged_before_its_end(
    workspace: Workspace, replica: Replica, seconds: int
):
    await installed(replica, workspace, seconds)
    alice = workspace.person("alice")
    bot = await replica.bot.store.tables.installations(workspace.client_id).async_find_bot(
        enterprise_id=None, team_id=workspace.team_id
    )
    first = bot.bot_token

    await alice.mention("70B", channel="ml")
    await until(lambda: replica.bot.metrics.count_of("refreshed") == 1)
    await replica.bot.work.drain(5)
    workspace.world.tokens.find(first).expires = 0.0
    reply = await alice.mention("13B", channel="ml")

    assert reply.text == "You asked: 13B"
    assert refreshed(workspace) == 1


async def test_two_replicas_do_not_spend_one_refresh_token(
    workspace: Workspace, replica: Replica, store_url: str
):
    await installed(replica, workspace, AT_ONCE)
    async with serving(workspace, store_url) as other:
        balancer = Balancer(workspace, [replica.url, other.url])
        workspace.faults.on("slow_api", method="oauth.v2.access", seconds=0.3)

        await asyncio.gather(
            *(workspace.person("alice").mention(f"{n}B", channel="ml") for n in range(10))
        )
        await workspace.settled()
        await balancer.close()

    answers = [each.text for each in workspace.messages("ml") if each.text.startswith("You")]
    assert sorted(answers) == sorted(f"You asked: {n}B" for n in range(10))
    assert refreshed(workspace) == 1


async def test_a_refresh_token_that_slack_refuses_stops_nobody_while_the_token_is_good(
    workspace: Workspace, replica: Replica, caplog: pytest.LogCaptureFixture
):
    await installed(replica, workspace, SOON)
    workspace.faults.on("failing_api", method="oauth.v2.access", error="invalid_refresh_token")

    reply = await workspace.person("alice").mention("70B", channel="ml")
    await until(lambda: replica.bot.metrics.count_of("refresh_failed") == 1)

    assert reply.text == "You asked: 70B"
    assert "A token could not be refreshed: invalid_refresh_token" in caplog.text


async def test_an_organisation_installs_once_for_its_workspaces(
    workspace: Workspace, replica: Replica, database
):
    workspace.world.organisation = "E1"
    await installed(replica, workspace, AT_ONCE)
    alice = workspace.person("alice")

    reply = await alice.mention("70B", channel="ml")
    command = await alice.slash("/gpumem 13B", channel="ml")
    form = await alice.shortcut("estimate")

    assert (reply.text, command.text) == ("You asked: 70B", "You asked: 13B")
    assert form.callback_id
    columns = (bots.c.enterprise_id, bots.c.team_id, bots.c.is_enterprise_install)
    row = (await database.execute(bots.select().with_only_columns(*columns))).one()
    assert tuple(row) == ("E1", None, True)

    workspace.uninstall()
    await workspace.settled()
    assert (await database.execute(bots.select())).all() == []
