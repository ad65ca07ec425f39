"""One of all replicas answers a request: over each store, the same."""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from bot.running.metrics import Metrics
from bot.running.once import Once, WhileAway
from bot.store.both import Both
from bot.store.cipher import Cipher
from bot.store.database import Database
from bot.store.outbox import Outbox
from bot.store.redis_once import MOMENT, RedisOnce
from tests.bot.databases import copied, with_driver
from tests.bot.servers import Postgres, Redis

BODY = {"text": "70B"}

Replica = Callable[[], Once]


@pytest.fixture(params=["sqlite", "postgresql", "redis", "redis and postgresql"])
async def replica(
    request: pytest.FixtureRequest, tmp_path, cipher: Cipher
) -> AsyncIterator[Replica]:
    """Makes one more replica over the same store, with connections of its own."""
    kinds: str = request.param
    server: Redis | None = request.getfixturevalue("redis_server") if "redis" in kinds else None
    url = ""
    if "postgresql" in kinds:
        url = await copied(request.getfixturevalue("postgres"), "migrated")
    elif kinds == "sqlite":
        url = f"sqlite:///{tmp_path}/store.sqlite3"
    async with AsyncExitStack() as stack:

        def one_more() -> Once:
            redis = RedisOnce(server.url) if server else None
            if redis:
                stack.push_async_callback(redis.close)
            if not url:
                assert redis
                return redis
            database = Database(with_driver(url))
            stack.push_async_callback(database.close)
            outbox = Outbox(database, cipher, secrets.token_hex(8))
            return Both(redis, outbox, Metrics()) if redis else outbox

        if kinds == "sqlite":
            from bot.store import migrating

            database = Database(with_driver(url))
            await migrating.upgrade(database)
            await database.close()
        yield one_more


def new_id() -> str:
    return secrets.token_hex(16)


async def test_the_first_has_it_and_the_others_know(replica: Replica):
    one, other, id = replica(), replica(), new_id()

    first = await one.take(id, BODY)
    await one.acknowledged(id)

    assert first in {"new", "kept"}
    assert await other.take(id, BODY) == "repeated"
    assert await one.take(id, BODY) == "repeated"
    await one.answered(id)
    assert await other.take(id, BODY) == "repeated"


async def test_what_was_not_acknowledged_is_new_again(replica: Replica):
    one, other, id = replica(), replica(), new_id()

    await one.take(id, BODY)
    await one.give_back(id)

    assert await other.take(id, BODY) in {"new", "kept"}


async def test_of_many_deliveries_at_once_one_is_answered(replica: Replica):
    replicas = [replica() for _ in range(3)]
    ids = [new_id() for _ in range(20)]

    async def delivered(id: str, to: Once) -> str | None:
        taken = await to.take(id, BODY)
        if taken in {"new", "kept"}:
            await to.acknowledged(id)
            return id
        assert taken in {"repeated", "unsure"}  # unsure on a slow machine: Slack comes again
        return None

    each = [delivered(id, to) for id in ids for to in (*replicas, *replicas)]
    answered = Counter(await asyncio.gather(*each))

    del answered[None]
    assert answered == Counter(ids)


async def test_redis_keeps_no_word(redis_server: Redis):
    redis = RedisOnce(redis_server.url)
    id = new_id()
    await redis.take(id, BODY)

    assert await redis._redis.get(f"gpumem:{id}") == b"taken"
    assert 0 < await redis._redis.ttl(f"gpumem:{id}") <= MOMENT
    await redis.close()


async def test_somebody_who_vanished_before_the_acknowledgement_is_not_relied_on(
    redis_server: Redis, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.store.redis_once.MOMENT", 1)
    monkeypatch.setattr("bot.store.redis_once.WAIT", 0.1)
    vanished, other, id = RedisOnce(redis_server.url), RedisOnce(redis_server.url), new_id()
    await vanished.take(id, BODY)

    assert await other.take(id, BODY) == "unsure"  # Slack is told to come again
    await asyncio.sleep(1.1)
    assert await other.take(id, BODY) == "new"
    await vanished.close()
    await other.close()


async def test_while_the_store_is_away_each_process_answers_once_and_counts_it(cipher: Cipher):
    gone = Database("postgresql+asyncpg://gpumem@127.0.0.1:1/none", patience=0.05)
    metrics = Metrics()
    once = WhileAway(Outbox(gone, cipher, "one"), metrics)
    id = new_id()

    taken = [await once.take(id, BODY) for _ in range(3)]
    await once.give_back(id)

    assert taken == ["new", "repeated", "repeated"]
    assert metrics.count_of("away") == 3
    assert metrics.count_of("unreachable") == 1
    await gone.close()


async def test_redis_away_the_database_still_knows(
    postgres: Postgres, cipher: Cipher, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.store.redis_once.PATIENCE", 0.1)
    url = await copied(postgres, "migrated")
    metrics = Metrics()
    redis, database = RedisOnce("redis://127.0.0.1:1/0"), Database(with_driver(url))
    once = WhileAway(Both(redis, Outbox(database, cipher, "one"), metrics), metrics)
    id = new_id()

    assert [await once.take(id, BODY) for _ in range(2)] == ["kept", "repeated"]
    assert (metrics.count_of("away"), metrics.count_of("unreachable")) == (0, 2)
    await redis.close()
    await database.close()


async def test_what_was_taken_while_the_store_was_away_is_known_when_it_is_back(
    database: Database, cipher: Cipher
):
    class Comes:
        """An outbox that is away at first."""

        def __init__(self, outbox: Outbox) -> None:
            self.outbox = outbox
            self.away = True

        def __getattr__(self, name: str):
            from bot.running.store_away import StoreAwayError

            if self.away:
                raise StoreAwayError
            return getattr(self.outbox, name)

    outbox = Outbox(database, cipher, "one")
    comes = Comes(outbox)
    once = WhileAway(comes, Metrics())

    first = await once.take("1f", BODY)
    comes.away = False
    second = await once.take("1f", BODY)

    assert (first, second) == ("new", "repeated")
    assert await Outbox(database, cipher, "two", now=lambda: 9e9).claim(10) == []
