"""
Which repositories of a text a hub has to be asked for, and its answers for as long as they hold.

They stand in the mapping that the core's catalogue carries (`Catalog.looked_up`), so that the
question is read as any other once they are there.
"""

import asyncio
import time
from collections.abc import Callable, MutableMapping

from bot.hub.finding import Finding
from bot.hub.hub import Hub
from bot.hub.kept import Kept
from bot.running.metrics import Metrics
from core.catalog.catalog import Catalog
from core.catalog.looked_up import LookedUp, NotFound
from core.catalog.names import index_of
from core.question.steps.repositories import worth_looking_up

SECONDS = 5.0  # for all of one text
A_MOMENT = 0.4  # for which nobody is told that something is looked up
AT_ONCE = 4  # repositories of one text
MOST = 500  # that are held in memory
HOLDS = 3600.0  # seconds for a model: a branch may get another commit
REFUSAL_HOLDS = 60.0  # a licence may be accepted, a hub come back


class Lookups:
    """*found* is the mapping of *catalog*; without *hub* nothing is ever looked up."""

    def __init__(
        self,
        hub: Hub | None,
        catalog: Catalog,
        found: MutableMapping[str, LookedUp],
        metrics: Metrics,
        kept: Kept | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hub = hub
        self._catalog = catalog
        self._found = found
        self._metrics = metrics
        self._kept = kept
        self._now = now
        self._ends: dict[str, float] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}

    def wanted(self, text: str) -> tuple[str, ...]:
        """The repositories in *text* that have to be looked up before it is read."""
        if self._hub is None or "/" not in text:
            return ()
        self._forget()
        return worth_looking_up(text, index_of(self._catalog))[:AT_ONCE]

    async def settle(self, text: str, seconds: float = SECONDS + 1) -> bool:
        """Look up what *text* wants; whether that was over within *seconds*."""
        tasks = [self._task(id, text) for id in self.wanted(text)]
        if not tasks:
            return True
        _, open_ = await asyncio.wait(tasks, timeout=seconds)
        return not open_

    def _task(self, id: str, text: str) -> asyncio.Task[None]:
        """One for all who ask for the same at once."""
        key = id.lower()
        task = self._asking.get(key)
        if task is None:
            task = self._asking[key] = asyncio.create_task(self._ask(id, text))
            task.add_done_callback(lambda _: self._asking.pop(key, None))
        return task

    async def _ask(self, id: str, text: str) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                found = await asyncio.to_thread(self._look, id, text)
        except TimeoutError:
            found = NotFound(id, "slow")
        holds = REFUSAL_HOLDS if isinstance(found, NotFound) else HOLDS
        self._metrics.looked_up(found.reason if isinstance(found, NotFound) else "found")
        self._found[id.lower()] = found
        self._ends[id.lower()] = self._now() + holds

    def _look(self, id: str, text: str) -> LookedUp:
        """In a thread of its own: what the library does blocks."""
        hub, kept = self._hub, self._kept
        if hub is None:
            return NotFound(id, "offline")
        said = hub.find(id, text, SECONDS, kept.get if kept else lambda sha: None)
        if not isinstance(said, Finding):
            return said
        if kept:
            kept.put(said)
        return said.as_model(self._catalog)

    def _forget(self) -> None:
        """What holds no longer, and the oldest where there are too many."""
        now = self._now()
        for key in [key for key, ends in self._ends.items() if ends <= now]:
            self._drop(key)
        while len(self._ends) > MOST:
            self._drop(min(self._ends, key=lambda key: self._ends[key]))

    def _drop(self, key: str) -> None:
        self._ends.pop(key, None)
        self._found.pop(key, None)
