"""What passes by itself is asked again, at the Web API and at response addresses alike."""

import pytest

from bot.slack import retry
from bot.slack.client import Client, new_session
from bot.slack.response_url import respond
from bot.workspace import Workspace
from tests.bot.conftest import on_a_socket


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited."""
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(retry, "pause", pause)
    monkeypatch.setattr("bot.slack.response_url.pause", pause)
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.25)
    return waited


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "application/json"])
async def test_a_server_that_stumbles_is_asked_twice_more(
    workspace: Workspace, waits: list[float], status: int, content_type: str
):
    workspace.faults.on("proxy_answer", status=status, content_type=content_type, times=2)

    async with new_session() as session:
        client = Client(workspace.bot_token, workspace.api_url, session)

        assert await client.attempt("chat.postMessage", channel="ml", text="x") == ""
    assert waits == [0.25, 0.5]
    assert [message.text for message in workspace.messages("ml")] == ["x"]


@pytest.mark.parametrize("error", ["internal_error", "service_unavailable"])
async def test_an_error_that_passes_is_asked_twice_more_and_then_said(
    workspace: Workspace, waits: list[float], error: str
):
    workspace.faults.on("failing_api", error=error, times=3)

    async with new_session() as session:
        client = Client(workspace.bot_token, workspace.api_url, session)

        assert await client.attempt("auth.test") == error
        assert await client.attempt("auth.test") == ""
    assert waits == [0.25, 0.5]


async def test_an_error_that_stays_is_said_at_once(workspace: Workspace, waits: list[float]):
    workspace.faults.on("failing_api", error="not_in_channel")

    async with new_session() as session:
        client = Client(workspace.bot_token, workspace.api_url, session)

        assert await client.attempt("auth.test") == "not_in_channel"
    assert waits == []


async def test_too_often_is_waited_out_as_long_as_slack_says(
    workspace: Workspace, waits: list[float]
):
    workspace.faults.on("rate_limit", retry_after=7, times=3)

    async with new_session() as session:
        client = Client(workspace.bot_token, workspace.api_url, session)

        assert await client.attempt("auth.test") == ""
    assert waits == [7.0, 7.0, 7.0]


async def test_a_response_url_is_asked_again_too(workspace: Workspace, waits: list[float]):
    url = workspace.url + workspace.world.response_urls.new(
        "actions", channel="C0ML000002", user="U0ALICE001", cause="I"
    )
    workspace.faults.on("proxy_answer", method="response_url", times=2)

    async with new_session() as session:
        client = Client(workspace.bot_token, workspace.api_url, session)

        assert await respond(client, url, {"text": "x", "response_type": "in_channel"}) == ""
    assert waits == [0.25, 0.5]
    assert [message.text for message in workspace.messages("ml")] == ["x"]


async def test_an_answer_arrives_through_a_proxy_that_stumbles(workspace: Workspace):
    workspace.faults.on("proxy_answer", method="chat.postMessage", status=504, times=2)

    async with on_a_socket(workspace):
        reply = await workspace.person("alice").mention("70B", channel="ml")

    assert reply.text == "You asked: 70B"
