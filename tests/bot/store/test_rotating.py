"""Changing the key of everything that is stored."""

from slack_sdk.oauth.installation_store import Bot
from sqlalchemy import insert, select, update

from bot.store.cipher import Cipher, new_key
from bot.store.database import Database
from bot.store.installations import Installations
from bot.store.rotating import rotate
from bot.store.tables import bots, requests

MANY = 1000


def row(number: int, cipher: Cipher) -> dict[str, object]:
    bot = Bot(
        team_id=f"T{number}",
        bot_token="",
        bot_id="B",
        bot_user_id="U",
        app_id="A",
        installed_at=1.0,
    )
    secrets = {
        "bot_token": cipher.encrypt(f"xoxb-{number}"),
        "bot_refresh_token": cipher.encrypt(f"xoxe-{number}"),
    }
    times = {"installed_at": bot.to_dict()["installed_at"].replace(tzinfo=None)}
    return {**bot.to_dict(), "client_id": "client", **secrets, **times}


async def test_after_it_the_new_key_alone_reads_a_thousand_installations(database: Database):
    old, new = new_key(), new_key()
    rows = [row(number, Cipher([old])) for number in range(MANY)]
    await database.execute(insert(bots).values(rows[: MANY // 2]))
    await database.execute(insert(bots).values(rows[MANY // 2 :]))
    request = {"id": "1", "taken_at": 1.0, "worker": "w", "leased_until": 1.0}
    await database.execute(insert(requests).values(body=Cipher([old]).encrypt("70B?"), **request))

    rotated = await rotate(database, Cipher([new, old]))

    assert (rotated.renewed, rotated.unreadable) == (2 * MANY + 1, 0)
    alone = Cipher([new])
    found = (await database.execute(select(bots.c.bot_token, bots.c.bot_refresh_token))).all()
    tokens = {(alone.decrypt(token), alone.decrypt(refresh)) for token, refresh in found}
    assert tokens == {(f"xoxb-{number}", f"xoxe-{number}") for number in range(MANY)}
    one = await Installations("client", database, alone).async_find_bot(
        enterprise_id=None, team_id="T7"
    )
    assert one
    assert one.bot_token == "xoxb-7"
    body = (await database.execute(select(requests.c.body))).scalar_one()
    assert alone.decrypt(body) == "70B?"


async def test_what_no_key_fits_is_counted_and_left(database: Database):
    lost = row(1, Cipher([new_key()]))
    await database.execute(insert(bots).values(lost))
    await database.execute(update(bots).values(bot_refresh_token=None))

    rotated = await rotate(database, Cipher([new_key()]))

    assert (rotated.renewed, rotated.unreadable) == (0, 1)
    kept = (await database.execute(select(bots.c.bot_token))).scalar_one()
    assert kept == lost["bot_token"]
