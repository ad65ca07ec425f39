"""One holder at a time, and none for ever."""

import asyncio

from bot.store.database import Database
from bot.store.locks import Locks


async def test_one_of_many_gets_the_lock(database: Database):
    got = await asyncio.gather(
        *(Locks(database, f"replica {number}").acquire("T1", 10) for number in range(10))
    )

    assert got.count(True) == 1


async def test_a_lock_ends_when_it_is_let_go_or_when_its_time_is_over(database: Database):
    first = Locks(database, "first", now=lambda: 100.0)
    assert await first.acquire("T1", 10)
    assert not await Locks(database, "second", now=lambda: 109.0).acquire("T1", 10)

    assert await Locks(database, "second", now=lambda: 111.0).acquire("T1", 10)
    await first.release("T1")  # it is no longer its to let go
    assert not await Locks(database, "third", now=lambda: 112.0).acquire("T1", 10)

    await Locks(database, "second").release("T1")
    assert await Locks(database, "third", now=lambda: 112.0).acquire("T1", 10)
