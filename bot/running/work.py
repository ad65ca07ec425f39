"""Work that goes on after Slack has its acknowledgement: kept, counted and waited for."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from typing import Any

_logger = logging.getLogger("gpumem.stop")

# The request that is being answered, for what is started on its behalf.
current: ContextVar[str] = ContextVar("current", default="?")


def say_lost(requests: list[str]) -> None:
    """By their ids: Slack does not deliver again what it was told we have taken."""
    for request in requests:
        _logger.error("Lost at the stop: %s", request)
    if requests:
        _logger.error(
            "%d of the requests that Slack was told we have taken were not finished.", len(requests)
        )


class Work:
    """
    Tasks that a stop must wait for.

    The event loop alone keeps only weak references to tasks, so that one may vanish half done.
    *on_error* is told what a task raised. *lost* names the requests whose work was cut off.
    """

    def __init__(self, on_error: Callable[[Exception], object]) -> None:
        self._tasks: dict[asyncio.Task[Any], str] = {}
        self._on_error = on_error
        self.lost: list[str] = []

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        """Run it beside everything else."""
        task = asyncio.create_task(self._guarded(coroutine))
        self._tasks[task] = current.get()
        task.add_done_callback(lambda done: self._tasks.pop(done, None))

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
            self.lost += left.values()
            for task in left:
                task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return len(left)

    async def _guarded(self, coroutine: Awaitable[object]) -> None:
        try:
            await coroutine
        except Exception as error:
            self._on_error(error)
