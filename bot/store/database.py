"""
The database: PostgreSQL or SQLite, asked again for a moment where it is away.

A restart of PostgreSQL takes about a second, and Slack waits three for its acknowledgement: who
asks in between waits for two of them. After that StoreAwayError says that nothing was done, and who
asks in the next seconds is told so sooner: one request may ask more than once.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable, event
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.running.store_away import StoreAwayError

PATIENCE = 2.0  # seconds
LITTLE = 0.2  # seconds, where it was away a moment ago
MOMENT = 5.0  # seconds
CONNECTIONS = 10  # of one process, and as many again under load
FIRST_WAIT = 0.02  # seconds before the next attempt, doubled each time
LONGEST_WAIT = 0.25

T = TypeVar("T")

_logger = logging.getLogger("gpumem.store")

_OURS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)  # no use in asking again


class Database:
    """*url* is one of SQLAlchemy's, with an asynchronous driver. The caller closes it."""

    def __init__(self, url: str, *, patience: float | None = None) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._patience = PATIENCE if patience is None else patience
        self._away_at = float("-inf")

    async def close(self) -> None:
        await self.engine.dispose()

    async def run(
        self, work: Callable[[AsyncConnection], Awaitable[T]], patience: float | None = None
    ) -> T:
        """*work* in one transaction of its own. It may run again: keep nothing in it."""

        async def once() -> T:
            async with self.engine.begin() as connection:
                return await work(connection)

        return await self.patiently(once, patience)

    async def patiently(self, call: Callable[[], Awaitable[T]], patience: float | None = None) -> T:
        """
        *call*, again where the database was away. StoreAwayError once patience is over.

        The same where the database refuses a statement, such as one of another schema: the bot does
        without it, and the log says why.
        """
        wait = FIRST_WAIT
        try:
            async with asyncio.timeout(self._usual() if patience is None else patience):
                while True:
                    try:
                        return await call()
                    except Exception as error:
                        if not is_away(error):
                            raise _refused(error) from None
                    await asyncio.sleep(wait)
                    wait = min(2 * wait, LONGEST_WAIT)
        except TimeoutError:
            self._away_at = time.monotonic()
            raise StoreAwayError("the database does not answer") from None

    def _usual(self) -> float:
        was_away = time.monotonic() - self._away_at < MOMENT
        return min(LITTLE, self._patience) if was_away else self._patience

    async def execute(self, statement: Executable) -> CursorResult[Any]:
        """One statement in a transaction of its own."""
        return await self.run(lambda connection: connection.execute(statement))


def is_away(error: BaseException) -> bool:
    """Whether *error* is about the connection, and not about what was asked."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or not isinstance(error, _OURS)
    # What the driver says while it connects comes as it is.
    drivers = type(error).__module__.startswith("asyncpg")
    return isinstance(error, NoConnectionError | OSError) or drivers


def _refused(error: Exception) -> Exception:
    """What it says may quote what was to be stored, so only its kind is logged."""
    if not isinstance(error, DBAPIError):
        return error
    _logger.error("The database refuses a statement: %s", type(error.orig).__name__)
    return StoreAwayError("the database refuses a statement")


def _engine(url: str) -> AsyncEngine:
    if url.startswith("sqlite"):
        # One connection: SQLite lets one write at a time, and a process need not fight itself.
        engine = create_async_engine(url, pool_size=1, max_overflow=0)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine
    return create_async_engine(
        url, pool_size=CONNECTIONS, max_overflow=CONNECTIONS, pool_timeout=PATIENCE
    )


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Readers do not wait for a writer, and writers of two processes for each other, a little."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=1000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
