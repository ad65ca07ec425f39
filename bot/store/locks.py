"""
What one process alone may do, among all that share the database.

A lock is a row that names its holder and how long it holds: nothing is kept open while Slack is
asked, and the lock of a process that was killed ends by itself.
"""

import time
from collections.abc import Callable

from sqlalchemy import and_, delete

from bot.store.database import Database
from bot.store.tables import locks
from bot.store.upsert import insert


class Locks:
    """*holder* is the name of this process; *now* tells seconds since 1970."""

    def __init__(
        self, database: Database, holder: str, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._holder = holder
        self._now = now

    async def acquire(self, name: str, seconds: float) -> bool:
        """True for one caller, until it lets go or *seconds* are over."""
        now = self._now()
        row = {"holder": self._holder, "until": now + seconds}
        statement = insert(self._database, locks).values(name=name, **row)
        statement = statement.on_conflict_do_update(
            index_elements=[locks.c.name], set_=row, where=locks.c.until < now
        )
        taken = await self._database.execute(statement.returning(locks.c.name))
        return taken.first() is not None

    async def release(self, name: str) -> None:
        held = and_(locks.c.name == name, locks.c.holder == self._holder)
        await self._database.execute(delete(locks).where(held))
