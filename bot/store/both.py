"""Redis in front of the database: a repeated delivery is told without asking the database."""

from bot.running.metrics import Metrics
from bot.running.once import Body, Once, Taken
from bot.running.store_away import StoreAwayError


class Both:
    """*first* is asked first, and may be away; what *second* says counts."""

    def __init__(self, first: Once, second: Once, metrics: Metrics) -> None:
        self._first = first
        self._second = second
        self._metrics = metrics

    async def take(self, id: str, body: Body) -> Taken:
        try:
            taken = await self._first.take(id, body)
        except StoreAwayError:
            self._metrics.stored("unreachable")
            taken = "new"
        return await self._second.take(id, body) if taken == "new" else taken

    async def acknowledged(self, id: str) -> None:
        await self._first.acknowledged(id)

    async def give_back(self, id: str) -> None:
        await self._second.give_back(id)
        await self._first.give_back(id)

    async def answered(self, id: str) -> None:
        await self._second.answered(id)

    def leave(self, id: str) -> None:
        self._second.leave(id)
