"""With a store as without one: no word, token or key in the log, and none readable at rest."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.running.logs import start_logging
from bot.workspace import Workspace
from tests.bot.conftest import until
from tests.bot.replicas.conftest import KEY, serving
from tests.bot.replicas.test_stopping import answers

CANARY = "zanzibar"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What stands in the log at DEBUG, as `python -m bot` writes it."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    start_logging("DEBUG")
    written = io.StringIO()
    assert isinstance(root.handlers[0], logging.StreamHandler)
    root.handlers[0].setStream(written)
    yield written
    root.handlers[:], root.level = before


def contents(folder: Path) -> bytes:
    """Of all files there."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_words_are_in_no_log_and_in_no_file(
    workspace: Workspace, store_url: str, kind: str, tmp_path: Path, log: io.StringIO
):
    workspace.faults.on("stalled_api", method="chat.postMessage", seconds=30)
    async with serving(workspace, store_url):
        await workspace.person("alice").mention(CANARY, channel="ml", expect="nothing")
        await until(lambda: bool(workspace.transcript.calls("chat.postMessage")))
        at_rest = contents(tmp_path)
    workspace.faults.clear()
    async with serving(workspace, store_url):
        await until(lambda: len(answers(workspace)) == 1)

    assert answers(workspace) == [f"You asked: {CANARY}"]
    assert CANARY.encode() not in at_rest
    assert (b"CREATE TABLE" in at_rest) == (kind == "sqlite")  # it was looked at
    for secret in (CANARY, KEY, workspace.bot_token, store_url):
        assert secret not in log.getvalue()
