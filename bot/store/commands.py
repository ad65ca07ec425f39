"""
What `python -m bot` does to the store beside running: `migrate`, `rotate-keys`, `new-key`,
`export-team`, `delete-team`.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable

from bot.running.settings import Settings
from bot.running.settings_error import SettingsError
from bot.running.settings_store import keys_of
from bot.store import migrating
from bot.store.cipher import Cipher, new_key
from bot.store.database import Database
from bot.store.rotating import rotate
from bot.store.team_settings import TeamSettings

NOTHING = 1  # exit status where there is nothing of that team
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

    async def work(database: Database) -> int:
        rotated = await rotate(database, _cipher(settings))
        print(f"{rotated.renewed} values are now encrypted with the first key.")
        if rotated.unreadable:
            print(f"{rotated.unreadable} values could not be read with any key, and are as before.")
        else:
            print("The other keys can be taken out of GPUMEM_SECRET_KEYS.")
        return UNREADABLE if rotated.unreadable else 0

    return await _with_database(settings, work)


async def export_team(settings: Settings, team_id: str) -> int:
    """What a team has set, as JSON."""

    async def work(database: Database) -> int:
        saved = await TeamSettings(database, _cipher(settings)).find(team_id)
        if saved is None:
            return _nothing_of(team_id)
        kept = json.loads(saved.text)
        print(json.dumps({"team": team_id, "settings": kept}, ensure_ascii=False, indent=2))
        return 0

    return await _with_database(settings, work)


async def delete_team(settings: Settings, team_id: str) -> int:
    """What a team has set; replicas that run know it within half a minute."""

    async def work(database: Database) -> int:
        if not await TeamSettings(database, _cipher(settings)).delete(team_id):
            return _nothing_of(team_id)
        print(f"What the team {team_id} had set is deleted.")
        return 0

    return await _with_database(settings, work)


COMMANDS: dict[str, Callable[..., Awaitable[int]]] = {
    "migrate": migrate,
    "rotate-keys": rotate_keys,
    "export-team": export_team,
    "delete-team": delete_team,
}


def run(name: str, settings: Settings, *values: str) -> int:
    """The exit status of one of COMMANDS."""

    async def command() -> int:
        return await COMMANDS[name](settings, *values)

    return asyncio.run(command())


def print_new_key() -> int:
    """A key for GPUMEM_SECRET_KEYS; needs no settings, because it is what one begins with."""
    print(new_key())
    return 0


def _cipher(settings: Settings) -> Cipher:
    keys = settings.secret_keys.get_secret_value() if settings.secret_keys else ""
    return Cipher(keys_of(keys))


def _nothing_of(team_id: str) -> int:
    print(f"Nothing is set by the team {team_id}.", file=sys.stderr)
    return NOTHING


async def _with_database(settings: Settings, work: Callable[[Database], Awaitable[int]]) -> int:
    if settings.database_url is None:
        raise SettingsError("GPUMEM_DATABASE_URL", "is missing: there is no store to work on.")
    database = Database(settings.database_url.get_secret_value())
    try:
        return await work(database)
    finally:
        await database.close()
