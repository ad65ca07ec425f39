"""Whatever bytes come in, nothing breaks, and no log repeats them."""

import logging
import re

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.running.metrics import Metrics
from bot.transport.http import Gate, Handler
from tests.bot.transport.hostile import CANARY, HOSTILE
from tests.bot.transport.raw import answering, connected, request
from tests.examples import examples

GOOD = request("GET", "/livez", [(b"connection", b"close")])
PLAIN = request("POST", "/slack/events", [(b"content-type", b"application/json")], b'{"a": 1}')
EDITS = st.lists(
    st.tuples(st.integers(0, len(PLAIN)), st.integers(0, 9), st.binary(max_size=9)),
    min_size=1,
    max_size=4,
)


async def never(request: web.BaseRequest, body: str) -> web.StreamResponse:
    raise AssertionError("nothing here is signed")


def gate() -> Handler:
    reported: list[Exception] = []
    return Gate(
        never,
        signing_secret="of somebody else",
        metrics=Metrics(),
        is_ready=lambda: True,
        report=reported.append,
        body_within=0.05,
    )


async def statuses(port: int, raw: bytes) -> list[int]:
    """All that is answered to *raw*, with a request of good will behind it."""
    async with connected(port) as wire:
        wire.send(raw + GOOD)
        said = await wire.rest(quiet=0.5)
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", said)]


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_request_is_refused_without_noise(
    raw: bytes, caplog: pytest.LogCaptureFixture
):
    async with answering(gate()) as port:
        with caplog.at_level(logging.DEBUG):
            said = await statuses(port, raw)
        after = await statuses(port, b"")

    assert after == [200]
    assert [status for status in said if not 200 <= status < 500] == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert CANARY.decode() not in caplog.text.lower()


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
async def test_a_damaged_request_is_answered_or_refused(
    edits: list[tuple[int, int, bytes]], caplog: pytest.LogCaptureFixture
):
    raw = PLAIN
    for at, length, new in edits:
        raw = raw[:at] + new + raw[at + length :]

    async with answering(gate()) as port:
        said = await statuses(port, raw)

    assert [status for status in said if not 200 <= status < 500] == []
    assert [record for record in caplog.records if record.exc_info] == []
