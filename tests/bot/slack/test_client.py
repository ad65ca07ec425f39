"""One session for all that goes to Slack."""

from typing import Any

import pytest

from bot.app import Bot
from bot.slack.client import Client, new_session
from bot.workspace import Workspace
from tests.bot.conftest import on_a_socket


async def test_many_calls_use_one_connection(workspace: Workspace):
    async with new_session() as session:
        client = Client(workspace.bot_token, workspace.api_url, session)
        for _ in range(20):
            await client.auth_test()

        connections = sum(len(pool) for pool in session.connector._conns.values())

    assert connections == 1


async def test_a_proxy_in_the_environment_is_for_the_world_outside(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    async with on_a_socket(workspace):
        reply = await workspace.person("alice").mention("70B", channel="ml")

    assert reply.text == "You asked: 70B"


async def test_a_proxy_in_the_environment_is_used_for_slack(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    async with new_session() as session:
        assert Client("xoxb-1", "https://slack.com/api/", session).proxy == "http://127.0.0.1:9"


async def test_listeners_are_given_the_shared_client(workspace: Workspace):
    given: list[Any] = []

    async with on_a_socket(workspace) as bot:

        @bot.app.action("probe")
        async def probe(ack: Any, client: Any) -> None:
            await ack()
            given.append(client)

        await _click_a_probe(workspace, bot)

    assert given[0] is bot.client


async def _click_a_probe(workspace: Workspace, bot: Bot) -> None:
    alice = workspace.person("alice")
    button = {
        "type": "button",
        "action_id": "probe",
        "text": {"type": "plain_text", "text": "probe"},
    }
    with alice.watch("the button", channel="ml") as watch:
        await bot.client.chat_postMessage(
            channel="C0ML000002", text="x", blocks=[{"type": "actions", "elements": [button]}]
        )
        message = await watch.wait("message")
    await alice.click(message, "probe", expect="nothing")
