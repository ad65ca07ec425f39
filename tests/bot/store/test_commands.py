"""`python -m bot migrate`, `rotate-keys`, `new-key`, `export-team`, as people run them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store import Bot

from bot.store.cipher import Cipher, new_key
from bot.store.database import Database
from bot.store.installations import Installations
from bot.store.team_settings import TeamSettings
from tests.bot.databases import with_driver

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
OURS = re.compile("SLACK_|GPUMEM_")


def command(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )


async def test_a_store_is_made_and_its_key_is_changed(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    old = command(tmp_path, "new-key").stdout.strip()
    made = command(tmp_path, "migrate", GPUMEM_DATABASE_URL=url, GPUMEM_SECRET_KEYS=old)
    assert (made.returncode, made.stdout) == (0, "The schema is up to date (0002).\n")

    database = Database(with_driver(url))
    bot = Bot(team_id="T1", bot_token="xoxb-1", bot_id="B", bot_user_id="U", installed_at=1.0)
    bot.app_id = "A1"
    await Installations("client", database, Cipher([old])).async_save_bot(bot)
    new = new_key()
    keys = {"GPUMEM_DATABASE_URL": url, "GPUMEM_SECRET_KEYS": f"{new},{old}"}

    changed = command(tmp_path, "rotate-keys", **keys)

    assert changed.returncode == 0
    assert changed.stdout == (
        "1 values are now encrypted with the first key.\n"
        "The other keys can be taken out of GPUMEM_SECRET_KEYS.\n"
    )
    found = await Installations("client", database, Cipher([new])).async_find_bot(
        enterprise_id=None, team_id="T1"
    )
    await database.close()
    assert found
    assert found.bot_token == "xoxb-1"


async def test_what_a_team_has_set_is_printed_and_deleted(tmp_path: Path):
    url, key = f"sqlite:///{tmp_path}/store.sqlite3", new_key()
    keys = {"GPUMEM_DATABASE_URL": url, "GPUMEM_SECRET_KEYS": key}
    command(tmp_path, "migrate", **keys)
    database = Database(with_driver(url))
    kept = TeamSettings(database, Cipher([key]))
    for team in ("T1", "T2"):
        await kept.save(team, None, '{"pool": "8x H100", "editors": ["U1"]}', instead_of=None)

    printed = command(tmp_path, "export-team", "T1", **keys)
    deleted = command(tmp_path, "delete-team", "T1", **keys)
    nothing = [command(tmp_path, name, "T1", **keys) for name in ("export-team", "delete-team")]

    assert printed.returncode == deleted.returncode == 0
    assert json.loads(printed.stdout) == {
        "team": "T1",
        "settings": {"pool": "8x H100", "editors": ["U1"]},
    }
    assert deleted.stdout == "What the team T1 had set is deleted.\n"
    assert [(one.returncode, one.stderr) for one in nothing] == [
        (1, "Nothing is set by the team T1.\n")
    ] * 2
    assert await kept.find("T2")
    await database.close()
    assert command(tmp_path, "export-team", **keys).returncode == 2


def test_what_is_missing_is_named(tmp_path: Path):
    nowhere = {"GPUMEM_DATABASE_URL": "postgresql://127.0.0.1:1/x", "GPUMEM_SECRET_KEYS": new_key()}

    assert command(tmp_path, "migrate").stderr == (
        "gpumem cannot run: GPUMEM_DATABASE_URL is missing: there is no store to work on.\n"
    )
    assert command(tmp_path, "rotate-keys", **nowhere).stderr == (
        "gpumem cannot run: the database does not answer\n"
    )
    asked = command(tmp_path, "migrate-all")
    assert asked.returncode == 2
    assert "python -m bot migrate " in asked.stderr
