"""A database that is away: waited for, but not for long, and not twice."""

import time

import pytest
from sqlalchemy import text

from bot.running.store_away import StoreAwayError
from bot.store.database import LITTLE, Database
from tests.bot.databases import TEMPLATE, copied, with_driver
from tests.bot.servers import Postgres

ONE = text("SELECT 1")


async def seconds_until_it_gives_up(database: Database) -> float:
    began = time.monotonic()
    with pytest.raises(StoreAwayError, match="the database does not answer"):
        await database.execute(ONE)
    return time.monotonic() - began


async def test_whoever_asks_again_is_told_sooner():
    gone = Database("postgresql+asyncpg://gpumem@127.0.0.1:1/none", patience=1.0)

    first, second = [await seconds_until_it_gives_up(gone) for _ in range(2)]

    assert first >= 1.0
    assert LITTLE <= second < 1.0
    await gone.close()


async def test_a_restart_is_waited_for(postgres: Postgres):
    database = Database(with_driver(await copied(postgres, TEMPLATE)), patience=10.0)
    assert (await database.execute(ONE)).scalar_one() == 1

    postgres.stop()
    postgres.start()

    assert (await database.execute(ONE)).scalar_one() == 1
    await database.close()


async def test_a_statement_that_is_refused_is_as_if_it_were_away_and_repeats_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
):
    with pytest.raises(StoreAwayError):
        await database.execute(text("SELECT zanzibar FROM nowhere"))

    assert "zanzibar" not in caplog.text
