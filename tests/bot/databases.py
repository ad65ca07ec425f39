"""A database of its own for each test, on each kind of server; imported by the conftest."""

import itertools
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from bot.running.settings_store import database_url as driven
from bot.store import migrating
from bot.store.database import Database
from tests.bot.servers import Postgres, Redis

TEMPLATE = "migrated"
_numbers = itertools.count()
_prepared: list[Postgres] = []


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL, started once for all tests that use it."""
    server = Postgres()
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    server = Redis()
    server.start()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The same tests on each."""
    return request.param


@pytest.fixture
async def store_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What a person sets as GPUMEM_DATABASE_URL: a database with today's schema and no rows."""
    if kind == "postgresql":
        return await copied(request.getfixturevalue("postgres"), TEMPLATE)
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    database = Database(with_driver(url))
    await migrating.upgrade(database)
    await database.close()
    return url


@pytest.fixture
async def empty_database(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Database]:
    """One without a schema."""
    url = f"sqlite:///{tmp_path}/empty.sqlite3"
    if kind == "postgresql":
        url = await copied(request.getfixturevalue("postgres"), "template0")
    database = Database(with_driver(url))
    yield database
    await database.close()


@pytest.fixture
async def database(store_url: str) -> AsyncIterator[Database]:
    database = Database(with_driver(store_url))
    yield database
    await database.close()


async def copied(server: Postgres, template: str) -> str:
    """The address of a new database like *template*."""
    if template == TEMPLATE and server not in _prepared:
        _prepared.append(server)
        await _migrated(server)
    name = f"test_{os.getpid()}_{next(_numbers)}"
    await _admin(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.url(name)


def with_driver(url: str) -> str:
    found = driven({"GPUMEM_DATABASE_URL": url})
    assert found
    return found


async def _migrated(server: Postgres) -> None:
    await _admin(server, f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
    database = Database(with_driver(server.url(TEMPLATE)))
    await migrating.upgrade(database)
    await database.close()


async def _admin(server: Postgres, statement: str) -> None:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
