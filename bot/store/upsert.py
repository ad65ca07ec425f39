"""INSERT that knows what to do about a row that is there already; each database has its own."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Database


def insert(database: Database, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """One with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return sqlite.insert(table) if database.is_sqlite else postgresql.insert(table)
