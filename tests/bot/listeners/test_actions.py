"""Buttons and menus, each called as Slack's library would call it."""

import pytest

from bot.conversation.state import State, StateError
from bot.listeners import actions
from bot.slack.place import Place
from bot.views.copy import copy_view
from bot.views.refine import BLOCK
from tests.bot.listeners.fakes import Ack, FakeModals, FakePoster, Soon, asking, carrying, click

HERE = Place("U1", "T1", "C1", "1.0", "2.0", False, "https://hooks.slack.com/actions/T1/1/x")


async def pressed(listener, body):
    """What *listener* acknowledges and posts."""
    ack, poster, soon = Ack(), FakePoster(), Soon()
    await listener(ack, body, asking=asking, poster=poster, work=soon)
    await soon.done()
    assert ack.said == [{}]
    return poster


async def test_a_suggestion_takes_the_place_of_the_message():
    poster = await pressed(actions.ask, click("ask:0", carrying("70b")))

    assert poster.texts == [("edit", "You asked: 70b")]
    assert poster.posted[0][1] == HERE


async def test_the_answer_speaks_the_language_of_the_button():
    poster = await pressed(actions.ask, click("ask:0", carrying("70b", "pt")))

    assert poster.posted[0][1].language == "pt"


async def test_an_example_is_answered_beside_the_message():
    poster = await pressed(actions.example, click("example:0", carrying("70b")))

    assert poster.texts == [("add", "You asked: 70b")]


async def test_a_menu_asks_the_question_of_its_block_with_what_was_chosen():
    body = click("users", block_id=BLOCK + carrying("70b"), selected_option={"value": "8"})

    poster = await pressed(actions.menu, body)

    [(way, place, reply)] = poster.posted
    assert (way, place) == ("edit", HERE)
    assert reply.text.startswith("You asked: 70b")


async def test_a_menu_does_not_take_what_it_does_not_offer():
    body = click("users", block_id=BLOCK + carrying("70b"), selected_option={"value": "0"})

    with pytest.raises(StateError):
        await pressed(actions.menu, body)


async def test_a_toggle_changes_the_answer():
    poster = await pressed(actions.toggle, click("kv_fp8", carrying("70b")))

    assert [way for way, _ in poster.texts] == ["edit"]


async def test_a_shared_answer_says_who_asked():
    poster = await pressed(actions.share, click("share", carrying("70b")))

    [(way, _, reply)] = poster.posted
    assert way == "share"
    assert {"type": "user", "user_id": "U1"} in reply.blocks[0]["elements"][0]["elements"]


async def test_a_copy_opens_in_a_modal():
    ack, modals, soon = Ack(), FakeModals(), Soon()

    await actions.show(
        ack,
        click("copy", carrying("70b", "pt")),
        view=copy_view,
        asking=asking,
        modals=modals,
        work=soon,
    )
    await soon.done()

    [(place, trigger_id, view)] = modals.opened
    assert (place.language, trigger_id) == ("pt", "1.2.x")
    asked = asking.again(State("70b", "pt"))
    assert view == copy_view(asked.answer)
    assert ack.said == [{}]


async def test_done_sends_nothing():
    ack = Ack()

    await actions.copied(ack)

    assert ack.said == [{}]


@pytest.mark.parametrize(
    "listener", [actions.ask, actions.example, actions.toggle, actions.chart, actions.share]
)
@pytest.mark.parametrize("value", [None, "70b", '[9,"en","70b"]'])
async def test_what_cannot_be_read_is_acknowledged_and_raised(listener, value):
    ack = Ack()

    with pytest.raises(StateError):
        await listener(ack, click("any", value), asking=asking, poster=FakePoster(), work=Soon())

    assert ack.said == [{}]
