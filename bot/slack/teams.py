"""
The workspaces that have installed the app: which token belongs to a request, as long as it lasts.

Bolt would ask Slack who we are with every request, and would let two replicas spend one refresh
token. Here a token is looked up, and refreshed by whoever holds the lock.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.running.metrics import Metrics
from bot.running.store_away import StoreAwayError
from bot.running.work import Work
from bot.slack.access import Access, of_request
from bot.slack.client import Client
from bot.slack.errors import CALL_FAILED, error_of
from bot.slack.refusals import OF_THE_TOKEN

_logger = logging.getLogger("gpumem.teams")

REFRESH_BEFORE = 2 * 3600.0  # seconds before the end of a token, which lasts twelve hours
STILL_GOOD = 60.0  # seconds that a token must last to be used while the next one is fetched
LOCKED = 30.0  # seconds; more than a call of Slack takes with all its attempts
AGAIN = 0.1  # seconds between two looks whether somebody else has the next token
OTHERS = 2.0  # seconds that we wait for somebody else


class Installed(Protocol):
    """What is known of installations (bot/store/cached.py)."""

    async def find(self, enterprise_id: str | None, team_id: str | None) -> Bot | None: ...
    async def look(self, enterprise_id: str | None, team_id: str | None) -> Bot | None: ...
    async def renew(self, bot: Bot) -> None: ...
    async def forget(
        self, enterprise_id: str | None, team_id: str | None, before: float
    ) -> bool: ...


class Locks(Protocol):
    """What one process alone may do (bot/store/locks.py)."""

    async def acquire(self, name: str, seconds: float) -> bool: ...
    async def release(self, name: str) -> None: ...


class Teams:
    """
    *installed* keeps the tokens, *rotator* fetches the next one, *check* raises where the store is
    not as it should be.
    """

    def __init__(
        self,
        client: Client,
        installed: Installed,
        locks: Locks,
        rotator: AsyncTokenRotator,
        metrics: Metrics,
        work: Work,
        check: Callable[[], Awaitable[None]],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._installed = installed
        self._locks = locks
        self._rotator = rotator
        self._metrics = metrics
        self._work = work
        self._check = check
        self._now = now
        self._refreshing: set[str] = set()
        self.is_known = False  # whether the store is there
        self.refused = asyncio.Event()  # never: one workspace that goes is no reason to stop
        self.why = ""
        self.team = "many"

    async def learn(self) -> None:
        """Raises StoreAwayError or StoreOutdatedError where the store is not as it should be."""
        await self._check()
        self.is_known = True

    async def confirm(self) -> None:
        """Nothing: each token is looked at when Slack refuses it."""

    async def authorize(
        self, context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        """What Bolt needs to know; None where the app is not installed."""
        of_request.set(None)
        bot = await self._find(enterprise_id, None if context.is_enterprise_install else team_id)
        if bot is None:
            return None
        bot = await self._lasting(bot)
        of_request.set(Access(bot.bot_token, bot.enterprise_id, bot.team_id))
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
        )

    async def _find(self, enterprise_id: str | None, team_id: str | None) -> Bot | None:
        """Of the workspace, otherwise of its organisation."""
        if team_id and (bot := await self._installed.find(enterprise_id, team_id)):
            return bot
        return await self._installed.find(enterprise_id, None) if enterprise_id else None

    async def renewed(self) -> bool:
        """Whether the store has another token for this request than the one Slack refused."""
        access = of_request.get()
        if access is None:
            return False
        try:
            bot = await self._installed.look(access.enterprise_id, access.team_id)
        except StoreAwayError:
            return False
        if bot is None or bot.bot_token == access.token:
            return False
        of_request.set(Access(bot.bot_token, bot.enterprise_id, bot.team_id))
        return True

    def doubt(self, code: str) -> None:
        """A call for this request was refused: is it the token?"""
        if code in OF_THE_TOKEN and (access := of_request.get()):
            self._work.start(self._confirm(access))

    async def removed(self, enterprise_id: str | None, team_id: str | None, before: float) -> None:
        """The app was taken out of a workspace, or of an organisation, at that time."""
        if await self._installed.forget(enterprise_id, team_id, before):
            self._metrics.stored("uninstalled")
            _logger.info("The app was removed from a workspace: its token is deleted.")

    async def _confirm(self, access: Access) -> None:
        """Forget a token that Slack does not accept, unless there is another in its place."""
        try:
            await self._client.auth_test(token=access.token)
        except CALL_FAILED as error:
            if (code := error_of(error)) not in OF_THE_TOKEN:
                return
            bot = await self._installed.look(access.enterprise_id, access.team_id)
            if bot and bot.bot_token == access.token:
                just_after = bot.installed_at + 0.001
                await self._installed.forget(access.enterprise_id, access.team_id, just_after)
                self._metrics.stored("revoked")
                _logger.warning("Slack accepts the token of a workspace no more (%s).", code)

    async def _lasting(self, bot: Bot) -> Bot:
        """With a token that lasts; the next one is fetched while this one is still good."""
        left = self._left(bot)
        if left > REFRESH_BEFORE:
            return bot
        if left <= STILL_GOOD:
            return await self._refreshed(bot)
        name = _name(bot)
        if name not in self._refreshing:
            self._refreshing.add(name)
            self._work.start(self._refresh_beside(bot))
        return bot

    async def _refresh_beside(self, bot: Bot) -> None:
        try:
            await self._refreshed(bot)
        finally:
            self._refreshing.discard(_name(bot))

    async def _refreshed(self, bot: Bot) -> Bot:
        """With the next token, fetched by us or meanwhile by somebody else."""
        until = self._now() + OTHERS
        while not await self._locks.acquire(_name(bot), LOCKED):
            await asyncio.sleep(AGAIN)
            latest = await self._installed.look(bot.enterprise_id, bot.team_id) or bot
            if self._left(latest) > REFRESH_BEFORE or self._now() > until:
                return latest
        try:
            latest = await self._installed.look(bot.enterprise_id, bot.team_id) or bot
            return latest if self._left(latest) > REFRESH_BEFORE else await self._fetched(latest)
        finally:
            await self._locks.release(_name(bot))

    async def _fetched(self, bot: Bot) -> Bot:
        """Slack's next token for it, stored; the same bot where Slack gives none."""
        of_request.set(None)
        try:
            fresh = await self._rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=int(REFRESH_BEFORE / 60)
            )
        except SlackTokenRotationError as error:
            return self._not_fetched(bot, error_of(error.api_error))
        except CALL_FAILED as error:
            return self._not_fetched(bot, error_of(error))
        if fresh is None:
            return bot
        self._metrics.stored("refreshed")
        try:
            await self._installed.renew(fresh)
        except StoreAwayError:
            self._work.start(self._renew_later(fresh))
        return fresh

    def _not_fetched(self, bot: Bot, why: str) -> Bot:
        _logger.error("A token could not be refreshed: %s", why)
        self._metrics.stored("refresh_failed")
        return bot

    async def _renew_later(self, fresh: Bot) -> None:
        """What Slack gave for a token that is spent must not be lost."""
        stored = False
        while not stored:
            await asyncio.sleep(AGAIN)
            with suppress(StoreAwayError):
                await self._installed.renew(fresh)
                stored = True

    def _left(self, bot: Bot) -> float:
        """Seconds that its token is still good for."""
        ends = bot.bot_token_expires_at
        return float("inf") if ends is None else ends - self._now()


def _name(bot: Bot) -> str:
    return f"refresh {bot.enterprise_id or ''} {bot.team_id or ''}"
