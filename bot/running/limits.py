"""How much one person, and one team, may ask in a minute: nobody takes the bot from the others."""

from typing import Literal

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

Whose = Literal["", "person", "team"]


class Limits:
    """
    Counted in this process, in minutes: with replicas, each allows as much. 0 is no limit.

    Who is told to wait is told so once a minute, because each notice is a message, too.
    """

    def __init__(self, person: int, team: int) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._person = RateLimitItemPerMinute(person, namespace="person") if person else None
        self._team = RateLimitItemPerMinute(team, namespace="team") if team else None
        self._told = RateLimitItemPerMinute(1, namespace="told")

    async def exceeded(self, team: str, person: str) -> Whose:
        """Count a request; whose limit it is over, if any. Of a team it counts what is answered."""
        if self._person and not await self._limiter.hit(self._person, team, person):
            return "person"
        if self._team and not await self._limiter.hit(self._team, team):
            return "team"
        return ""

    async def is_to_be_told(self, team: str, person: str) -> bool:
        """True once a minute."""
        return await self._limiter.hit(self._told, team, person)
