"""What goes wrong when somebody asks for it, and only then."""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import Workspace
from bot.workspace.faults import UnknownFaultError
from tests.workspace.conftest import Connect, Post


async def test_a_slow_call_is_done_but_answered_late(workspace: Workspace, client: AsyncWebClient):
    workspace.faults.on("slow_api", seconds=30, method="chat.postMessage")
    calling = asyncio.ensure_future(client.chat_postMessage(channel="ml", text="x"))
    with workspace.person("alice").watch(channel="ml") as watch:
        await watch.wait("message")
    await client.auth_test()

    assert not calling.done()
    workspace.clock.advance(31)
    assert (await calling)["ok"] is True


async def test_a_call_fails_with_the_error_and_status_asked_for(
    workspace: Workspace, client: AsyncWebClient
):
    with workspace.faults.during("failing_api", error="fatal_error", times=1):
        with pytest.raises(SlackApiError, match="fatal_error"):
            await client.chat_postMessage(channel="ml", text="x")
        await client.chat_postMessage(channel="ml", text="y")

    with (
        workspace.faults.during("failing_api", status=503),
        pytest.raises(SlackApiError) as caught,
    ):
        await client.auth_test()
    assert caught.value.response.status_code == 503
    assert [each.text for each in workspace.messages("ml")] == ["y"]


async def test_too_many_calls_are_told_when_to_come_back(
    workspace: Workspace, client: AsyncWebClient
):
    with (
        workspace.faults.during("rate_limit", retry_after=7),
        pytest.raises(SlackApiError) as caught,
    ):
        await client.auth_test()

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert caught.value.response.data == {"ok": False, "error": "ratelimited"}


async def test_a_revoked_token_opens_nothing(workspace: Workspace, client: AsyncWebClient):
    with (
        workspace.faults.during("token_revoked"),
        pytest.raises(SlackApiError, match="token_revoked"),
    ):
        await client.auth_test()

    await client.auth_test()


async def test_response_urls_can_fail(workspace: Workspace, connect: Connect, post: Post):
    path = workspace.world.response_urls.new(
        "commands", channel="C0ML000002", user="U0ALICE001", cause="I"
    )

    with workspace.faults.during("failing_response_url"):
        failed = await post(path, {"text": "x"})

    assert failed == (500, "server_error")
    assert await post(path, {"text": "x"}) == (200, "ok")


async def test_a_proxy_answers_in_slacks_place(workspace: Workspace, post: Post):
    workspace.faults.on("proxy_answer", method="auth.test", times=1)
    failed = await post(f"{workspace.api_url}auth.test")
    workspace.faults.on(
        "proxy_answer", method="response_url", status=200, content_type="text/plain", body="hello"
    )
    odd = await post("/actions/T0LOCAL001/1/x", {"text": "x"})

    assert failed == (502, "<html>Bad Gateway</html>")
    assert odd == (200, "hello")
    assert (await post(f"{workspace.api_url}auth.test"))[1]["error"] == "not_authed"


async def test_an_event_comes_twice(workspace: Workspace, connect: Connect):
    socket = await connect()
    with workspace.faults.during("duplicate_events"):
        await workspace.person("alice").say("@gpumem 70B", channel="ml")
        envelopes = [await socket.receive() for _ in range(2)]
    for envelope in envelopes:
        await socket.ack(envelope)

    assert len({each["envelope_id"] for each in envelopes}) == 2
    assert envelopes[0]["payload"] == envelopes[1]["payload"]


async def test_events_change_places(workspace: Workspace, connect: Connect):
    socket, alice = await connect(), workspace.person("alice")
    workspace.faults.on("reordered_events", times=1)
    await alice.say("@gpumem first", channel="ml")
    await alice.say("@gpumem second", channel="ml")

    texts = []
    for _ in range(2):
        envelope = await socket.receive()
        texts.append(envelope["payload"]["event"]["text"].split()[-1])
        await socket.ack(envelope)

    assert texts == ["second", "first"]


async def test_an_ack_is_lost_and_the_event_comes_again(workspace: Workspace, connect: Connect):
    socket = await connect()
    workspace.faults.on("lost_acks", times=1)
    lost = asyncio.Event()
    workspace.faults.on_change = lost.set
    await workspace.person("alice").say("@gpumem 70B", channel="ml")
    first = await socket.receive()
    await socket.ack(first)
    await asyncio.wait_for(lost.wait(), 5)

    workspace.clock.advance(3.1)
    again = await socket.receive()
    await socket.ack(again)
    await workspace.settled()

    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert again["payload"] == first["payload"]


async def test_a_connection_is_cut_during_the_answer(workspace: Workspace, connect: Connect):
    first = await connect()
    workspace.faults.on("disconnect_during_answer", times=1)
    await workspace.person("alice").say("@gpumem 70B", channel="ml")
    lost = await first.receive()
    second = await connect()

    again = await second.receive()
    await second.ack(again)

    assert (await first.socket.receive(timeout=5)).type == aiohttp.WSMsgType.CLOSED
    assert again["payload"] == lost["payload"]


async def test_sockets_are_dropped_without_a_word(workspace: Workspace, connect: Connect):
    socket = await connect()

    await workspace.faults.do("drop_sockets")

    end = await socket.socket.receive(timeout=5)
    assert (end.type, socket.socket.close_code) == (aiohttp.WSMsgType.CLOSED, 1006)


async def _pong(socket: aiohttp.ClientWebSocketResponse, *, within: float = 5.0) -> bool:
    """Whether a ping is answered in this many seconds."""
    await socket.ping(b"?")
    try:
        message = await socket.receive(timeout=within)
    except TimeoutError:
        return False
    return message.type == aiohttp.WSMsgType.PONG


@pytest.mark.parametrize(
    ("fault", "answers_pings"), [("silence_sockets", True), ("half_open_sockets", False)]
)
async def test_a_dead_connection_carries_nothing_while_a_new_one_does(
    workspace: Workspace, client: AsyncWebClient, fault: str, answers_pings: bool
):
    async with aiohttp.ClientSession() as session:
        url = (await client.apps_connections_open(app_token=workspace.app_token))["url"]
        dead = await session.ws_connect(url, autoping=False)
        await dead.receive_json(timeout=5)
        await workspace.faults.do(fault)

        asked = asyncio.ensure_future(workspace.person("alice").slash("/gpumem"))
        assert await _pong(dead, within=5.0 if answers_pings else 0.1) is answers_pings
        workspace.clock.advance(3.1)

        assert (await asked).text == '/gpumem failed with the error "operation_timeout"'
        assert not dead.closed
        fresh_url = (await client.apps_connections_open(app_token=workspace.app_token))["url"]
        fresh = await session.ws_connect(fresh_url, autoping=False)
        await fresh.receive_json(timeout=5)
        assert await _pong(fresh)


async def test_the_app_is_asked_to_reconnect(workspace: Workspace, connect: Connect):
    socket = await connect()

    await workspace.faults.do("refresh_sockets")
    warning = await socket.receive()
    workspace.clock.advance(10)

    assert warning["reason"] == "warning"
    assert (await socket.receive())["reason"] == "refresh_requested"


async def test_socket_mode_is_switched_off(workspace: Workspace, connect: Connect):
    socket = await connect()

    doing = asyncio.ensure_future(workspace.faults.do("disable_link"))

    assert (await socket.receive())["reason"] == "link_disabled"
    assert (await socket.socket.receive(timeout=5)).type == aiohttp.WSMsgType.CLOSE
    await doing


async def test_an_envelope_is_replayed_as_it_was(workspace: Workspace, connect: Connect):
    socket = await connect()
    await workspace.person("alice").say("@gpumem 70B", channel="ml")
    first = await socket.receive()
    await socket.ack(first)
    await workspace.settled()

    await workspace.faults.do("replay")
    again = await socket.receive()
    await socket.ack(again)

    assert again == first


async def test_signatures_are_late_or_wrong(workspace: Workspace):
    workspace.deliver_over_http("http://127.0.0.1:1/")
    http = workspace.world.delivery.carrier
    verifier = SignatureVerifier(workspace.signing_secret)

    good = http.sign(b"{}")
    with workspace.faults.during("clock_skew", seconds=-600):
        old = http.sign(b"{}")
    with workspace.faults.during("wrong_signature"):
        wrong = http.sign(b"{}")

    assert verifier.is_valid_request(b"{}", good)
    assert not verifier.is_valid_request(b"{}", old)
    assert not verifier.is_valid_request(b"{}", wrong)
    assert time.time() - int(old["X-Slack-Request-Timestamp"]) == pytest.approx(600, abs=2)


async def test_a_fault_that_does_not_exist_is_named(workspace: Workspace):
    with pytest.raises(UnknownFaultError, match=r"^there is no fault 'rain'$"):
        workspace.faults.on("rain")
    with pytest.raises(UnknownFaultError, match=r"^'slow_api' has no option 'colour'$"):
        workspace.faults.on("slow_api", colour="red")
    with pytest.raises(UnknownFaultError, match=r"^'slow_api': seconds cannot be 'long'$"):
        workspace.faults.on("slow_api", seconds="long")
    with pytest.raises(UnknownFaultError, match=r"^'replay' is of kind 'action'$"):
        workspace.faults.on("replay")


async def test_every_action_can_be_done(workspace: Workspace):
    for fault in workspace.faults.shown():
        if fault["kind"] == "action":
            await workspace.faults.do(fault["name"])
