"""The home tab, drawn anew whenever somebody opens it or changes what stands in it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.conversation.team_form import Known
from bot.conversation.team_settings import TeamSettings
from bot.listeners.payload import Body, language_of
from bot.running.work import Work
from bot.slack.admins import Admins
from bot.slack.locale import Locale
from bot.slack.modal import Modals
from bot.slack.place import place_of
from bot.slack.post import Poster
from bot.views.help import HELP, help_view
from bot.views.home import home_view
from bot.views.team import team_section
from core.catalog.catalog import Catalog


@dataclass(frozen=True, slots=True)
class HomeTab:
    """What it is drawn with."""

    modals: Modals
    locale: Locale
    settings: TeamSettings
    admins: Admins
    catalog: Catalog

    async def draw(self, user: str, team: str) -> None:
        """In the language of the person's Slack."""
        language = await self.locale.of(user)
        found = await self.settings.of(team)
        may_change = not found.team.is_away and await self._may(user, found)
        section = team_section(found, language, self.settings.kind, may_change=may_change)
        await self.modals.publish(user, home_view(language, self.catalog, settings=section))

    async def may_change(self, user: str, team: str) -> bool:
        """Whether *user* may change what *team* has set now. StoreAwayError where nobody knows."""
        return await self._may(user, await self.settings.look(team))

    async def _may(self, user: str, found: Known) -> bool:
        if not self.settings.can_change:
            return False
        return user in found.chosen.editors or await self.admins.has(user)


def register(app: AsyncApp, *, home: HomeTab, poster: Poster, work: Work) -> None:
    """The event and the button, and who takes them."""
    app.event("app_home_opened")(partial(opened, home=home, work=work))
    app.action(HELP)(partial(help, catalog=home.catalog, poster=poster, work=work))


async def opened(
    event: dict[str, Any], context: AsyncBoltContext, *, home: HomeTab, work: Work
) -> None:
    """The tab; the other one is the conversation."""
    if event.get("tab") == "home":
        work.start(home.draw(event["user"], context.team_id or ""))


async def help(ack: AsyncAck, body: Body, *, catalog: Catalog, poster: Poster, work: Work) -> None:
    """What can be asked, said in the conversation."""
    await ack()
    work.start(poster.add(place_of(body), help_view(language_of(body), catalog)))
