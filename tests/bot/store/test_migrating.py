"""The steps between schemas, on each database."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from bot.store import migrating
from bot.store.database import Database
from bot.store.tables import metadata


async def tables(database: Database) -> set[str]:
    async with database.engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_up_is_what_the_code_works_with_and_down_is_nothing(empty_database: Database):
    assert not await migrating.is_up_to_date(empty_database)

    await migrating.upgrade(empty_database)

    assert await migrating.is_up_to_date(empty_database)
    assert await tables(empty_database) == {*metadata.tables, "alembic_version"}
    async with empty_database.engine.connect() as connection:
        different = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)
        )
    assert different == []

    await migrating.downgrade(empty_database, "base")

    assert await tables(empty_database) == {"alembic_version"}
    assert not await migrating.is_up_to_date(empty_database)


async def test_each_step_can_be_taken_back_and_taken_again(empty_database: Database):
    await migrating.upgrade(empty_database)
    before = await tables(empty_database)

    await migrating.downgrade(empty_database, "-1")
    await migrating.upgrade(empty_database, "+1")

    assert await tables(empty_database) == before


async def test_up_twice_is_up(database: Database):
    await migrating.upgrade(database)

    assert await migrating.is_up_to_date(database)
