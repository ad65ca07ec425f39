"""What the papers say of scopes, tables and times is what the code does."""

import re
from pathlib import Path

from bot.slack.manifest import SCOPES
from bot.slack.requests import TOO_OLD
from bot.store.outbox import REMEMBERED
from bot.store.redis_once import REMEMBERED as IN_REDIS
from bot.store.states import LIFETIME
from bot.store.tables import metadata

ROOT = Path(__file__).parents[2]
SECURITY, PRIVACY, THREATS = (
    (ROOT / name).read_text("utf-8") for name in ("SECURITY.md", "PRIVACY.md", "docs/threats.md")
)


def test_each_scope_is_justified_and_no_other():
    assert tuple(re.findall(r"^\| `([\w:]+)` \|", SECURITY, re.MULTILINE)) == SCOPES


def test_each_table_is_named_and_no_other():
    named = re.findall(r"^\| `(\w+)`", PRIVACY, re.MULTILINE)

    assert sorted(named) == sorted(metadata.tables)


def test_the_times_are_those_of_the_code():
    assert LIFETIME == 10 * 60
    assert "| ten minutes, once |" in PRIVACY
    assert TOO_OLD == 5 * 60
    assert "five minutes at most" in PRIVACY
    assert REMEMBERED == IN_REDIS == 3600
    assert "says nothing, an hour |" in PRIVACY


def test_each_threat_names_tests_that_are_there():
    named = [Path(path) for path in re.findall(r"`(tests/[\w/.]+)`", THREATS)]
    beside = re.findall(r"`(tests/[\w/]+/)\w+\.py`, `(\w+\.py)`", THREATS)

    assert len(named) >= 13
    for path in (*named, *(Path(folder) / name for folder, name in beside)):
        assert (ROOT / path).exists(), path
