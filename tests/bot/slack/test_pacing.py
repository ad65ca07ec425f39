"""Who posts when: in turn, person by person, no faster than Slack takes it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bot.running.metrics import Metrics
from bot.slack.lane import CrowdedError
from bot.slack.pacing import (
    EVERY,
    LANES,
    MOST_IN_CHANNEL,
    MOST_IN_TEAM,
    MOST_OF_A_PERSON,
    TEAM_BURST,
    Pacing,
)
from bot.slack.retry import told_to_wait
from tests.bot.frozen import Frozen

pytestmark = pytest.mark.usefixtures("paced")


class Channel:
    """Posts through *pacing*, and notes who posted when."""

    def __init__(self) -> None:
        self.clock, self.metrics = Frozen(), Metrics()
        self.pacing = Pacing(self.metrics, self.clock)
        self.posted: list[tuple[str, float]] = []
        self.crowded: list[str] = []
        self.retry_after: dict[str, float] = {}  # what Slack says to whom, once
        self.tasks: list[asyncio.Task[None]] = []

    def post(self, what: str, channel: str = "C1", team: str = "T1", person: str = "") -> None:
        turn = self._post(what, channel, team, person or what[0])
        self.tasks.append(asyncio.create_task(turn))

    async def _post(self, what: str, channel: str, team: str, person: str) -> None:
        try:
            async with self.pacing.turn(team, channel, person):
                if seconds := self.retry_after.pop(what, None):
                    told = told_to_wait.get()
                    assert told
                    told(seconds)
                    await self.clock.sleep(seconds)
                self.posted.append((what, round(self.clock.now() - 1000, 3)))
        except CrowdedError:
            self.crowded.append(what)

    @property
    def order(self) -> list[str]:
        return [what for what, _ in self.posted]

    def count(self, event: str) -> int:
        return self.metrics.value("gpumem_posts_total", event=event)


@pytest.fixture
async def slack() -> AsyncIterator[Channel]:
    slack = Channel()
    yield slack
    for task in slack.tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_one_a_second_in_the_order_of_asking(slack: Channel):
    for what in ("a", "b", "c"):
        slack.post(what)
    await slack.clock.run(10)

    assert slack.posted == [("a", 0), ("b", EVERY), ("c", 2 * EVERY)]
    assert slack.metrics.value("gpumem_posts_waiting") == 0
    assert slack.metrics.value("gpumem_post_wait_seconds_count") == 3


async def test_who_asks_much_does_not_keep_others_waiting(slack: Channel):
    for what in ("a1", "a2", "a3", "a4", "b1", "c1", "b2"):
        slack.post(what)
    await slack.clock.run(20)

    assert slack.order == ["a1", "a2", "b1", "c1", "a3", "b2", "a4"]


async def test_channels_do_not_wait_for_each_other(slack: Channel):
    for what, channel in (("a", "C1"), ("b", "C1"), ("c", "C2")):
        slack.post(what, channel)
    await slack.clock.run(0)

    assert slack.order == ["a", "c"]


async def test_a_workspace_has_a_rate_of_its_own_and_another_does_not_wait_for_it(slack: Channel):
    for number in range(12):
        slack.post(f"a{number}", f"C{number}")
    slack.post("b", "C1", team="T2")
    await slack.clock.run(0)
    assert len(slack.posted) == TEAM_BURST + 1
    assert ("b", 0.0) in slack.posted

    await slack.clock.run(1)
    assert [at for _, at in slack.posted][-2:] == [0.2, 0.4]


async def test_a_channel_waits_as_long_as_slack_says(slack: Channel):
    slack.retry_after["a"] = 7.0
    for what, channel in (("a", "C1"), ("b", "C1"), ("c", "C2")):
        slack.post(what, channel)
    await slack.clock.run(20)

    assert slack.posted == [("c", 0), ("a", 7), ("b", 7 + EVERY)]
    assert slack.count("too_often") == 1


async def test_a_slow_slack_holds_nobody_up(slack: Channel):
    async def post_slowly() -> None:
        async with slack.pacing.turn("T1", "C1", "a"):
            await slack.clock.sleep(6)

    slack.tasks.append(asyncio.create_task(post_slowly()))
    slack.post("b")
    await slack.clock.run(5)

    assert slack.posted == [("b", EVERY)]


async def test_where_two_channels_are_told_to_wait_the_workspace_does(slack: Channel):
    slack.retry_after |= {"a": 5.0, "b": 5.0}
    slack.post("a", "C1")
    slack.post("b", "C2")
    await slack.clock.run(1)
    slack.post("c", "C3")
    await slack.clock.run(20)

    assert dict(slack.posted)["c"] >= 5
    assert slack.count("too_often") == 2


async def test_nobody_waits_for_what_slack_takes_only_in_minutes(slack: Channel):
    slack.retry_after["a"] = 600.0
    for what in ("a", "b"):
        slack.post(what)
    await slack.clock.run(1)
    slack.post("c")
    await slack.clock.run(1)

    assert slack.crowded == ["b", "c"]
    assert slack.count("crowded") == 2


async def test_so_many_wait_in_a_channel_and_no_more(slack: Channel):
    for number in range(MOST_IN_CHANNEL + 3):
        slack.post(f"{number}", person=f"U{number}")
    await slack.clock.run(0)

    assert slack.crowded == [f"{MOST_IN_CHANNEL + 1}", f"{MOST_IN_CHANNEL + 2}"]


async def test_one_person_cannot_fill_a_channel(slack: Channel):
    for number in range(MOST_OF_A_PERSON + 2):
        slack.post(f"a{number}")
    slack.post("b")
    await slack.clock.run(60)

    assert slack.crowded == [f"a{MOST_OF_A_PERSON + 1}"]
    assert slack.order[2] == "b"


async def test_so_many_wait_in_a_workspace_and_no_more(slack: Channel):
    for number in range(TEAM_BURST + MOST_IN_TEAM + 1):
        slack.post("a", f"C{number}")
    await slack.clock.run(0)

    assert len(slack.crowded) == 1


async def test_who_gives_up_waiting_holds_nobody_up(slack: Channel):
    for what in ("a", "b", "c"):
        slack.post(what)
    await slack.clock.run(0)
    slack.tasks[1].cancel()
    await slack.clock.run(2)

    assert slack.order == ["a", "c"]
    assert slack.metrics.value("gpumem_posts_waiting") == 0


async def test_channels_in_which_nothing_happens_are_forgotten(slack: Channel):
    for number in range(LANES):
        async with slack.pacing.turn(f"T{number}", "C1", "U1"):
            pass
    await slack.clock.run(10)
    async with slack.pacing.turn("T1", "C2", "U1"):
        assert slack.pacing.channels == 1
