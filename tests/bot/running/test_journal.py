"""The log for machines: one JSON object a line, and nothing of anybody's words in it."""

import json
import logging
from collections.abc import Iterator

import pytest

from bot.running.journal import hashed
from bot.running.logs import start_logging
from bot.workspace import Workspace
from tests.bot.conftest import on_a_socket


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root, each = logging.getLogger(), logging.getLogger("gpumem.requests.each")
    before = root.handlers[:], root.level, each.level
    yield
    root.handlers[:], level, each_level = before
    root.setLevel(level)
    each.setLevel(each_level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


async def test_each_request_has_a_line_when_it_is_acknowledged_and_when_it_is_answered(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
):
    start_logging("INFO", "json")
    async with on_a_socket(workspace):
        await workspace.person("alice").mention("my-secret-rig 70B", channel="ml")
        await workspace.person("alice").mention("nosuch-secret", channel="ml")

    written = [line for line in lines(capsys) if line["logger"] == "gpumem.requests.each"]
    events = workspace.transcript.envelopes("app_mention")
    ids = [entry.request["payload"]["event_id"] for entry in events]
    team = hashed(workspace.world.team_id)
    assert [
        (line["event"], line["kind"], line["request"], line["team"], line["outcome"])
        for line in written
        if line["event"] == "answered"
    ] == [
        ("answered", "app_mention", ids[0], team, "answer"),
        ("answered", "app_mention", ids[1], team, "unknown_model"),
    ]
    acknowledged = [line for line in written if line["event"] == "acknowledged"]
    assert [line["outcome"] for line in acknowledged if line["kind"] == "app_mention"] == [
        "200"
    ] * 2
    assert all(isinstance(line["seconds"], float) for line in written)
    assert workspace.world.team_id not in str(written)
    assert "secret" not in str(written)


def test_tokens_are_redacted_and_the_line_is_still_json(capsys: pytest.CaptureFixture[str]):
    start_logging("INFO", "json")
    try:
        raise ValueError("xoxb-1-secret was refused")
    except ValueError:
        logging.getLogger("x").exception('it said "xapp-1-abc"')

    (line,) = lines(capsys)
    assert line["event"] == 'it said "(secret)"'
    assert str(line["exception"]).endswith("ValueError: (secret) was refused")
    assert (line["level"], line["logger"]) == ("error", "x")


async def test_as_text_a_request_has_no_line(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
):
    start_logging("INFO")
    async with on_a_socket(workspace):
        await workspace.person("alice").mention("70B", channel="ml")

    assert "answered" not in capsys.readouterr().err
