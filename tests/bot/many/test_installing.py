"""Two workspaces install the app through OAuth; answers go to the right one."""

import asyncio

import aiohttp
import pytest
from sqlalchemy import select

from bot.slack import requests as requests_of_slack
from bot.store import outbox
from bot.store.database import Database
from bot.store.tables import bots, team_settings
from bot.workspace import Workspace
from tests.bot.conftest import until
from tests.bot.many.conftest import (
    Replica,
    back_from_slack,
    browser,
    deliver,
    install,
    serving,
)


def tokens_used(workspace: Workspace) -> int:
    return len(workspace.transcript.calls("chat.postMessage"))


async def test_each_workspace_is_answered_with_its_own_token(
    workspace: Workspace, second: Workspace, replica: Replica
):
    for team in (workspace, second):
        await install(replica, team)
        deliver(replica, team)

    one = await workspace.person("alice").mention("70B", channel="ml")
    other = await second.person("alice").mention("13B", channel="ml")

    assert (one.text, other.text) == ("You asked: 70B", "You asked: 13B")
    assert [tokens_used(team) for team in (workspace, second)] == [1, 1]
    assert not any("13B" in message.text for message in workspace.messages("ml"))


async def test_many_questions_at_once_are_not_mixed_up(
    workspace: Workspace, second: Workspace, replica: Replica
):
    for team in (workspace, second):
        await install(replica, team)
        deliver(replica, team)

    await asyncio.gather(
        *(
            team.person("alice").mention(f"{number} of {team.team_id}", channel="ml")
            for number in range(10)
            for team in (workspace, second)
        )
    )

    for team in (workspace, second):
        answers = [each.text for each in team.messages("ml") if each.text.startswith("You asked")]
        assert sorted(answers) == sorted(f"You asked: {n} of {team.team_id}" for n in range(10))


async def test_a_command_of_a_workspace_that_has_not_installed_it_is_told_so(
    second: Workspace, replica: Replica
):
    deliver(replica, second)

    reply = await second.person("alice").slash("/gpumem 70B", channel="ml")

    assert reply.text.startswith("This workspace has not installed me")


async def test_uninstalled_nothing_is_left_and_installed_again_it_answers(
    workspace: Workspace, second: Workspace, replica: Replica, database: Database
):
    await install(replica, workspace)
    await install(replica, second)
    deliver(replica, workspace, second)

    second.uninstall()
    await second.settled()

    rows = (await database.execute(select(bots.c.team_id))).all()
    assert [row.team_id for row in rows] == [workspace.team_id]
    assert replica.bot.metrics.count_of("uninstalled") == 1

    await install(replica, second)
    reply = await second.person("alice").mention("70B", channel="ml")
    assert reply.text == "You asked: 70B"


async def test_what_a_team_has_set_counts_for_it_alone_and_goes_with_its_app(
    workspace: Workspace, second: Workspace, replica: Replica, database: Database
):
    for team, pool in ((workspace, "8x H100"), (second, "4x L40S")):
        await install(replica, team)
        deliver(replica, team)
        alice = team.person("alice")
        form = await alice.click(await alice.open_home(), "team_edit")
        await alice.submit(form, {"pool": pool})
        await team.settled()
    homes = [str((await one.person("bruno").open_home()).blocks) for one in (workspace, second)]
    assert [("8 × H100" in home, "4 × L40S" in home) for home in homes] == [
        (True, False),
        (False, True),
    ]

    second.uninstall()
    await second.settled()

    rows = (await database.execute(select(team_settings.c.id))).all()
    assert [row.id for row in rows] == [workspace.team_id]
    await install(replica, second)
    home = str((await second.person("alice").open_home()).blocks)
    assert "4 × L40S" not in home


async def test_a_workspace_installed_anew_behind_our_back_is_answered_with_its_new_token(
    second: Workspace, workspace: Workspace, replica: Replica, store_url: str
):
    await install(replica, second)
    deliver(replica, second)
    await second.person("alice").mention("70B", channel="ml")
    second.world.tokens.revoke(second.team_id)
    async with serving(workspace, store_url) as other:
        await install(other, second)

    reply = await second.person("alice").mention("13B", channel="ml")

    assert reply.text == "You asked: 13B"
    assert replica.bot.metrics.count_of("revoked") == 0


async def test_a_token_that_slack_revokes_is_deleted(
    second: Workspace, replica: Replica, database: Database
):
    await install(replica, second)
    deliver(replica, second)
    second.world.tokens.revoke(second.team_id)

    await second.person("alice").mention("70B", channel="ml", expect="nothing")
    await until(lambda: replica.bot.metrics.count_of("revoked") == 1)
    assert (await database.execute(select(bots))).all() == []


async def test_a_state_that_is_not_ours_or_is_spent_installs_nothing(
    workspace: Workspace, replica: Replica, database: Database
):
    async with browser() as one:
        back = await back_from_slack(replica, workspace, one)
        made_up = back.partition("state=")[0] + "state=made-up"
        cookie, one.cookie = one.cookie, "slack-app-oauth-state=made-up"
        assert (await one.get(made_up))[0] == 401
        one.cookie = "slack-app-oauth-state=another"
        assert (await one.get(back))[0] == 400
        one.cookie = cookie
        assert (await one.get(back))[0] == 200
        one.cookie = cookie
        assert (await one.get(back))[0] == 401

    assert len((await database.execute(select(bots))).all()) == 1
    assert replica.bot.metrics.count_of("installed") == 1


async def test_whoever_says_no_at_slack_is_shown_a_page(replica: Replica):
    async with browser() as one:
        status, _, page = await one.get(f"{replica.url}/slack/oauth_redirect?error=access_denied")
        _, _, other = await one.get(f"{replica.url}/slack/oauth_redirect?error=<script>alert(1)")

    assert status == 200
    assert "access_denied" in page
    assert "<script>alert" not in other


@pytest.mark.parametrize("team", ["T1&scope=admin", "T1%26scope%3Dadmin", "<x>", ""])
async def test_what_stands_in_the_address_does_not_change_what_is_asked_for(
    replica: Replica, team: str
):
    async with browser() as one:
        _, plain, _ = await one.get(f"{replica.url}/slack/install")
        _, asked, _ = await one.get(f"{replica.url}/slack/install?team={team}")

    assert asked.count("scope=") == plain.count("scope=")
    assert "admin" not in asked


async def test_slack_out_of_reach_is_said_in_the_browser(
    workspace: Workspace, replica: Replica, caplog: pytest.LogCaptureFixture
):
    workspace.faults.on("proxy_answer", method="oauth.v2.access", status=502)
    async with browser() as one:
        back = await back_from_slack(replica, workspace, one)
        status, _, page = await one.get(back)

    code = back.partition("code=")[2].partition("&")[0]
    assert status in {401, 503}
    assert page
    assert code not in caplog.text


async def test_one_workspace_has_no_such_pages(workspace: Workspace):
    from tests.bot.conftest import over_http

    async with over_http(workspace), aiohttp.ClientSession() as session:
        base = workspace._http.request_url.replace("/slack/events", "")
        async with session.get(f"{base}/slack/install") as answer:
            assert answer.status == 404


async def test_what_a_replica_left_is_answered_by_the_next_in_the_right_workspace(
    workspace: Workspace, second: Workspace, store_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(requests_of_slack, "TICK", 0.05)
    monkeypatch.setattr(outbox, "LEASE", 1.0)
    teams = (workspace, second)
    async with serving(workspace, store_url, GPUMEM_FINISH_SECONDS="0.1") as first:
        for team in teams:
            await install(first, team)
            deliver(first, team)
            team.faults.on("stalled_api", method="chat.postMessage", seconds=30)
            alice = team.person("alice")
            await alice.mention(f"of {team.team_id}", channel="ml", expect="nothing")
        await until(lambda: all(tokens_used(team) for team in teams))

    for team in teams:
        team.faults.clear()
    async with serving(workspace, store_url) as other:
        await until(lambda: other.bot.metrics.count_of("recovered") == 2)
        await other.bot.work.drain(5)
    for team in teams:
        answers = [each.text for each in team.messages("ml") if each.text.startswith("You")]
        assert answers == [f"You asked: of {team.team_id}"]
