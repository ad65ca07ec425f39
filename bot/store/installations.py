"""
Where the app is installed, and with which token: one row for each workspace or organisation.

The library's store over our database. Of an installation it keeps what belongs to the bot; who
installed it, and tokens of people, are nothing that we need.
"""

import logging
from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.sqlalchemy_utils import normalize_datetime_for_db
from sqlalchemy import ColumnElement, and_, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cipher import Cipher, Encrypted
from bot.store.database import Database
from bot.store.tables import ENCRYPTED

A_PERSONS = 10.0  # seconds of patience: somebody waits in a browser, with a code that is spent


class Installations(AsyncSQLAlchemyInstallationStore):
    """Those of the app with this *client_id*."""

    def __init__(self, client_id: str, database: Database, cipher: Cipher) -> None:
        super().__init__(client_id, database.engine, logger=_quiet_logger())
        self._database = database
        for name in ENCRYPTED:
            self.bots.c[name].type = Encrypted(cipher)

    async def async_save(self, installation: Installation) -> None:
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """In place of an earlier installation there."""
        row = self._row(bot)

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(
                delete(self.bots).where(self._at(bot.enterprise_id, bot.team_id))
            )
            await connection.execute(insert(self.bots).values(**row))

        await self._database.run(work, A_PERSONS)

    async def renew(self, bot: Bot) -> None:
        """A refreshed token; nothing where it was installed anew, or removed, in the meantime."""
        row = self._row(bot)
        names = (*ENCRYPTED, "bot_token_expires_at")
        same = self.bots.c.installed_at == row["installed_at"]
        await self._database.execute(
            update(self.bots)
            .where(self._at(bot.enterprise_id, bot.team_id), same)
            .values({name: row[name] for name in names})
        )

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """StoreAwayError where the database does not say."""
        find = super().async_find_bot
        return await self._database.patiently(
            lambda: find(
                enterprise_id=enterprise_id,
                team_id=team_id,
                is_enterprise_install=is_enterprise_install,
            )
        )

    async def async_find_installation(self, **_: Any) -> Installation | None:
        """Nothing of people is kept."""
        return None

    async def forget(
        self, *, enterprise_id: str | None, team_id: str | None, before: float
    ) -> bool:
        """
        Delete what was installed before that time, in seconds since 1970; whether there was any.

        What Slack tells of an installation that has ended may come after the next one has begun.
        """
        moment = normalize_datetime_for_db(datetime.fromtimestamp(before, UTC))
        earlier = self.bots.c.installed_at < moment
        gone = await self._database.execute(
            delete(self.bots).where(self._at(enterprise_id, team_id), earlier)
        )
        return gone.rowcount > 0

    async def async_delete_installation(self, **_: Any) -> None:
        """Nothing of people is kept."""

    def _at(self, enterprise_id: str | None, team_id: str | None) -> ColumnElement[bool]:
        c = self.bots.c
        return and_(
            c.client_id == self.client_id, c.enterprise_id == enterprise_id, c.team_id == team_id
        )

    def _row(self, bot: Bot) -> dict[str, Any]:
        row = {"client_id": self.client_id, **bot.to_dict()}
        for name in ("installed_at", "bot_token_expires_at"):
            row[name] = normalize_datetime_for_db(row[name])
        return row


def _quiet_logger() -> logging.Logger:
    """Below warnings the library writes out what it reads."""
    logger = logging.getLogger("gpumem.store")
    logger.setLevel(logging.WARNING)
    return logger
