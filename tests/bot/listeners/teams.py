"""Team settings for listeners that are called by hand."""

from typing import Any, cast

from bot.conversation.team_form import Known
from bot.conversation.team_kept import InMemory
from bot.conversation.team_settings import Kind, TeamSettings
from bot.listeners.home import HomeTab
from bot.running.metrics import Metrics
from bot.running.store_away import StoreAwayError
from core.catalog.load import load_catalog
from tests.bot.listeners.fakes import FakeLocale, FakeModals

catalog = load_catalog()
nothing_set = Known()


class Away(InMemory):
    """A store that does not answer."""

    async def find(self, team_id: str) -> Any:
        raise StoreAwayError("away")


class FakeAdmins:
    """These people administer the workspace."""

    def __init__(self, *who: str) -> None:
        self.who = who

    async def has(self, user: str) -> bool:
        return user in self.who


def settings(kind: str = "memory") -> TeamSettings:
    """Where nothing is set yet."""
    return TeamSettings(InMemory(cast("Kind", kind)), catalog, Metrics())


def home_tab(settings: TeamSettings, modals: FakeModals, admins: FakeAdmins) -> HomeTab:
    """Drawn with these."""
    return HomeTab(
        cast("Any", modals),
        cast("Any", FakeLocale()),
        settings,
        cast("Any", admins),
        load_catalog(),
    )
