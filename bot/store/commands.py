"""What `python -m bot` does to the store beside running: `migrate`, `rotate-keys`, `new-key`."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.running.settings import Settings
from bot.running.settings_error import SettingsError
from bot.running.settings_store import keys_of
from bot.store import migrating
from bot.store.cipher import Cipher, new_key
from bot.store.database import Database
from bot.store.rotating import rotate

UNREADABLE = 1  # exit status where something could not be encrypted anew


async def migrate(settings: Settings) -> int:
    """Bring the schema up to date."""

    async def work(database: Database) -> int:
        await migrating.upgrade(database)
        print(f"The schema is up to date ({migrating.newest()}).")
        return 0

    return await _with_database(settings, work)


async def rotate_keys(settings: Settings) -> int:
    """Encrypt everything with the first key."""
    keys = settings.secret_keys.get_secret_value() if settings.secret_keys else ""

    async def work(database: Database) -> int:
        rotated = await rotate(database, Cipher(keys_of(keys)))
        print(f"{rotated.renewed} values are now encrypted with the first key.")
        if rotated.unreadable:
            print(f"{rotated.unreadable} values could not be read with any key, and are as before.")
        else:
            print("The other keys can be taken out of GPUMEM_SECRET_KEYS.")
        return UNREADABLE if rotated.unreadable else 0

    return await _with_database(settings, work)


COMMANDS: dict[str, Callable[[Settings], Awaitable[int]]] = {
    "migrate": migrate,
    "rotate-keys": rotate_keys,
}


def run(name: str, settings: Settings) -> int:
    """The exit status of one of COMMANDS."""

    async def command() -> int:
        return await COMMANDS[name](settings)

    return asyncio.run(command())


def print_new_key() -> int:
    """A key for GPUMEM_SECRET_KEYS; needs no settings, because it is what one begins with."""
    print(new_key())
    return 0


async def _with_database(settings: Settings, work: Callable[[Database], Awaitable[int]]) -> int:
    if settings.database_url is None:
        raise SettingsError("GPUMEM_DATABASE_URL", "is missing: there is no store to work on.")
    database = Database(settings.database_url.get_secret_value())
    try:
        return await work(database)
    finally:
        await database.close()
