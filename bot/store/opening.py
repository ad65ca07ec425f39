"""The store of one process: what it is made of, opened and closed together."""

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy import select

from bot.running.metrics import Metrics
from bot.running.once import InMemory, Once, WhileAway
from bot.running.settings import Settings
from bot.running.settings_store import keys_of
from bot.running.store_away import StoreOutdatedError
from bot.store import migrating
from bot.store.both import Both
from bot.store.cached import CachedInstallations
from bot.store.cipher import Cipher, UnreadableError
from bot.store.database import Database
from bot.store.installations import Installations
from bot.store.locks import Locks
from bot.store.outbox import Outbox
from bot.store.redis_once import RedisOnce
from bot.store.states import States
from bot.store.tables import bots
from bot.store.team_settings import TeamSettings


@dataclass(frozen=True, slots=True)
class Tables:
    """What stands in the database. *worker* is the name of this process."""

    database: Database
    cipher: Cipher
    worker: str

    async def check(self) -> None:
        """Raises StoreAwayError or StoreOutdatedError; SQLite is brought up to date at once."""
        if await migrating.is_up_to_date(self.database):
            await self._check_keys()
            return
        if not self.database.is_sqlite:
            raise StoreOutdatedError(
                "the schema of the database is not the one of this version: run"
                " `python -m bot migrate` first."
            )
        await migrating.upgrade(self.database)

    async def _check_keys(self) -> None:
        """The newest token is read: with other keys the bot would know no workspace."""
        newest = select(bots.c.bot_token).order_by(bots.c.installed_at.desc()).limit(1)
        token = (await self.database.execute(newest)).scalar_one_or_none()
        try:
            self.cipher.decrypt(bytes(token)) if token else None
        except UnreadableError as error:
            raise StoreOutdatedError(f"{error}: put the key back with which it was.") from None

    def installations(self, client_id: str) -> Installations:
        return Installations(client_id, self.database, self.cipher)

    def cached(self, installations: Installations) -> CachedInstallations:
        return CachedInstallations(installations)

    @property
    def settings(self) -> TeamSettings:
        return TeamSettings(self.database, self.cipher)

    @property
    def states(self) -> States:
        return States(self.database)

    @property
    def locks(self) -> Locks:
        return Locks(self.database, self.worker)


@dataclass(frozen=True, slots=True)
class Store:
    """A database, or a Redis, or both."""

    tables: Tables | None
    outbox: Outbox | None
    redis: RedisOnce | None

    def once(self, metrics: Metrics) -> Once:
        """Who remembers what was taken."""
        if self.redis and self.outbox:
            return WhileAway(Both(self.redis, self.outbox, metrics), metrics)
        one = self.redis or self.outbox
        return WhileAway(one, metrics) if one else InMemory()


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """The one that *settings* name; nothing is asked of it yet."""
    async with AsyncExitStack() as stack:
        tables = outbox = redis = None
        if settings.database_url:
            database = Database(_text(settings.database_url))
            stack.push_async_callback(database.close)
            cipher = Cipher(keys_of(_text(settings.secret_keys)))
            tables = Tables(database, cipher, secrets.token_hex(8))
            outbox = Outbox(database, cipher, tables.worker)
        if settings.redis_url:
            redis = RedisOnce(_text(settings.redis_url))
            stack.push_async_callback(redis.close)
        yield Store(tables, outbox, redis)


def _text(hidden: SecretStr | None) -> str:
    return hidden.get_secret_value() if hidden else ""
