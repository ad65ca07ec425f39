"""What teams have set, encrypted: one row for each workspace, whatever organisation it is in."""

import time
from collections.abc import Callable
from typing import Any, Literal

from sqlalchemy import ColumnElement, Executable, delete, select, update

from bot.running.saved import Saved
from bot.store.cipher import Cipher
from bot.store.database import Database
from bot.store.tables import team_settings
from bot.store.upsert import insert

WHILE_A_QUESTION_WAITS = 0.5  # seconds of patience: it can be answered without

_c = team_settings.c


class TeamSettings:
    """*now* tells seconds since 1970. StoreAwayError where the database is away."""

    kind: Literal["store"] = "store"

    def __init__(
        self, database: Database, cipher: Cipher, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._now = now

    async def find(self, team_id: str) -> Saved | None:
        """What was saved last; its mark is what is encrypted, which no other saving repeats."""
        statement = select(_c.settings).where(_c.id == team_id)
        found = await self._database.run(
            lambda connection: connection.execute(statement), WHILE_A_QUESTION_WAITS
        )
        kept = found.scalar_one_or_none()
        return None if kept is None else Saved(self._cipher.decrypt(bytes(kept)), bytes(kept))

    async def save(
        self, team_id: str, enterprise_id: str | None, text: str, *, instead_of: Saved | None
    ) -> bool:
        """Whether it stands there now: not where something else than *instead_of* did."""
        row = {
            "enterprise_id": enterprise_id,
            "settings": self._cipher.encrypt(text),
            "changed_at": self._now(),
        }
        return await self._changed(self._saving(team_id, row, instead_of)) > 0

    def _saving(self, team_id: str, row: dict[str, Any], instead_of: Saved | None) -> Executable:
        """One statement, so that of two who save at once one is told that it came too late."""
        if instead_of is None:
            new = insert(self._database, team_settings).values(id=team_id, **row)
            return new.on_conflict_do_nothing(index_elements=[_c.id])
        return update(team_settings).where(_is(team_id, instead_of)).values(**row)

    async def delete(self, team_id: str, *, only: Saved | None = None) -> bool:
        """Whether there was anything, and nothing else than *only* where that is given."""
        return await self._changed(delete(team_settings).where(_is(team_id, only))) > 0

    async def forget(self, enterprise_id: str | None, team_id: str | None, before: float) -> int:
        """
        How many teams are gone: the one whose installation ended, or without *team_id* all of the
        organisation. What was saved after that time, in seconds since 1970, belongs to the next
        installation.
        """
        which = _c.id == team_id if team_id else _c.enterprise_id == enterprise_id
        return await self._changed(delete(team_settings).where(which & (_c.changed_at < before)))

    async def _changed(self, statement: Executable) -> int:
        return (await self._database.execute(statement)).rowcount


def _is(team_id: str, saved: Saved | None) -> ColumnElement[bool]:
    of_the_team = _c.id == team_id
    return of_the_team & (_c.settings == saved.mark) if saved else of_the_team
