"""What teams have set, on each database."""

import asyncio

import pytest
from sqlalchemy import insert, select

from bot.running.store_away import StoreAwayError
from bot.store.cipher import Cipher, UnreadableError, new_key
from bot.store.database import Database
from bot.store.rotating import rotate
from bot.store.tables import team_settings
from bot.store.team_settings import TeamSettings
from tests.bot.databases import with_driver

SET = '{"pool": "8 x H100 80GB"}'


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(database: Database, cipher: Cipher, clock: Clock) -> TeamSettings:
    return TeamSettings(database, cipher, clock)


async def put(kept: TeamSettings, team: str, enterprise: str | None, text: str) -> None:
    """As somebody does who has just looked."""
    assert await kept.save(team, enterprise, text, instead_of=await kept.find(team))


async def text_of(kept: TeamSettings, team: str) -> str | None:
    found = await kept.find(team)
    return found.text if found else None


async def rows(database: Database) -> list[tuple[str, str | None, bytes]]:
    c = team_settings.c
    found = await database.execute(select(c.id, c.enterprise_id, c.settings).order_by(c.id))
    return [(id, enterprise, bytes(settings)) for id, enterprise, settings in found]


async def test_what_is_saved_is_found_by_its_team_alone(kept: TeamSettings):
    await put(kept, "T1", None, SET)
    await put(kept, "T2", "E1", '{"engine": "sglang"}')

    assert await text_of(kept, "T1") == SET
    assert await text_of(kept, "T2") == '{"engine": "sglang"}'
    assert await text_of(kept, "T3") is None


async def test_the_last_one_counts(kept: TeamSettings, database: Database):
    await put(kept, "T1", None, "{}")
    await put(kept, "T1", "E1", SET)

    assert await text_of(kept, "T1") == SET
    assert [(id, enterprise) for id, enterprise, _ in await rows(database)] == [("T1", "E1")]


async def test_who_comes_second_is_told_so_and_changes_nothing(kept: TeamSettings):
    assert await kept.save("T1", None, SET, instead_of=None)
    assert not await kept.save("T1", None, "{}", instead_of=None)
    seen = await kept.find("T1")
    assert await kept.save("T1", None, SET, instead_of=seen)  # the same text, saved again
    assert not await kept.save("T1", None, "{}", instead_of=seen)
    assert not await kept.delete("T1", only=seen)

    assert await text_of(kept, "T1") == SET
    assert await kept.delete("T1", only=await kept.find("T1"))
    assert not await kept.save("T1", None, SET, instead_of=seen)
    assert await kept.find("T1") is None


async def test_of_many_who_save_at_once_one_does(kept: TeamSettings):
    first = [kept.save("T1", None, f'{{"n": {n}}}', instead_of=None) for n in range(20)]
    assert sum(await asyncio.gather(*first)) == 1
    seen = await kept.find("T1")
    again = [kept.save("T1", None, f'{{"m": {n}}}', instead_of=seen) for n in range(20)]
    which = await asyncio.gather(*again)

    assert sum(which) == 1
    assert await text_of(kept, "T1") == f'{{"m": {which.index(True)}}}'


async def test_nothing_of_it_can_be_read_in_the_database(kept: TeamSettings, database: Database):
    await put(kept, "T1", None, SET)

    [(_, _, settings)] = await rows(database)

    assert b"H100" not in settings
    with pytest.raises(UnreadableError):
        await TeamSettings(database, Cipher([new_key()])).find("T1")


async def test_deleted_it_is_gone(kept: TeamSettings, database: Database):
    await put(kept, "T1", None, SET)

    assert await kept.delete("T1") is True
    assert await kept.delete("T1") is False
    assert await rows(database) == []


async def test_it_goes_with_the_installation(kept: TeamSettings, database: Database):
    for team, enterprise in (("T1", None), ("T2", "E1"), ("T3", "E1"), ("T4", "E2")):
        await put(kept, team, enterprise, SET)

    assert await kept.forget(None, "T1", 1001.0) == 1
    assert await kept.forget("E1", None, 1001.0) == 2

    assert [id for id, _, _ in await rows(database)] == ["T4"]


async def test_what_was_saved_after_the_installation_ended_stays(kept: TeamSettings, clock: Clock):
    await put(kept, "T1", None, "{}")
    clock.now = 2000.0
    await put(kept, "T1", None, SET)

    assert await kept.forget(None, "T1", 1500.0) == 0
    assert await text_of(kept, "T1") == SET


async def test_another_key_encrypts_it_anew(database: Database):
    old, new = new_key(), new_key()
    row = {"id": "T1", "settings": Cipher([old]).encrypt(SET), "changed_at": 1.0}
    await database.execute(insert(team_settings).values(**row))

    rotated = await rotate(database, Cipher([new, old]))

    assert (rotated.renewed, rotated.unreadable) == (1, 0)
    assert await text_of(TeamSettings(database, Cipher([new])), "T1") == SET


async def test_a_database_that_is_away_says_so(cipher: Cipher):
    nowhere = Database(with_driver("postgresql://127.0.0.1:1/x"), patience=0.05)
    away = TeamSettings(nowhere, cipher)

    with pytest.raises(StoreAwayError):
        await away.find("T1")
    with pytest.raises(StoreAwayError):
        await away.save("T1", None, SET, instead_of=None)
    await nowhere.close()
