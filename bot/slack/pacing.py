"""
When which message may be posted: as fast as Slack takes them, and no faster.

Slack takes one message per second and channel, and some hundred a minute in a workspace
(https://docs.slack.dev/apis/web-api/rate-limits). Whoever comes faster is told to wait, and many
who wait and come again get in each other's way. So they queue here, first in the row of their
channel, then in that of the workspace.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

from bot.running.metrics import Metrics
from bot.slack.lane import Clock, CrowdedError, Lane, TheMachines
from bot.slack.retry import LONGEST_RETRY_AFTER, told_to_wait

EVERY = 1.05  # seconds between two posts in a channel: one a second, and some for the way there
TEAM_EVERY = 0.2  # seconds between two posts in a workspace: 300 a minute
TEAM_BURST = 10  # posts in a workspace at once
AT_ONCE = 20  # posts in a channel of which Slack has not said yet that it has them
MANY = 1_000_000

# Who waits. An answer that comes after two minutes surprises more than it helps.
MOST_IN_CHANNEL = 120
MOST_OF_A_PERSON = 10  # in one channel
MOST_IN_TEAM = 600
LANES = 1_000  # of channels; beyond that those that are idle are forgotten


class Pacing:
    """Knows the channels in which something is being posted, or was just now."""

    def __init__(self, metrics: Metrics, clock: Clock | None = None) -> None:
        self._metrics = metrics
        self._clock = clock or TheMachines()
        self._channels: dict[tuple[str, str], Lane] = {}
        self._teams: dict[str, Lane] = {}
        self._inside: Counter[str] = Counter()  # by team, who waits or posts
        self._refused_at: dict[str, tuple[str, float]] = {}  # by team: where, and until when
        self.waiting = 0

    @property
    def channels(self) -> int:
        """How many are known."""
        return len(self._channels)

    @asynccontextmanager
    async def turn(self, team: str, channel: str, person: str) -> AsyncIterator[None]:
        """
        Meanwhile *person*'s answer may be posted in *channel*.

        Raises CrowdedError where too many wait already.
        """
        lane = self._channels.get((team, channel)) or self._new_channel(team, channel)
        whole = self._teams.setdefault(
            team, Lane(self._clock, TEAM_EVERY, burst=TEAM_BURST, at_once=MANY)
        )
        self._check(team, lane, whole, person)
        with ExitStack() as stack:
            stack.enter_context(self._counted(team))
            waits = stack.enter_context(ExitStack())
            waits.enter_context(self._waits())
            async with lane.turn(person), whole.turn(channel):
                lane.hold(EVERY)  # from now: it may have waited for the workspace's turn
                waits.close()
                self._metrics.posting("taken")
                with _told(lambda seconds: self._refused(team, channel, seconds)):
                    yield

    def _check(self, team: str, lane: Lane, whole: Lane, person: str) -> None:
        crowded = (
            lane.waiting >= MOST_IN_CHANNEL
            or lane.waiting_of(person) >= MOST_OF_A_PERSON
            or self._inside[team] >= MOST_IN_TEAM
            or max(lane.closed_for, whole.closed_for) > LONGEST_RETRY_AFTER
        )
        if crowded:
            self._metrics.posting("crowded")
            raise CrowdedError

    @contextmanager
    def _counted(self, team: str) -> Iterator[None]:
        self._inside[team] += 1
        try:
            yield
        except CrowdedError:
            self._metrics.posting("crowded")
            raise
        finally:
            self._inside[team] -= 1
            if not self._inside[team]:
                del self._inside[team]

    @contextmanager
    def _waits(self) -> Iterator[None]:
        began = self._clock.now()
        self.waiting += 1
        self._metrics.waits(1)
        try:
            yield
        finally:
            self.waiting -= 1
            self._metrics.waits(-1)
            self._metrics.waited(self._clock.now() - began)

    def _refused(self, team: str, channel: str, seconds: float) -> None:
        """Slack says to come back in so many seconds; from two channels at once, all of them."""
        self._metrics.posting("too_often")
        lanes = [self._channels[team, channel]]
        where, until = self._refused_at.get(team, (channel, 0.0))
        if where != channel and until > self._clock.now():
            lanes.append(self._teams[team])
        self._refused_at[team] = channel, self._clock.now() + seconds
        for lane in lanes:
            lane.hold(seconds + EVERY)  # who was refused comes first
            if seconds > LONGEST_RETRY_AFTER:
                lane.send_away()

    def _new_channel(self, team: str, channel: str) -> Lane:
        if len(self._channels) >= LANES:
            self._forget_idle()
        lane = self._channels[team, channel] = Lane(self._clock, EVERY, at_once=AT_ONCE)
        return lane

    def _forget_idle(self) -> None:
        self._channels = {key: lane for key, lane in self._channels.items() if not lane.is_idle}
        self._teams = {team: lane for team, lane in self._teams.items() if not lane.is_idle}
        now = self._clock.now()
        self._refused_at = {t: (c, end) for t, (c, end) in self._refused_at.items() if end > now}


@contextmanager
def _told(refused: Callable[[float], object]) -> Iterator[None]:
    before = told_to_wait.set(refused)
    try:
        yield
    finally:
        told_to_wait.reset(before)
