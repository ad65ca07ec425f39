"""The home tab, called by hand."""

from slack_bolt.context.async_context import AsyncBoltContext

from bot.listeners import home
from bot.views.help import help_view
from bot.views.home import home_view
from bot.views.team import EDIT, team_section
from core.catalog.load import load_catalog
from tests.bot.listeners.fakes import Ack, FakeModals, FakePoster, Soon, click
from tests.bot.listeners.teams import FakeAdmins, home_tab, nothing_set, settings

IN_T1 = AsyncBoltContext({"team_id": "T1"})


async def opened(tab: str, kind: str = "nowhere", admins: FakeAdmins | None = None):
    modals, soon = FakeModals(), Soon()
    drawn = home_tab(settings(kind), modals, admins or FakeAdmins())
    await home.opened({"user": "U1", "tab": tab}, IN_T1, home=drawn, work=soon)
    await soon.done()
    return modals.published


async def test_the_tab_is_drawn_in_the_language_of_the_person():
    section = team_section(nothing_set, "pt", "nowhere", may_change=False)

    assert await opened("home") == [("U1", home_view("pt", load_catalog(), settings=section))]


async def test_the_other_tab_is_the_conversation():
    assert await opened("messages") == []


async def test_only_who_may_has_the_button():
    [(_, theirs)] = await opened("home", "memory", FakeAdmins("U1"))
    [(_, others)] = await opened("home", "memory", FakeAdmins("U2"))

    assert [EDIT in str(view) for view in (theirs, others)] == [True, False]


async def test_help_is_said_in_the_language_of_the_button():
    ack, poster, soon = Ack(), FakePoster(), Soon()

    await home.help(
        ack, click("help", "pt", channel=""), catalog=load_catalog(), poster=poster, work=soon
    )
    await soon.done()

    assert ack.said == [{}]
    assert poster.texts == [("add", help_view("pt", load_catalog()).text)]
