"""
The ports beside Slack's, metrics and MCP: whatever bytes come in, nothing breaks and no log repeats
them.
"""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.app import open_bot, the_core
from bot.hub.lookups import Lookups
from bot.mcp.server import new_server
from bot.mcp.tools import Tools
from bot.running.metrics import Metrics
from bot.transport import api, mcp, watching
from bot.transport.server import listen
from bot.transport.watching import watched_on
from bot.workspace import Workspace
from tests.bot.conftest import settings_for
from tests.bot.stand_in import core
from tests.bot.transport.beside import served_on
from tests.bot.transport.hostile import CANARY, HOSTILE
from tests.bot.transport.raw import connected, request
from tests.examples import examples

TOKEN = "a-token-nobody-has"
CLOSE = (b"connection", b"close")
SHOWN = (b"authorization", f"Bearer {TOKEN}".encode())
JSON = [
    (b"content-type", b"application/json"),
    (b"accept", b"application/json, text/event-stream"),
    (b"mcp-protocol-version", b"2025-06-18"),
]
LIST = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
FIXTURES = [HealthCheck.function_scoped_fixture]


@dataclass(frozen=True, slots=True)
class Port:
    """Where something answers, a request that it answers well, and what it is told by strangers."""

    number: int
    path: bytes
    good: bytes
    reported: list[Exception]

    async def statuses(self, raw: bytes) -> list[int]:
        """All that is answered to *raw*, with a request of good will behind it."""
        async with connected(self.number) as wire:
            wire.send(raw + self.good)
            said = await wire.rest(quiet=0.5)
        return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", said)]

    async def status(self, raw: bytes) -> int:
        async with connected(self.number) as wire:
            wire.send(raw)
            return (await wire.answer())[0]


@pytest.fixture
async def metrics_port(workspace: Workspace, log: io.StringIO) -> AsyncIterator[Port]:
    bound = listen("127.0.0.1", 0)
    async with (
        open_bot(settings_for(workspace), core=core()) as bot,
        watched_on(bot, bound, asyncio.Event()),
    ):
        good = request("GET", "/livez", [CLOSE])
        yield Port(bound.getsockname()[1], b"/metrics", good, [])


@asynccontextmanager
async def programs(*, on_loopback: bool) -> AsyncIterator[Port]:
    bound, asked = listen("127.0.0.1", 0), the_core()
    server = new_server(Tools(asked, Lookups(None, asked.catalog, {}, Metrics())))
    good = request("POST", "/mcp", [*JSON, SHOWN, CLOSE], LIST)
    async with served_on(
        bound,
        mcp.serve,
        server,
        metrics=Metrics(),
        token=TOKEN,
        signing_secret="of somebody else",
        on_loopback=on_loopback,
        body_within=0.2,
    ) as reported:
        yield Port(bound.getsockname()[1], b"/mcp", good, reported)


@pytest.fixture
async def mcp_port(log: io.StringIO) -> AsyncIterator[Port]:
    async with programs(on_loopback=False) as port:
        yield port


@pytest.fixture
async def api_port(log: io.StringIO) -> AsyncIterator[Port]:
    bound, asked, metrics = listen("127.0.0.1", 0), the_core(), Metrics()
    what = (asked, Lookups(None, asked.catalog, {}, metrics))
    good = request("GET", "/v1/estimate?q=8B", [SHOWN, CLOSE])
    async with served_on(
        bound, api.serve, *what, metrics=metrics, token=TOKEN, on_loopback=False
    ) as reported:
        yield Port(bound.getsockname()[1], b"/v1/estimate", good, reported)


@pytest.fixture(params=["metrics_port", "mcp_port", "api_port"])
def port(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_request_is_refused_without_noise(port: Port, raw: bytes, log: io.StringIO):
    said = await port.statuses(raw.replace(b"/slack/events", port.path))

    assert [status for status in said if not 200 <= status < 500] == []
    assert await port.statuses(b"") == [200]
    assert CANARY.decode() not in log.getvalue().lower()
    assert "Traceback" not in log.getvalue()


@pytest.mark.parametrize("stamp", [b"\xb2", b"9" * 5000, b"-1", b"1.5", b"\xd9\xa1", b""])
async def test_a_time_that_is_none_is_not_signed(mcp_port: Port, stamp: bytes):
    headers = [*JSON, (b"x-slack-request-timestamp", stamp), (b"x-slack-signature", b"v0=a")]

    assert await mcp_port.status(request("POST", "/mcp", headers, LIST)) == 401


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "OPTIONS"])
async def test_there_is_no_stream_to_hold_open(mcp_port: Port, method: str):
    assert await mcp_port.status(request(method, "/mcp", [*JSON, SHOWN])) == 405


async def test_who_opens_connections_and_says_nothing_keeps_nobody_out(port: Port):
    silent = [
        await asyncio.open_connection("127.0.0.1", port.number)
        for _ in range(max(mcp.MOST, watching.MOST) + 20)
    ]

    assert await port.statuses(b"") == [200]
    for _, writer in silent:
        writer.close()


async def test_a_body_that_does_not_come_is_not_waited_for(mcp_port: Port):
    half = request("POST", "/mcp", [(b"content-length", b"10"), *JSON, SHOWN], b"{")

    assert await mcp_port.status(half) == 408


async def test_a_name_that_is_not_ours_is_refused_and_not_repeated(log: io.StringIO):
    async with programs(on_loopback=True) as port:
        for name in (b"host", b"origin"):
            raw = request("POST", "/mcp", [*JSON, (name, b"http://" + CANARY)], LIST)
            assert await port.status(raw.replace(b"Host: gpumem\r\n", b"")) in {400, 403, 421}

    assert CANARY.decode() not in log.getvalue().lower()


NAMES = st.sampled_from(
    ["jsonrpc", "id", "method", "params", "name", "arguments", "question", "questions", "_meta"]
)
METHODS = (
    "initialize ping tools/list tools/call resources/list resources/read prompts/list"
    " logging/setLevel notifications/initialized notifications/cancelled completion/complete x"
)
WORDS = st.sampled_from(
    [*METHODS.split(), "2.0", "estimate", "compare", "explain", f"70B {CANARY.decode()}"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=20)
ANY = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=10,
)
CALLS = st.fixed_dictionaries(
    {
        "jsonrpc": st.just("2.0"),
        "id": st.integers(0, 9) | st.text(max_size=5),
        "method": st.sampled_from(METHODS.split()),
    },
    optional={
        "params": ANY
        | st.fixed_dictionaries(
            {"name": WORDS, "arguments": st.dictionaries(NAMES, ANY, max_size=3)}
        )
    },
)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=FIXTURES)
@given(body=CALLS | ANY | st.lists(CALLS, max_size=3))
@example(
    body={
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "estimate", "arguments": {"question": f"how big is {CANARY.decode()}"}},
    }
)
@example(body={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": CANARY.decode()})
async def test_no_message_makes_mcp_fail_and_the_log_repeats_none(
    mcp_port: Port, log: io.StringIO, body: Any
):
    raw = request("POST", "/mcp", [*JSON, SHOWN], json.dumps(body).encode())

    assert 200 <= await mcp_port.status(raw) < 500
    assert mcp_port.reported == []
    assert CANARY.decode() not in log.getvalue().lower()
    assert TOKEN not in log.getvalue()


@settings(max_examples=examples(60), deadline=None, suppress_health_check=FIXTURES)
@given(
    body=st.binary(max_size=200),
    headers=st.lists(
        st.tuples(
            st.sampled_from([name for name, _ in JSON] + [b"host", b"origin", b"mcp-session-id"]),
            st.from_regex(rb"[\x21-\x7e\x80-\xff]{0,30}", fullmatch=True)
            | st.sampled_from([value for _, value in JSON] + [CANARY]),
        ),
        max_size=5,
    ),
)
@example(body=LIST, headers=[(b"host", CANARY), *JSON])
async def test_nor_does_any_header_or_body(
    mcp_port: Port, log: io.StringIO, body: bytes, headers: list[tuple[bytes, bytes]]
):
    said = await mcp_port.status(request("POST", "/mcp", [*headers, SHOWN], body))

    assert 200 <= said < 500
    assert mcp_port.reported == []
    assert CANARY.decode() not in log.getvalue().lower()
