"""Fifty people ask in one channel at once, and Slack takes one message a second."""

import asyncio

import pytest

from bot.app import open_bot
from bot.slack import pacing, retry
from bot.transport.socket import SocketMode
from bot.workspace import Workspace
from bot.workspace.rate_limits import RateLimits
from bot.workspace.seed import DEFAULT_SEED, Seed, SeedUser
from tests.bot.conftest import HURRIED, settings_for
from tests.bot.frozen import Frozen
from tests.bot.stand_in import core

PEOPLE = 50


def seed(people: int) -> Seed:
    users = (SeedUser(f"U{n:09}", f"p{n}", f"Person {n}", "en-US", "999999") for n in range(people))
    shown = DEFAULT_SEED
    return Seed(shown.team_name, shown.team_domain, tuple(users), shown.channels, ())


class Run:
    """What came of it: seconds of the workspace's clock, answers in their order, refusals."""

    def __init__(self, seconds: float, answers: list[str], refused: int) -> None:
        self.seconds, self.answers, self.refused = seconds, answers, refused


async def all_at_once(people: int, monkeypatch: pytest.MonkeyPatch) -> Run:
    clock = Frozen()
    pauses = 0

    async def pause(seconds: float) -> None:
        nonlocal pauses
        pauses += 1
        await clock.sleep(seconds)
        pauses -= 1

    monkeypatch.setattr(retry, "pause", pause)
    workspace = Workspace(seed=seed(people))
    workspace.world.limits = RateLimits(clock, on=True, burst=1)  # pyright: ignore[reportArgumentType]
    await workspace.start()
    try:
        async with open_bot(settings_for(workspace), core=core(), clock=clock) as bot:
            await bot.identity.learn()
            stop = asyncio.Event()
            sockets = SocketMode(bot, workspace.app_token, HURRIED)
            running = asyncio.create_task(sockets.run(stop))
            await workspace.connected()
            began = clock.now()
            for n in range(people):
                person = workspace.person(f"p{n}")
                await person.mention(f"{n}B", channel="ml", expect="nothing")
            await workspace.settled()
            while len(bot.work):
                # No time passes while anything is being done.
                if len(bot.work) == bot.metrics.value("gpumem_posts_waiting") + pauses:
                    clock.go_on()
                await asyncio.sleep(0.0005)
            stop.set()
            await running
            seconds = clock.now() - began
            calls = workspace.transcript.calls("chat.postMessage")
            answers = [call.request["text"] for call in calls if call.ok]
            return Run(seconds, answers, sum(not call.ok for call in calls))
    finally:
        await workspace.stop()


@pytest.mark.usefixtures("paced")
async def test_all_are_answered_in_order_within_a_minute(monkeypatch: pytest.MonkeyPatch):
    run = await all_at_once(PEOPLE, monkeypatch)

    assert run.answers == [f"You asked: {n}B" for n in range(PEOPLE)]
    assert PEOPLE - 1 <= run.seconds <= 60
    assert run.refused / PEOPLE < 0.01


async def test_without_a_queue_slack_refuses(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pacing, "EVERY", 0.0)

    assert (await all_at_once(4, monkeypatch)).refused >= 3
