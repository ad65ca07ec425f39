"""Further teams of the same Slack, tokens that are rotated, and the end of an installation."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import Workspace
from bot.workspace.manifest import DEFAULT_MANIFEST
from bot.workspace.testing import running
from tests.workspace.conftest import Connect, Post

ROTATED = {
    **DEFAULT_MANIFEST,
    "settings": {
        **DEFAULT_MANIFEST["settings"],
        "token_rotation_enabled": True,
        "event_subscriptions": {"bot_events": ["app_uninstalled", "tokens_revoked"]},
    },
}


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with running(ROTATED) as workspace:
        yield workspace


async def installed(workspace: Workspace, post: Post, **more: str) -> dict:
    """What `oauth.v2.access` says for a code of this team, or for *more*."""
    world = workspace.world
    code = world.installations.allow("U0ALICE001", ("chat:write",), "", world.team_id)
    sent = {"client_id": workspace.client_id, "client_secret": workspace.client_secret}
    _, answer = await post("/api/oauth.v2.access", data=sent | (more or {"code": code}))
    return answer


def client(workspace: Workspace, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=workspace.api_url)


async def test_a_token_speaks_in_the_team_that_gave_it(workspace: Workspace, post: Post):
    second = Workspace(ROTATED, rate_limits=False, beside=workspace)
    token = (await installed(second, post))["access_token"]

    who = await client(workspace, token).auth_test()
    await client(workspace, token).chat_postMessage(channel="ml", text="hello")

    assert who["team_id"] == second.team_id != workspace.team_id
    assert [each.text for each in second.messages("ml")] == ["hello"]
    assert workspace.messages("ml") == []


async def test_a_rotated_token_ends_and_a_refresh_token_is_good_once(
    workspace: Workspace, post: Post
):
    first = await installed(workspace, post)
    refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    second = await installed(workspace, post, **refresh)
    again = await installed(workspace, post, **refresh)
    workspace.clock.advance(first["expires_in"] + 1)

    assert first["access_token"].startswith("xoxe.xoxb-")
    assert second["refresh_token"] != first["refresh_token"]
    assert again == {"ok": False, "error": "invalid_refresh_token"}
    with pytest.raises(SlackApiError, match="token_expired"):
        await client(workspace, first["access_token"]).auth_test()


async def test_an_app_that_is_removed_hears_so_and_its_tokens_are_worth_nothing(
    workspace: Workspace, post: Post, connect: Connect
):
    token = (await installed(workspace, post))["access_token"]
    socket = await connect()

    workspace.uninstall()
    heard = [(await socket.receive())["payload"]["event"] for _ in range(2)]

    assert {event["type"] for event in heard} == {"tokens_revoked", "app_uninstalled"}
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client(workspace, token).auth_test()


async def test_an_organisation_is_named_in_place_of_a_team(workspace: Workspace, post: Post):
    workspace.world.organisation = "E1"

    answer = await installed(workspace, post)

    assert (answer["team"], answer["enterprise"]["id"]) == (None, "E1")
    assert answer["is_enterprise_install"]


async def test_a_stalled_call_that_nobody_waits_for_is_not_done(workspace: Workspace):
    workspace.faults.on("stalled_api", method="chat.postMessage", seconds=60)
    calling = client(workspace, workspace.bot_token).chat_postMessage(channel="ml", text="x")

    task = asyncio.create_task(calling)
    while not workspace.transcript.calls("chat.postMessage"):  # noqa: ASYNC110
        await asyncio.sleep(0.002)
    task.cancel()
    await asyncio.wait({task})
    await workspace.settled()

    assert workspace.messages("ml") == []
