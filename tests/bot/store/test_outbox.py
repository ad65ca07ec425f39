"""What was acknowledged is there until it is answered, whatever becomes of the process."""

import asyncio
import json

import pytest
from sqlalchemy import select

from bot.store.cipher import Cipher, new_key
from bot.store.database import Database
from bot.store.outbox import GRACE, LEASE, REMEMBERED, Outbox
from bot.store.tables import requests

BODY = {"text": "70B at 16 bits?"}
TEXT = json.dumps(BODY)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def one(database: Database, cipher: Cipher, clock: Clock) -> Outbox:
    return Outbox(database, cipher, "one", clock)


@pytest.fixture
def other(database: Database, cipher: Cipher, clock: Clock) -> Outbox:
    return Outbox(database, cipher, "other", clock)


async def bodies(database: Database) -> list[bytes | None]:
    return list((await database.execute(select(requests.c.body))).scalars())


async def test_words_are_encrypted_and_go_with_the_answer(database: Database, one: Outbox):
    await one.take("1f", BODY)
    kept = await bodies(database)
    await one.answered("1f")

    assert kept[0] is not None
    assert b"70B" not in bytes(kept[0])
    assert await bodies(database) == [None]


async def test_whoever_says_that_it_is_there_keeps_what_it_has(
    one: Outbox, other: Outbox, clock: Clock
):
    await one.take("1f", BODY)
    for _ in range(5):
        clock.now += LEASE - 1
        await one.renew()
        assert await other.claim(10) == []


async def test_what_a_killed_process_had_goes_to_one_other(
    one: Outbox, other: Outbox, database: Database, cipher: Cipher, clock: Clock
):
    await one.take("1f", BODY)
    await one.take("2e", BODY)
    await one.answered("2e")
    third = Outbox(database, cipher, "third", clock)
    clock.now += LEASE + 1

    claimed = await asyncio.gather(other.claim(10), third.claim(10))

    found = [kept for each in claimed for kept in each]
    assert [(kept.id, kept.body, kept.taken_at) for kept in found] == [("1f", TEXT, 1_000_000.0)]


async def test_what_many_claim_at_once_each_request_is_one_processs(
    one: Outbox, database: Database, cipher: Cipher, clock: Clock
):
    for number in range(60):
        await one.take(f"{number}", BODY)
    clock.now += LEASE + 1

    others = [Outbox(database, cipher, f"w{number}", clock) for number in range(6)]
    claimed = await asyncio.gather(*(each.claim(10) for each in others))
    rest = await others[0].claim(60)

    ids = [kept.id for each in (*claimed, rest) for kept in each]
    assert sorted(ids, key=int) == [f"{number}" for number in range(60)]


async def test_whoever_stops_leaves_what_it_has_soon(one: Outbox, other: Outbox, clock: Clock):
    await one.take("1f", BODY)
    await one.release()

    assert await other.claim(10) == []
    clock.now += LEASE * GRACE + 1

    assert [kept.id for kept in await other.claim(10)] == ["1f"]


async def test_what_is_left_is_not_renewed_and_may_be_taken_up_by_whoever_left_it(
    one: Outbox, clock: Clock
):
    await one.take("1f", BODY)
    one.leave("1f")
    clock.now += LEASE - 1
    await one.renew()
    clock.now += 2

    assert [kept.id for kept in await one.claim(10)] == ["1f"]
    await one.renew()
    clock.now += LEASE - 1
    assert await one.claim(10) == []
    await one.answered("1f")
    clock.now += LEASE
    assert await one.claim(10) == []


async def test_a_process_that_lost_its_lease_does_not_answer_for_the_new_one(
    one: Outbox, other: Outbox, clock: Clock, database: Database
):
    await one.take("1f", BODY)
    clock.now += LEASE + 1
    await other.claim(10)

    await one.answered("1f")
    assert (await bodies(database))[0] is not None
    await other.answered("1f")
    assert await bodies(database) == [None]


async def test_what_no_key_fits_is_given_without_a_body(
    one: Outbox, database: Database, clock: Clock
):
    await one.take("1f", BODY)
    clock.now += LEASE + 1

    claimed = await Outbox(database, Cipher([new_key()]), "other", clock).claim(10)

    assert [(kept.id, kept.body) for kept in claimed] == [("1f", None)]


async def test_after_an_hour_nothing_is_left(one: Outbox, clock: Clock, database: Database):
    await one.take("1f", BODY)
    await one.answered("1f")
    clock.now += REMEMBERED - 1
    await one.forget_old()
    assert len(await bodies(database)) == 1

    clock.now += 2
    await one.forget_old()
    assert await bodies(database) == []


async def test_an_attempt_whose_answer_was_lost_is_ours(
    one: Outbox, database: Database, cipher: Cipher, clock: Clock
):
    await one.take("1f", BODY)
    one._ours.clear()  # as if the connection had been cut after the row was written

    assert await one.take("1f", BODY) == "kept"
    assert await one.take("1f", BODY) == "repeated"
