"""What one workspace does not need, it does not load."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Half a second of imports, and more than forty megabytes.
OF_THE_STORE = ("sqlalchemy", "alembic", "asyncpg", "aiosqlite", "cryptography", "redis")
AS_JSON = ("structlog",)  # a tenth of the start
LOADED = """
import sys
import bot.__main__, bot.app, bot.modes
import bot.transport.server, bot.transport.socket, bot.workspace
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.slow
def test_one_workspace_without_a_store_loads_nothing_of_it():
    said = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = set(said.stdout.split())
    assert {"slack_bolt", "aiohttp", "pydantic"} <= loaded
    assert loaded.isdisjoint(OF_THE_STORE + AS_JSON)
