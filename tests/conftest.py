"""What all tests share."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from bot.workspace import Workspace
from bot.workspace.testing import running
from tests.examples import examples

# Machines are noisy: a slow example is no failure. `make bench` measures.
settings.register_profile("gpumem", deadline=None, max_examples=examples(50))
settings.load_profile("gpumem")


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """A fake Slack on 127.0.0.1 with two people, for one test."""
    async with running() as workspace:
        yield workspace
