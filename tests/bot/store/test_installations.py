"""Installations at rest: found again, encrypted, replaced, forgotten."""

import time
from typing import Any

import pytest
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import select

from bot.store.cached import FRESH, CachedInstallations
from bot.store.cipher import Cipher, UnreadableError, new_key
from bot.store.database import Database
from bot.store.installations import Installations
from bot.store.tables import bots

LONG = "xoxe.xoxb-" + "1" * 400  # longer than the library's columns


def installed(token: str, *, team: str | None = "T1", **more: Any) -> Installation:
    given = {"user_id": "U1", "user_token": "xoxp-a-person", "app_id": "A1", "bot_id": "B1"}
    return Installation(team_id=team, bot_token=token, bot_user_id="UBOT", **given | more)


@pytest.fixture
def installations(database: Database, cipher: Cipher) -> Installations:
    return Installations("client", database, cipher)


async def token(installations: Installations, team: str | None = "T1", **more: Any) -> str | None:
    bot = await installations.async_find_bot(team_id=team, **{"enterprise_id": None} | more)
    return bot.bot_token if bot else None


async def test_a_token_is_found_again_and_is_nowhere_in_the_database(
    database: Database, installations: Installations
):
    await installations.async_save(installed(LONG, bot_refresh_token="xoxe-1-secret"))

    assert await token(installations) == LONG
    rows = (await database.execute(select(bots))).all()
    assert len(rows) == 1
    for secret in (b"xoxb", b"xoxe", b"xoxp", b"U1'"):
        assert secret not in repr(rows).encode()


async def test_each_workspace_has_its_own(installations: Installations):
    await installations.async_save(installed("xoxb-1", team="T1"))
    await installations.async_save(installed("xoxb-2", team="T2"))

    assert [await token(installations, team) for team in ("T1", "T2", "T3")] == [
        "xoxb-1",
        "xoxb-2",
        None,
    ]


async def test_an_organisation_is_installed_for_all_its_workspaces(installations: Installations):
    await installations.async_save(
        installed("xoxb-org", team=None, enterprise_id="E1", is_enterprise_install=True)
    )

    found = await token(installations, "T7", enterprise_id="E1", is_enterprise_install=True)

    assert found == "xoxb-org"


async def test_of_two_installations_the_second_is_left(
    database: Database, installations: Installations
):
    await installations.async_save(installed("xoxb-old"))
    await installations.async_save(installed("xoxb-new"))

    assert await token(installations) == "xoxb-new"
    assert len((await database.execute(select(bots))).all()) == 1


async def test_what_has_ended_is_forgotten_but_not_what_began_after(installations: Installations):
    now = time.time()
    await installations.async_save(installed("xoxb-1", installed_at=now))

    assert not await installations.forget(enterprise_id=None, team_id="T1", before=now - 5)
    assert await token(installations) == "xoxb-1"
    assert await installations.forget(enterprise_id=None, team_id="T1", before=now + 1)
    assert await token(installations) is None


async def test_a_refreshed_token_takes_the_place_of_its_own_and_of_no_other(
    installations: Installations,
):
    first = installed("xoxb-1", installed_at=time.time() - 60, bot_token_expires_at=1)
    await installations.async_save(first)
    bot = first.to_bot()
    bot.bot_token, bot.bot_token_expires_at = "xoxb-fresh", 2_000_000_000

    await installations.renew(bot)
    found = await installations.async_find_bot(enterprise_id=None, team_id="T1")
    assert found
    assert (found.bot_token, found.bot_token_expires_at) == ("xoxb-fresh", 2_000_000_000)

    await installations.async_save(installed("xoxb-anew"))
    await installations.renew(bot)
    assert await token(installations) == "xoxb-anew"


async def test_without_its_key_it_cannot_be_read(database: Database, cipher: Cipher):
    await Installations("client", database, cipher).async_save(installed("xoxb-1"))

    with pytest.raises(UnreadableError, match="GPUMEM_SECRET_KEYS"):
        await token(Installations("client", database, Cipher([new_key()])))


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_what_is_known_is_not_asked_for_again_within_a_minute(installations: Installations):
    clock = Clock()
    cached = CachedInstallations(installations, clock)
    await installations.async_save(installed("xoxb-1"))

    async def known() -> str | None:
        bot = await cached.find(None, "T1")
        return bot.bot_token if bot else None

    assert await known() == "xoxb-1"
    await installations.async_save(installed("xoxb-2"))
    assert await known() == "xoxb-1"
    clock.now += FRESH
    assert await known() == "xoxb-2"
    await cached.forget(None, "T1", time.time() + 1)
    assert await known() is None
