"""States are spent once, in time, whoever comes."""

import asyncio

import pytest

from bot.store.database import Database
from bot.store.states import LIFETIME, States


async def test_a_state_is_good_once(database: Database):
    states = States(database)
    state = await states.async_issue()

    assert await states.async_consume(state)
    assert not await states.async_consume(state)
    assert not await states.async_consume("another")


async def test_of_many_who_bring_it_at_once_one_is_let_in(database: Database):
    states = States(database)
    state = await states.async_issue()

    let_in = await asyncio.gather(*(states.async_consume(state) for _ in range(20)))

    assert sorted(let_in) == [False] * 19 + [True]


@pytest.mark.parametrize(("seconds", "good"), [(LIFETIME - 1, True), (LIFETIME + 1, False)])
async def test_a_state_is_good_for_ten_minutes(database: Database, seconds: int, good: bool):
    state = await States(database, now=lambda: 1000.0).async_issue()

    assert await States(database, now=lambda: 1000.0 + seconds).async_consume(state) is good
