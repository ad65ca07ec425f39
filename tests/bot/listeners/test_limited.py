"""One request too many, of a person or of a team."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.app import Bot, open_bot
from bot.running.limits import Limits
from bot.transport.socket import SocketMode
from bot.workspace import Workspace
from tests.bot.conftest import HURRIED, settings_for
from tests.bot.stand_in import core

MUCH = "That was a lot at once. I answer you again in a minute."


@asynccontextmanager
async def limited(workspace: Workspace, **limits: str) -> AsyncIterator[Bot]:
    async with open_bot(settings_for(workspace, **limits), core=core()) as bot:
        await bot.identity.learn()
        stop = asyncio.Event()
        running = asyncio.create_task(SocketMode(bot, workspace.app_token, HURRIED).run(stop))
        await workspace.connected()
        yield bot
        stop.set()
        await running


@pytest.fixture
async def bot(workspace: Workspace) -> AsyncIterator[Bot]:
    async with limited(workspace, GPUMEM_PERSON_PER_MINUTE="2") as bot:
        yield bot


async def test_a_command_too_many_is_acknowledged_with_a_sentence(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")

    said = [(await alice.slash("/gpumem 70B", channel="ml")).text for _ in range(4)]

    assert said == ["You asked: 70B", "You asked: 70B", MUCH, MUCH]
    assert bot.metrics.value("gpumem_limited_total", whose="person") == 2


async def test_others_are_answered(workspace: Workspace, bot: Bot):
    for _ in range(3):
        await workspace.person("alice").slash("/gpumem 70B", channel="ml")

    assert (await workspace.person("bruno").slash("/gpumem 8B", channel="ml")).text.endswith("8B")


async def test_who_mentions_us_too_often_is_told_once_and_alone(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")
    for _ in range(2):
        await alice.mention("70B", channel="ml")

    told = await alice.mention("cabe um 13B numa 4090?", channel="ml")
    await alice.mention("70B", channel="ml", expect="nothing")
    await workspace.settled()
    await bot.work.drain(1)

    assert told.ephemeral
    assert told.text == "Foi muita coisa de uma vez. Volto a responder daqui a um minuto."
    assert len(workspace.transcript.calls("chat.postEphemeral")) == 1


async def test_a_team_has_a_limit_too(workspace: Workspace):
    async with limited(workspace, GPUMEM_TEAM_PER_MINUTE="1") as bot:
        await workspace.person("alice").slash("/gpumem 70B", channel="ml")
        said = await workspace.person("bruno").slash("/gpumem 70B", channel="ml")

        assert bot.metrics.value("gpumem_limited_total", whose="team") == 1
    assert said.text.startswith("Your team asks more than I can answer")


async def test_after_a_minute_it_is_answered_again(monkeypatch: pytest.MonkeyPatch):
    now = [1000.0]
    monkeypatch.setattr("limits.aio.storage.memory.time.time", lambda: now[0])
    limits = Limits(person=1, team=0)

    first = [await limits.exceeded("T1", "U1") for _ in range(2)]
    now[0] += 61
    later = await limits.exceeded("T1", "U1")

    assert (first, later) == (["", "person"], "")


async def test_the_same_id_in_another_team_is_somebody_else():
    limits = Limits(person=1, team=0)
    assert await limits.exceeded("T1", "U1") == ""
    assert await limits.exceeded("T2", "U1") == ""
