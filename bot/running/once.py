"""
Each request of Slack is answered once, however often it is delivered and to whichever replica.

Slack delivers again what it is not sure that we took: at once, after one minute and after five.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Literal, Protocol

from bot.running.metrics import Metrics
from bot.running.store_away import StoreAwayError

CAPACITY = 10_000  # ids; Slack retries for about 6 minutes, and 10,000 questions take longer

Body = Mapping[str, Any]  # of a request, as Slack sent it

# new: ours to answer. kept: the same, and the store has it until it is answered. repeated: somebody
# has it. unsure: somebody took it and may be gone; Slack has to ask again.
Taken = Literal["new", "kept", "repeated", "unsure"]


class Once(Protocol):
    """Who remembers what was taken. Any of it may raise StoreAwayError."""

    async def take(self, id: str, body: Body) -> Taken:
        """Ours, or somebody else's?"""
        ...

    async def acknowledged(self, id: str) -> None:
        """Slack was told that we have it."""
        ...

    async def give_back(self, id: str) -> None:
        """It was not acknowledged: Slack delivers it again, and then it is new."""
        ...

    async def answered(self, id: str) -> None:
        """All that was to be done for one that is kept is done."""
        ...

    def leave(self, id: str) -> None:
        """One that is kept is not answered by us: somebody tries again, a little later."""
        ...


class InMemory:
    """
    The latest ids, a bounded number of them: enough for one process.

    >>> seen = InMemory(capacity=2)
    >>> [seen.is_new(id) for id in ("Ev1", "Ev1", "Ev2", "Ev3", "Ev1")]
    [True, False, True, True, True]
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._capacity = capacity

    def is_new(self, id: str) -> bool:
        """True the first time."""
        if id in self._ids:
            return False
        self._ids[id] = None
        if len(self._ids) > self._capacity:
            self._ids.popitem(last=False)
        return True

    async def take(self, id: str, body: Body) -> Taken:
        return "new" if self.is_new(id) else "repeated"

    async def acknowledged(self, id: str) -> None:
        """It is known already."""

    async def give_back(self, id: str) -> None:
        self._ids.pop(id, None)

    async def answered(self, id: str) -> None:
        """Nothing was kept."""

    def leave(self, id: str) -> None:
        """Nothing was kept."""


class WhileAway:
    """
    *store*, and this process' own memory where it is away: an answer twice is better than none.

    How often that was is in the metrics, as `away`.
    """

    def __init__(self, store: Once, metrics: Metrics) -> None:
        self._store = store
        self._memory = InMemory()
        self._metrics = metrics

    async def take(self, id: str, body: Body) -> Taken:
        try:
            taken = await self._store.take(id, body)
        except StoreAwayError:
            self._metrics.stored("away")
            return await self._memory.take(id, body)
        if taken not in {"new", "kept"} or self._memory.is_new(id):
            return taken
        await self.answered(id)  # it was taken while the store was away
        return "repeated"

    async def acknowledged(self, id: str) -> None:
        try:
            await self._store.acknowledged(id)
        except StoreAwayError:
            self._metrics.stored("unreachable")

    async def give_back(self, id: str) -> None:
        await self._memory.give_back(id)
        try:
            await self._store.give_back(id)
        except StoreAwayError:
            self._metrics.stored("unreachable")

    async def answered(self, id: str) -> None:
        try:
            await self._store.answered(id)
        except StoreAwayError:
            self._metrics.stored("unreachable")  # the store is told when it is back

    def leave(self, id: str) -> None:
        self._store.leave(id)
