"""Whatever a browser, or whoever says it is one, asks of the pages of installing."""

import io
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.running.limits import Limits
from bot.slack.oauth import INSTALL, REDIRECT
from bot.transport import install
from bot.workspace import Workspace
from tests.bot.many.conftest import Replica, browser, serving
from tests.bot.transport.raw import connected, request
from tests.examples import examples

CANARY = "canary-70b"
NAMES = st.sampled_from(["team", "state", "code", "error", "error_description", CANARY])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = st.sampled_from(["", CANARY, f"xoxb-{CANARY}", "T1", "access_denied", "%", "1"]) | TEXTS
QUERIES = st.lists(st.tuples(NAMES, VALUES), max_size=5)
HEADER = st.from_regex(rb"[\x21-\x7e\x80-\xff]{0,40}", fullmatch=True)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from([b"cookie", b"x-forwarded-for", b"host", b"content-type", b"accept"]),
        HEADER | st.sampled_from([b"slack-app-oauth-state=" + CANARY.encode(), b"9.9.9.9"]),
    ),
    max_size=4,
)


@pytest.fixture
async def port(
    workspace: Workspace, tmp_path: Any, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[int]:
    """Where a bot for many workspaces answers, however often it is asked."""
    monkeypatch.setattr(install, "ONE", 0)
    monkeypatch.setattr(install, "ALL", 0)
    async with serving(workspace, f"sqlite:///{tmp_path}/store.sqlite3") as replica:
        yield int(replica.url.rpartition(":")[2])


async def status_of(port: int, raw: bytes) -> int:
    async with connected(port) as wire:
        wire.send(raw)
        said = await wire.rest(quiet=None)
    return int(said.split()[1])


def asking(path: str, query: list[tuple[str, str]], headers: list[tuple[bytes, bytes]]) -> bytes:
    encoded = "&".join(f"{quote(name)}={quote(value)}" for name, value in query)
    return request("GET", f"{path}?{encoded}", [*headers, (b"connection", b"close")])


@settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(path=st.sampled_from([INSTALL, REDIRECT]), query=QUERIES, headers=HEADERS)
@example(path=REDIRECT, query=[("state", CANARY), ("code", CANARY)], headers=[])
@example(
    path=REDIRECT,
    query=[("state", CANARY), ("code", CANARY)],
    headers=[(b"cookie", b"slack-app-oauth-state=" + CANARY.encode())],
)
@example(path=REDIRECT, query=[("error", CANARY)], headers=[])
@example(path=INSTALL, query=[("team", f"{CANARY}&scope=admin")], headers=[])
async def test_no_request_makes_a_page_fail_and_the_log_repeats_none(
    port: int,
    log: io.StringIO,
    path: str,
    query: list[tuple[str, str]],
    headers: list[tuple[bytes, bytes]],
):
    assert await status_of(port, asking(path, query, headers)) in {200, 302, 400, 401}
    assert CANARY not in log.getvalue().lower()


async def test_a_code_of_somebody_who_really_came_back_is_not_in_the_log(
    port: int, log: io.StringIO
):
    """The state is ours; the code is none of Slack's, so that Slack refuses it."""
    async with browser() as one:
        _, to_slack, _ = await one.get(f"http://127.0.0.1:{port}{INSTALL}")
        state = to_slack.partition("state=")[2].partition("&")[0]
        page = f"http://127.0.0.1:{port}{REDIRECT}?state={state}&code={CANARY}"
        status, _, said = await one.get(page)

    assert status == 401
    assert CANARY not in said
    assert CANARY not in log.getvalue().lower()
    assert state not in log.getvalue()


@pytest.mark.parametrize("path", [INSTALL, REDIRECT])
async def test_an_address_has_so_many_a_minute_and_the_others_their_own(
    replica: Replica, path: str
):
    port = int(replica.url.rpartition(":")[2])

    def from_(address: bytes) -> bytes:
        return asking(path, [], [(b"x-forwarded-for", b"9.9.9.8, " + address)])

    said = [await status_of(port, from_(b"9.9.9.9")) for _ in range(install.ONE + 2)]

    assert said[-2:] == [429, 429]
    assert 429 not in said[:-2]
    assert await status_of(port, from_(b"9.9.9.10")) != 429
    assert replica.bot.metrics.value("gpumem_limited_total", whose="page") == 2


async def test_all_together_have_so_many_and_are_told_when_to_come_again(replica: Replica):
    assert replica.bot.flow
    page = install.pages(replica.bot.flow, replica.bot.metrics, Limits(0, 3))[INSTALL]
    answers = [
        await page(make_mocked_request("GET", INSTALL, {"x-forwarded-for": f"9.9.9.{n}"}))
        for n in range(4)
    ]

    assert [one.status for one in answers] == [302, 302, 302, 429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_who_calls_is_what_our_proxy_saw():
    assert install.caller("10.1.2.3", []) == "10.1.2.3"
    assert install.caller("10.1.2.3", ["nonsense"]) == "10.1.2.3"
    assert install.caller("::ffff:10.1.2.3", ["9.9.9.9"]) == "9.9.9.9"
    assert install.caller("10.1.2.3", ["8.8.8.8", "1.1.1.1, 9.9.9.9"]) == "9.9.9.9"
    same = {install.caller("::1", [f"2620:fe:1:2::{host:x}"]) for host in range(1, 50)}
    assert len(same) == 1
    assert install.caller("", []) == install.caller("no address", ["9.9.9.9"]) == "None"
