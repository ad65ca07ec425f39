"""The installations, asked for once a minute and not with every request."""

import time
from collections import OrderedDict
from collections.abc import Callable

from slack_sdk.oauth.installation_store import Bot

from bot.running.store_away import StoreAwayError
from bot.store.installations import Installations

FRESH = 60.0  # seconds; a token that Slack refuses is looked up at once, however fresh
MOST = 10_000  # workspaces

Key = tuple[str, str]


class CachedInstallations:
    """
    What *installations* say, remembered.

    slack_sdk's own cache keeps everything for ever: a replica would never learn that a workspace
    was installed anew on another. While the database is away, what was known still holds.
    """

    def __init__(
        self, installations: Installations, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._installations = installations
        self._now = now
        self._known: OrderedDict[Key, tuple[Bot, float]] = OrderedDict()

    async def find(self, enterprise_id: str | None, team_id: str | None) -> Bot | None:
        """
        The bot of a workspace, or without *team_id* of a whole organisation.

        StoreAwayError where nobody knows.
        """
        key = (enterprise_id or "", team_id or "")
        bot, since = self._known.get(key, (None, 0.0))
        if bot and self._now() - since < FRESH:
            return bot
        try:
            return await self.look(enterprise_id, team_id)
        except StoreAwayError:
            if bot is None:
                raise
            return bot

    async def look(self, enterprise_id: str | None, team_id: str | None) -> Bot | None:
        """What the database says now."""
        found = await self._installations.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=team_id is None
        )
        if found:
            self._keep(found)
        else:
            self._known.pop((enterprise_id or "", team_id or ""), None)
        return found

    def _keep(self, bot: Bot) -> None:
        key = (bot.enterprise_id or "", bot.team_id or "")
        self._known[key] = (bot, self._now())
        self._known.move_to_end(key)
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    async def renew(self, bot: Bot) -> None:
        """
        A refreshed token. StoreAwayError where it could not be stored: it holds here all the same.
        """
        self._keep(bot)
        await self._installations.renew(bot)

    async def forget(self, enterprise_id: str | None, team_id: str | None, before: float) -> bool:
        """Delete what was installed before that time, in seconds since 1970."""
        self._known.pop((enterprise_id or "", team_id or ""), None)
        return await self._installations.forget(
            enterprise_id=enterprise_id, team_id=team_id, before=before
        )
