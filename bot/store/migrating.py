"""From one schema to the next, and back."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.store.database import Database

SCRIPTS = Path(__file__).parent / "migrations"


async def upgrade(database: Database, revision: str = "head") -> None:
    """The steps up to *revision*; none where the schema is there already."""
    async with database.engine.connect() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), revision))


async def downgrade(database: Database, revision: str) -> None:
    """The steps back to *revision*; `base` is an empty database."""
    async with database.engine.connect() as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync), revision))


async def is_up_to_date(database: Database) -> bool:
    """Whether the schema is the one that this version works with."""

    async def ask() -> str | None:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_current)

    return await database.patiently(ask) == newest()


def newest() -> str | None:
    """The last step that there is."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
