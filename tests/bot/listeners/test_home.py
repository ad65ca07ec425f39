"""The home tab, called by hand."""

from bot.listeners import home
from bot.views.help import help_view
from bot.views.home import home_view
from tests.bot.listeners.fakes import Ack, FakeLocale, FakeModals, FakePoster, Soon, click


async def opened(tab: str):
    modals, soon = FakeModals(), Soon()
    event = {"user": "U1", "tab": tab}
    await home.opened(event, locale=FakeLocale(), modals=modals, work=soon)
    await soon.done()
    return modals.published


async def test_the_tab_is_drawn_in_the_language_of_the_person():
    assert await opened("home") == [("U1", home_view("pt"))]


async def test_the_other_tab_is_the_conversation():
    assert await opened("messages") == []


async def test_help_is_said_in_the_language_of_the_button():
    ack, poster, soon = Ack(), FakePoster(), Soon()

    await home.help(ack, click("help", "pt", channel=""), poster=poster, work=soon)
    await soon.done()

    assert ack.said == [{}]
    assert poster.texts == [("add", help_view("pt").text)]
