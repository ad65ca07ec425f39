"""Team settings without a store: a file of whoever runs the bot, memory, or none."""

from pathlib import Path

import pytest

from bot.conversation.team_form import TeamSet, read_back
from bot.conversation.team_kept import kept_without_a_store
from bot.running.settings_error import SettingsError
from core.catalog.load import load_catalog

CATALOG = load_catalog()
FILE = """
pool = "8 x H100 80GB, 4 L40S"
prices = "H100 80GB: 2.50"
format = "fp8"
engine = "sglang"
context = 16384
language = "pt"
"""


def written(folder: Path, text: str) -> str:
    path = folder / "team.toml"
    path.write_text(text, "utf-8")
    return str(path)


async def test_the_file_counts_for_every_team(tmp_path: Path):
    kept = kept_without_a_store(written(tmp_path, FILE), CATALOG)
    found = await kept.find("T1")

    assert kept.kind == "file"
    assert found
    assert found == await kept.find("T2")
    assert read_back(found.text) == TeamSet(
        "8 x H100 80GB, 4 L40S", "H100 80GB: 2.50", "fp8", "sglang", 16384, "pt"
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('pool = "8x H1000"', "H1000"),
        ('pool = "H100"', "pool"),
        ("pool = 8", "pool"),
        ('prices = "free"', "prices"),
        ('format = "fp7"', "format"),
        ("context = 0", "context"),
        ('context = "16k"', "context"),
        ("context = true", "context"),
        ('editors = "U1"', "editors"),
        ('colour = "red"', "colour"),
        ("pool", "no TOML"),
    ],
)
def test_what_is_wrong_in_the_file_stops_the_start_and_is_named(
    tmp_path: Path, text: str, names: str
):
    with pytest.raises(SettingsError) as error:
        kept_without_a_store(written(tmp_path, text), CATALOG)

    assert "GPUMEM_TEAM_SETTINGS" in str(error.value)
    assert names in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(SettingsError, match="No such file"):
        kept_without_a_store(str(tmp_path / "nowhere.toml"), CATALOG)


@pytest.mark.parametrize(("where", "kind"), [(None, "nowhere"), ("memory", "memory")])
async def test_otherwise_nothing_is_set(where: str | None, kind: str):
    kept = kept_without_a_store(where, CATALOG)

    assert kept.kind == kind
    assert await kept.find("T1") is None
