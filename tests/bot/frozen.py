"""A clock that goes on only when it is told to."""

import asyncio


class Frozen:
    """Seconds pass when `go_on` is called: as many as the first of the sleepers waits for."""

    def __init__(self) -> None:
        self._now = 1000.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        sleeper = self._now + seconds, asyncio.get_running_loop().create_future()
        self._sleepers.append(sleeper)
        try:
            await sleeper[1]
        finally:
            self._sleepers.remove(sleeper)

    def go_on(self) -> None:
        """Wake whoever is due first."""
        if self._sleepers:
            due = min(due for due, _ in self._sleepers)
            self._now = max(self._now, due)
            for at, future in self._sleepers:
                if at <= self._now and not future.done():
                    future.set_result(None)

    async def run(self, seconds: float) -> None:
        """Let so many seconds pass, and whatever happens in them happen."""
        until = self._now + seconds
        while True:
            for _ in range(20):  # what was woken wakes others
                await asyncio.sleep(0)
            pending = [due for due, future in self._sleepers if not future.done()]
            if not pending or min(pending) > until:
                break
            self.go_on()
        self._now = until
