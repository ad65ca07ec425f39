"""What all tests share."""

import os
from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from bot.slack import pacing
from bot.workspace import Workspace
from bot.workspace.testing import running
from tests.examples import TIMES, examples

# Programs that the tests start find compiled what the first of them has compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Machines are noisy: a slow example is no failure. `make bench` measures.
# A push sees the same examples each time, so that it is judged by what it changed; `make laws`
# looks for new ones.
settings.register_profile(
    "gpumem", deadline=None, max_examples=examples(50), derandomize=TIMES == 1
)
settings.load_profile("gpumem")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers are waited for: where they come first, the other processes use that time."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """A fake Slack on 127.0.0.1 with two people, for one test."""
    async with running() as workspace:
        yield workspace


EVERY, TEAM_EVERY = pacing.EVERY, pacing.TEAM_EVERY  # seconds


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a second between two posts in a channel, unless that is what is tried."""
    monkeypatch.setattr(pacing, "EVERY", 0.0)
    monkeypatch.setattr(pacing, "TEAM_EVERY", 0.0)


@pytest.fixture
def paced(unpaced: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is in Slack."""
    monkeypatch.setattr(pacing, "EVERY", EVERY)
    monkeypatch.setattr(pacing, "TEAM_EVERY", TEAM_EVERY)
