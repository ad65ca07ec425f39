"""
What teams have set, known without asking the store with every question.

Each replica asks again after half a minute, and the one that saves knows at once. While the store
is away what was known still holds; a team of which nothing is known is answered without, and the
answer says so.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from typing import Literal, Protocol

from bot.conversation.team_form import Known, TeamSet, known, read_back, team_of, written
from bot.running.metrics import Metrics
from bot.running.saved import Saved
from bot.running.store_away import StoreAwayError
from core.asked.question import Language
from core.asked.team import Team
from core.catalog.catalog import Catalog

FRESH = 30.0  # seconds
MOMENT = 5.0  # seconds, in which a store that was away is not asked again
MOST = 10_000  # teams

_logger = logging.getLogger("gpumem.team")

Kind = Literal["store", "memory", "file", "nowhere"]
AWAY = Known(team=Team(is_away=True))

# Of the request that is being answered; what is started for it has it, too.
of_request: ContextVar[Team | None] = ContextVar("team", default=None)


def usual_language() -> Language:
    """Of a reply to words that are in none: that of the team, where it has set one."""
    team = of_request.get()
    return (team and team.language) or "en"


class ChangedMeanwhileError(Exception):
    """Somebody else was faster; *now* is what is set."""

    def __init__(self, now: Known) -> None:
        super().__init__("the settings of the team have changed meanwhile")
        self.now = now


class Kept(Protocol):
    """Where they are kept: bot/store/team_settings.py, or bot/conversation/team_kept.py."""

    @property
    def kind(self) -> Kind: ...
    async def find(self, team_id: str) -> Saved | None: ...
    async def save(
        self, team_id: str, enterprise_id: str | None, text: str, *, instead_of: Saved | None
    ) -> bool: ...
    async def delete(self, team_id: str, *, only: Saved | None = None) -> bool: ...
    async def forget(
        self, enterprise_id: str | None, team_id: str | None, before: float
    ) -> int: ...


class TeamSettings:
    """*kept* in one of these ways; *now* tells seconds."""

    def __init__(
        self,
        kept: Kept,
        catalog: Catalog,
        metrics: Metrics,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kept = kept
        self._catalog = catalog
        self._metrics = metrics
        self._now = now
        self._known: OrderedDict[str, tuple[Known, float]] = OrderedDict()  # and until when
        self._is_away = False

    @property
    def kind(self) -> Kind:
        return self._kept.kind

    @property
    def can_change(self) -> bool:
        """Whether anybody may change them here."""
        return self.kind in ("store", "memory")

    async def counting(self, team_id: str | None) -> Team | None:
        """What counts for an answer there; None where nothing can be set. Never raises."""
        if team_id is None or self.kind == "nowhere":
            return None
        return (await self.of(team_id)).team

    async def of_programs(self) -> Team | None:
        """What counts for who asks from no workspace: a file is of whoever runs the bot."""
        return await self.counting("") if self.kind == "file" else None

    async def of(self, team_id: str) -> Known:
        """What *team_id* has set, as far as it is known. Never raises."""
        found, until = self._known.get(team_id, (AWAY, 0.0))
        if self._now() < until:
            return found
        try:
            return await self.look(team_id)
        except StoreAwayError:
            self._metrics.stored("settings_away")
            self._say_away()
            return self._keep(team_id, found, MOMENT)

    async def look(self, team_id: str) -> Known:
        """What is kept now. StoreAwayError where nobody knows."""
        return (await self._look(team_id))[0]

    async def save(
        self,
        team_id: str,
        enterprise_id: str | None,
        chosen: TeamSet,
        *,
        instead_of: str,
        language: Language,
    ) -> None:
        """
        FormError for what cannot be read, ChangedMeanwhileError where *instead_of* is no longer
        the version that is kept, StoreAwayError where it could not be kept.
        """
        team_of(chosen, self._catalog, language)
        saved = await self._if_still(team_id, instead_of)
        text = written(chosen)
        if not await self._kept.save(team_id, enterprise_id, text, instead_of=saved):
            raise ChangedMeanwhileError(await self.look(team_id))
        self._metrics.stored("settings_saved")
        self._keep(team_id, known(chosen, self._catalog), FRESH)

    async def reset(self, team_id: str, *, instead_of: str) -> None:
        """
        Nothing is set any more. ChangedMeanwhileError where *instead_of* is no longer the version
        that is kept, StoreAwayError where it could not be reset.
        """
        saved = await self._if_still(team_id, instead_of)
        if saved and not await self._kept.delete(team_id, only=saved):
            raise ChangedMeanwhileError(await self.look(team_id))
        self._metrics.stored("settings_deleted")
        self._keep(team_id, Known(), FRESH)

    async def forget(self, enterprise_id: str | None, team_id: str | None, before: float) -> None:
        """The app was taken out of a workspace, or of an organisation, at that time."""
        if await self._kept.forget(enterprise_id, team_id, before):
            self._metrics.stored("settings_deleted")
        if team_id:
            self._known.pop(team_id, None)
        else:
            self._known.clear()

    async def _look(self, team_id: str) -> tuple[Known, Saved | None]:
        saved = await self._kept.find(team_id)
        self._is_away = False
        chosen = read_back(saved.text if saved else None)
        return self._keep(team_id, known(chosen, self._catalog), FRESH), saved

    async def _if_still(self, team_id: str, version: str) -> Saved | None:
        now, saved = await self._look(team_id)
        if now.chosen.version != version:
            raise ChangedMeanwhileError(now)
        return saved

    def _keep(self, team_id: str, found: Known, seconds: float) -> Known:
        self._known[team_id] = (found, self._now() + seconds)
        self._known.move_to_end(team_id)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return found

    def _say_away(self) -> None:
        """Once, until it is there again."""
        if not self._is_away:
            _logger.warning("The store of team settings is away: questions are answered without.")
        self._is_away = True
