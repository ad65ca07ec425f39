"""
The states of installing: whoever comes back from Slack has to bring one that we gave out.

The library's store looks for a state and then deletes it, and two who bring the same at once may
both find it. Here it is spent in one statement.
"""

import secrets
import time
from collections.abc import Callable

from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import delete, insert

from bot.store.database import Database
from bot.store.tables import oauth_states

LIFETIME = 600  # seconds


class States(AsyncOAuthStateStore):
    """*now* tells seconds since 1970."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    async def async_issue(self, *_: object, **__: object) -> str:
        """A new one, good for ten minutes and once."""
        state = secrets.token_urlsafe(32)
        late = oauth_states.c.expires_at < self._now()
        await self._database.execute(delete(oauth_states).where(late))
        row = {"state": state, "expires_at": self._now() + LIFETIME}
        await self._database.execute(insert(oauth_states).values(**row))
        return state

    async def async_consume(self, state: str) -> bool:
        """True for the first who brings it in time."""
        c = oauth_states.c
        spent = await self._database.execute(
            delete(oauth_states).where(c.state == state, c.expires_at > self._now())
        )
        return spent.rowcount == 1
