"""
Who is connected over HTTP, and who has to go when there is no more room.

A connection waits until it has brought a request that Slack has signed. Whoever waits can be
replaced: half-open connections cost a stranger nothing, and must not keep Slack out.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp.web import RequestHandler

from bot.transport.seldom import Seldom

FIRST_WITHIN = 10.0  # seconds from the opening of a connection to the end of its first headers

_logger = logging.getLogger("gpumem.http")


class Connections:
    """At most *most* of them at once."""

    def __init__(self, most: int, *, first_within: float = FIRST_WITHIN) -> None:
        self.most = most
        self._first_within = first_within
        self._timers: dict[RequestHandler, asyncio.TimerHandle] = {}
        self._waiting: dict[RequestHandler, None] = {}  # in the order in which they began to wait
        self._answering: set[RequestHandler] = set()
        self._changed = asyncio.Event()
        self._full = Seldom(_logger.warning)

    @property
    def count(self) -> int:
        """How many are open."""
        return len(self._waiting) + len(self._answering)

    def opened(self, one: RequestHandler) -> None:
        """It has time until *first_within* to say what it wants."""
        self._waiting[one] = None
        loop = asyncio.get_running_loop()
        self._timers[one] = loop.call_later(self._first_within, self._drop, one)

    def asked(self, one: RequestHandler) -> None:
        """It has sent the headers of a request."""
        if timer := self._timers.pop(one, None):
            timer.cancel()

    def closed(self, one: RequestHandler) -> None:
        self.asked(one)
        self._waiting.pop(one, None)
        self._answering.discard(one)
        self._changed.set()

    @contextmanager
    def answering(self, one: RequestHandler) -> Iterator[None]:
        """Meanwhile it is not closed, whoever else wants to come in."""
        if one in self._waiting:
            del self._waiting[one]
            self._answering.add(one)
        try:
            yield
        finally:
            # The answer is written when we have returned: until then it must not be closed.
            asyncio.get_running_loop().call_soon(self._waits_again, one)

    def _waits_again(self, one: RequestHandler) -> None:
        if one in self._answering:
            self._answering.discard(one)
            self._waiting[one] = None
            self._changed.set()

    async def room(self) -> None:
        """Until one more may come: at once where one of those who wait can be closed for it."""
        while self.count >= self.most:
            self._changed.clear()
            if self.drop_longest_waiting():
                self._full.say(f"{self.most} connections: for a new one, one that waits is closed.")
                await asyncio.sleep(0)  # its descriptor is free after the next round of the loop
            else:
                await self._changed.wait()

    def drop_longest_waiting(self) -> bool:
        """False where nobody waits."""
        one = next(iter(self._waiting), None)
        if one is not None:
            self._drop(one)
        return one is not None

    def _drop(self, one: RequestHandler) -> None:
        if one.transport is not None:
            one.transport.abort()
        self.closed(one)
