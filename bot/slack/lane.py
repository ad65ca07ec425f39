"""A queue of posts: so many seconds between two, and person by person."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from typing import Protocol

EXACT = 1e-6  # seconds; less than that is how floats add up


class CrowdedError(Exception):
    """There is no turn in a time that anybody would wait."""


class Clock(Protocol):
    """What tells the time, in seconds, and lets it pass."""

    def now(self) -> float: ...
    async def sleep(self, seconds: float) -> None: ...


class TheMachines:
    """The clock of this machine."""

    def now(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Lane:
    """
    A turn every *every* seconds, after *burst* of them at once; *at_once* may be in use.

    Who waits has a row of his own, and the rows are served in turn: ten posts of one person do not
    come before the first of another.
    """

    def __init__(self, clock: Clock, every: float, *, burst: int = 1, at_once: int = 1) -> None:
        self._clock = clock
        self._every = every
        self._burst = burst
        self._at_once = at_once
        self._rows: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._opens_at = float("-inf")
        self._in_use = 0
        self._serving: asyncio.Task[None] | None = None
        self.waiting = 0

    @property
    def is_idle(self) -> bool:
        """Whether a new one would be no different."""
        return not (self.waiting or self._in_use) and self._opens_at <= self._clock.now()

    @property
    def closed_for(self) -> float:
        """Seconds until the next turn can be given, however few wait."""
        seconds = self._opens_at - self._clock.now()
        return seconds if seconds > EXACT else 0.0

    def waiting_of(self, who: str) -> int:
        """How many turns *who* waits for."""
        return len(self._rows.get(who, ()))

    @asynccontextmanager
    async def turn(self, who: str) -> AsyncIterator[None]:
        """Meanwhile it is the turn of *who*. Raises CrowdedError where there will be none."""
        await self._take(who)
        try:
            yield
        finally:
            self._in_use -= 1
            self._serve()

    def hold(self, seconds: float) -> None:
        """No further turn for so long."""
        self._opens_at = max(self._opens_at, self._clock.now() + seconds)

    def send_away(self) -> None:
        """All who wait, wait in vain."""
        for row in self._rows.values():
            for place in row:
                if not place.done():
                    place.set_exception(CrowdedError())
        self._rows.clear()
        self.waiting = 0

    async def _take(self, who: str) -> None:
        if not self.waiting and self._in_use < self._at_once and not self.closed_for:
            self._begin()
            return
        place = asyncio.get_running_loop().create_future()
        self._rows.setdefault(who, deque()).append(place)
        self.waiting += 1
        self._serve()
        try:
            await place
        except asyncio.CancelledError:
            self._give_up(who, place)
            raise

    def _give_up(self, who: str, place: asyncio.Future[None]) -> None:
        if place.done() and not place.cancelled():  # its turn had just come
            if place.exception() is None:
                self._in_use -= 1
                self._serve()
            return
        with suppress(KeyError, ValueError):
            self._rows[who].remove(place)
            self.waiting -= 1
            if not self._rows[who]:
                del self._rows[who]

    def _serve(self) -> None:
        """See to it that those who wait get their turns."""
        if self.waiting and self._serving is None:
            # In a context of its own: it serves all, not the one who happened to come first.
            self._serving = asyncio.create_task(self._give_turns(), context=Context())

    async def _give_turns(self) -> None:
        try:
            while self.waiting and self._in_use < self._at_once:
                if wait := self.closed_for:
                    await self._clock.sleep(wait)
                    continue
                place = self._next()
                if not place.done():
                    self._begin()
                    place.set_result(None)
        finally:
            self._serving = None

    def _begin(self) -> None:
        self._in_use += 1
        earliest = self._clock.now() - (self._burst - 1) * self._every
        self._opens_at = max(self._opens_at, earliest) + self._every

    def _next(self) -> asyncio.Future[None]:
        """The first of the row whose turn it is, which then is the last of the rows."""
        who, row = self._rows.popitem(last=False)
        place = row.popleft()
        if row:
            self._rows[who] = row
        self.waiting -= 1
        return place
