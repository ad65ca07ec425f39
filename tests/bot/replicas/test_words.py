"""With a store as without one: no word, token or key in the log, and none readable at rest."""

import io
from pathlib import Path

from bot.workspace import Workspace
from tests.bot.conftest import until
from tests.bot.replicas.conftest import KEY, serving
from tests.bot.replicas.test_stopping import answers

CANARY = "zanzibar"


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
