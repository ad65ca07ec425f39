"""
Redis or Valkey remembers which requests were taken, for all replicas.

It keeps ids, never what somebody wrote. A request is first taken for a moment and, once Slack has
its acknowledgement, for an hour: where a process is killed in between, the moment passes and the
next delivery is new again.
"""

import asyncio
import time

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import RedisError

from bot.running.once import Body, Taken
from bot.running.store_away import StoreAwayError

MOMENT = 10  # seconds; Slack's patience is three
REMEMBERED = 3600  # seconds
PATIENCE = 1.5  # seconds for an answer, all attempts together
WAIT = 2.0  # seconds for somebody else's acknowledgement
LOOK_EVERY = 0.05

_TAKEN, _ACKNOWLEDGED = b"taken", b"acknowledged"


class RedisOnce:
    """*url* is one of redis://, rediss:// or unix://. The caller closes it."""

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(
            url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(ExponentialBackoff(cap=0.25, base=0.02), retries=5),
        )

    async def close(self) -> None:
        await self._redis.aclose()

    async def take(self, id: str, body: Body) -> Taken:
        """Ours if nobody has it; whoever has it may be gone before Slack has an acknowledgement."""
        until = time.monotonic() + WAIT
        while True:
            if await self._ask("SET", _key(id), _TAKEN, "NX", "EX", MOMENT):
                return "new"
            if await self._ask("GET", _key(id)) == _ACKNOWLEDGED:
                return "repeated"
            if time.monotonic() > until:
                return "unsure"
            await asyncio.sleep(LOOK_EVERY)

    async def acknowledged(self, id: str) -> None:
        await self._ask("SET", _key(id), _ACKNOWLEDGED, "EX", REMEMBERED)

    async def give_back(self, id: str) -> None:
        await self._ask("DEL", _key(id))

    async def answered(self, id: str) -> None:
        """Nothing was kept."""

    def leave(self, id: str) -> None:
        """Nothing was kept."""

    async def _ask(self, *command: str | bytes | int) -> object:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._redis.execute_command(*command)
        except (RedisError, OSError) as error:
            raise StoreAwayError("Redis does not answer") from error


def _key(id: str) -> str:
    return f"gpumem:{id}"
