"""Work that goes on after Slack has its acknowledgement: kept, counted and waited for."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import Context, ContextVar
from typing import Any

_logger = logging.getLogger("gpumem.stop")

# The request that is being answered, for what is started on its behalf.
current: ContextVar[str] = ContextVar("current", default="?")
# Its id in the store, where there is one that keeps it until it is answered.
kept: ContextVar[str] = ContextVar("kept", default="")


def say_lost(requests: list[str]) -> None:
    """By their ids: Slack does not deliver again what it was told we have taken."""
    for request in requests:
        _logger.error("Lost at the stop: %s", request)
    if requests:
        _logger.error(
            "%d of the requests that Slack was told we have taken were not finished.", len(requests)
        )


def say_left(requests: list[str]) -> None:
    """The store has them: nothing is lost."""
    if requests:
        _logger.warning(
            "%d requests were not finished. Whoever starts next answers them.", len(set(requests))
        )


class Work:
    """
    Tasks that a stop must wait for.

    The event loop alone keeps only weak references to tasks, so that one may vanish half done.
    *on_error* is told what a task raised. *lost* names the requests whose work was cut off, *left*
    the ids of those that the store still has. Once all work for a request in the store is done,
    *when_answered* is run for it, or *when_left* is told where something is still to be done.
    """

    def __init__(self, on_error: Callable[[Exception], object]) -> None:
        self._tasks: dict[asyncio.Task[Any], tuple[str, str]] = {}
        self._open: Counter[str] = Counter()  # by id in the store: what is still going on
        self._on_error = on_error
        self.lost: list[str] = []
        self.left: list[str] = []
        self._unfinished: set[str] = set()
        self.when_answered: Callable[[str], Coroutine[Any, Any, None]] | None = None
        self.when_left: Callable[[str], object] | None = None

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        """Run it beside everything else."""
        task = asyncio.create_task(self._guarded(coroutine))
        self._tasks[task] = current.get(), kept.get()
        self._open[kept.get()] += 1
        task.add_done_callback(self._ended)

    @contextmanager
    def held(self, id: str) -> Iterator[None]:
        """What is started meanwhile is for the request of this *id*, which is not done before."""
        before = kept.set(id)
        self._open[id] += 1
        try:
            yield
        except BaseException:
            self.unfinished(id)
            raise
        finally:
            kept.reset(before)
            self._let_go(id)

    def unfinished(self, id: str) -> None:
        """Whatever else is done for it, this request is not answered by us."""
        self._unfinished.add(id)

    async def drain(self, seconds: float) -> int:
        """Wait until all is done, at most *seconds*; cancels the rest and returns how many."""
        try:
            async with asyncio.timeout(seconds):
                while self._tasks:  # work may start more work
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            pass
        finally:  # also where somebody does not want to wait
            left = dict(self._tasks)
            for task, (request, id) in left.items():
                if id:
                    self.unfinished(id)
                    self.left.append(id)
                elif request:
                    self.lost.append(request)
                task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return len(left)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        _, id = self._tasks.pop(task)
        self._let_go(id)

    def _let_go(self, id: str) -> None:
        self._open[id] -= 1
        if self._open[id]:
            return
        del self._open[id]
        if id in self._unfinished:
            self._unfinished.discard(id)
            if self.when_left:
                self.when_left(id)
        elif id and self.when_answered:
            # In a context of its own: it is not part of what it is about.
            telling = self._guarded(self.when_answered(id))
            task = asyncio.create_task(telling, context=Context())
            self._tasks[task] = "", ""
            self._open[""] += 1
            task.add_done_callback(self._ended)

    async def _guarded(self, coroutine: Awaitable[object]) -> None:
        try:
            await coroutine
        except Exception as error:
            self._on_error(error)
