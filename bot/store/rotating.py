"""Encrypt everything at rest with the newest key, so that the older ones can be thrown away."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cipher import Cipher, UnreadableError
from bot.store.database import Database
from bot.store.tables import ENCRYPTED, bots, requests, team_settings

BATCH = 200  # rows in one transaction


@dataclass(slots=True)
class Rotated:
    """How many values were encrypted anew, and how many no key fits."""

    renewed: int = 0
    unreadable: int = 0


async def rotate(database: Database, cipher: Cipher) -> Rotated:
    """May run while the bot does, and again: a value that changes meanwhile is left alone."""
    rotated = Rotated()
    at_rest = ((bots, ENCRYPTED), (requests, ("body",)), (team_settings, ("settings",)))
    for table, columns in at_rest:
        for column in columns:
            await _rotate(database, cipher, table, column, rotated)
    return rotated


async def _rotate(
    database: Database, cipher: Cipher, table: Table, column: str, rotated: Rotated
) -> None:
    last = None
    while True:
        page = select(table.c.id, table.c[column]).where(table.c[column].is_not(None))
        page = page.order_by(table.c.id).limit(BATCH)
        if last is not None:
            page = page.where(table.c.id > last)
        rows: list[Any] = list(await database.execute(page))
        if not rows:
            return
        last = rows[-1][0]
        renewed = [(*row, fresh) for row in rows if (fresh := _renew(cipher, row[1]))]
        rotated.unreadable += len(rows) - len(renewed)
        rotated.renewed += await database.run(
            lambda connection, renewed=renewed: _write(connection, table, column, renewed)
        )


async def _write(
    connection: AsyncConnection,
    table: Table,
    column: str,
    renewed: list[tuple[object, bytes, bytes]],
) -> int:
    written = 0
    for id, kept, fresh in renewed:
        same = (table.c.id == id) & (table.c[column] == kept)
        done = await connection.execute(update(table).where(same).values({column: fresh}))
        written += done.rowcount
    return written


def _renew(cipher: Cipher, kept: bytes) -> bytes | None:
    try:
        return cipher.renew(bytes(kept))
    except UnreadableError:
        return None
