"""
What Slack was told we have taken, until it is answered.

A row is written before the acknowledgement and loses its body with the answer; what is left tells a
repeated delivery. A row is leased to the process that answers it, which says every few seconds
that it is still there. When it does not, because it was killed, any other takes the row over.
"""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.running.once import Body, Taken
from bot.store.cipher import Cipher, UnreadableError
from bot.store.database import Database
from bot.store.tables import requests
from bot.store.upsert import insert

LEASE = 15.0  # seconds; longer than a call to Slack takes, so that none is made for a row twice
GRACE = 1 / 3  # of a lease
REMEMBERED = 3600.0  # seconds; Slack delivers again for about six minutes
CHUNK = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class Kept:
    """A request that somebody else did not answer; without *body* where no key fits it."""

    id: str
    body: str | None
    taken_at: float


class Outbox:
    """*worker* is the name of this process; *now* tells seconds since 1970."""

    def __init__(
        self,
        database: Database,
        cipher: Cipher,
        worker: str,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._worker = worker
        self._now = now
        self._ours: set[str] = set()
        self._left: set[str] = set()  # of ours: whoever finds the lease over may have them
        self._answered: set[str] = set()  # which the database does not know yet
        self.lease = LEASE

    async def take(self, id: str, body: Body) -> Taken:
        """Written down before Slack is told that we have it. Raises StoreAwayError."""
        if id in self._ours:
            return "repeated"
        self._ours.add(id)
        self._left.discard(id)
        try:
            is_new = await self._write(id, self._cipher.encrypt(json.dumps(body)))
        except BaseException:
            self._ours.discard(id)
            raise
        if not is_new:
            self._ours.discard(id)
        return "kept" if is_new else "repeated"

    async def acknowledged(self, id: str) -> None:
        """The row stands already."""

    async def give_back(self, id: str) -> None:
        """Slack was not told that we have it."""
        self._ours.discard(id)
        self._left.discard(id)
        await self._database.execute(delete(requests).where(self._is_ours(id)))

    async def answered(self, id: str) -> None:
        """Its body goes. Where the database is away, the next `tell` says so."""
        self._answered.add(id)
        await self.tell()

    def leave(self, id: str) -> None:
        """Not answered, and no longer worked on: its lease is not renewed."""
        if id in self._ours:
            self._left.add(id)

    async def tell(self) -> None:
        """Write down what was answered. Raises StoreAwayError, and then can be asked again."""
        for ids in _chunks(self._answered):
            done = {"body": None, "answered_at": self._now()}
            await self._database.execute(update(requests).where(self._is_ours(*ids)).values(**done))
            self._answered -= ids
            self._ours -= ids
            self._left -= ids

    async def renew(self) -> None:
        """We are still there, and at work on what is ours."""
        until = self._now() + self.lease
        for ids in _chunks(self._ours - self._left):
            await self._database.execute(
                update(requests).where(self._is_ours(*ids)).values(leased_until=until)
            )

    async def release(self) -> None:
        """
        We stop: who comes next need not wait until our leases are over.

        But a little: a call that was cut off may still be on its way, and would not be found.
        """
        until = self._now() + self.lease * GRACE
        for ids in _chunks(self._ours):
            await self._database.execute(
                update(requests).where(self._is_ours(*ids)).values(leased_until=until)
            )

    async def claim(self, most: int) -> list[Kept]:
        """Requests whose process is gone, the oldest first; they are ours now."""
        c, now = requests.c, self._now()
        left = (
            select(c.id)
            .where(c.answered_at.is_(None), c.leased_until < now)
            .order_by(c.taken_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        claimed = (
            update(requests)
            .where(c.id.in_(left))
            .values(worker=self._worker, leased_until=now + self.lease)
            .returning(c.id, c.body, c.taken_at)
        )
        rows: list[Any] = list(await self._database.execute(claimed))
        self._ours |= {row.id for row in rows}
        self._left -= self._ours.intersection(row.id for row in rows)
        found = [Kept(row.id, self._read(row.body), row.taken_at) for row in rows]
        return sorted(found, key=lambda kept: kept.taken_at)

    async def forget_old(self) -> None:
        """Slack does not deliver these again."""
        old = requests.c.taken_at < self._now() - REMEMBERED
        await self._database.execute(delete(requests).where(old))

    async def _write(self, id: str, body: bytes) -> bool:
        """Whether the row is ours: it may be there from an attempt whose answer was lost."""
        now = self._now()
        row = {"id": id, "body": body, "taken_at": now, "worker": self._worker}
        new = insert(self._database, requests).values(leased_until=now + self.lease, **row)
        new = new.on_conflict_do_nothing().returning(requests.c.id)

        async def work(connection: AsyncConnection) -> bool:
            if (await connection.execute(new)).first():
                return True
            ours = select(requests.c.id).where(self._is_ours(id))
            return (await connection.execute(ours)).first() is not None

        return await self._database.run(work)

    def _is_ours(self, *ids: str) -> ColumnElement[bool]:
        c = requests.c
        return and_(c.id.in_(ids), c.worker == self._worker, c.answered_at.is_(None))

    def _read(self, body: bytes | None) -> str | None:
        try:
            return self._cipher.decrypt(bytes(body)) if body else None
        except UnreadableError:
            return None


def _chunks(ids: Iterable[str]) -> list[set[str]]:
    all_ids = list(ids)
    return [set(all_ids[start : start + CHUNK]) for start in range(0, len(all_ids), CHUNK)]
