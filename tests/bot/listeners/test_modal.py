"""The form, from its opening to what comes of it."""

import pytest

from bot.conversation.form import Filled, filled_with
from bot.conversation.origin import Origin, decode_origin, encode_origin
from bot.conversation.state import StateError
from bot.listeners import modal
from bot.slack.place import Place
from tests.bot.listeners.fakes import Ack, FakeModals, FakePoster, Soon, asking, carrying, click

HERE = Place("U1", "T1", "C1", "1.0", "2.0", True, "https://hooks.slack.com/actions/T1/1/x")


def filled(origin: Origin | None, **fields: str):
    """The payload of a form that *origin* opened, with *fields* filled."""
    values = {name: {name: {"value": value}} for name, value in fields.items()}
    carried = '[9,"en"]' if origin is None else encode_origin(origin)
    return {
        "type": "view_submission",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "view": {"id": "V1", "hash": "h", "private_metadata": carried, "state": {"values": values}},
    }


async def sent(body):
    ack, poster, soon = Ack(), FakePoster(), Soon()
    await modal.submit(ack, body, asking=asking, poster=poster, work=soon)
    await soon.done()
    return ack.said, poster


async def test_change_opens_the_form_with_the_question_and_where_it_stood():
    ack, modals, soon = Ack(), FakeModals(), Soon()

    await modal.change(
        ack, click("change", carrying("70b", "pt")), asking=asking, modals=modals, work=soon
    )
    await soon.done()

    [(place, trigger_id, view)] = modals.opened
    origin = decode_origin(view["private_metadata"], user="U1", team="T1")
    assert ack.said == [{}]
    assert trigger_id == "1.2.x"
    assert origin == Origin(place, "70b")
    assert (place.channel, place.ts, place.language) == ("C1", "2.0", "pt")


async def test_change_of_an_old_message_is_raised():
    with pytest.raises(StateError):
        await modal.change(
            Ack(), click("change", '[9,"en","x"]'), asking=asking, modals=FakeModals(), work=Soon()
        )


async def test_the_calculator_opens_empty_and_answers_nowhere_in_particular():
    modals, soon = FakeModals(), Soon()

    await modal.calculator(Ack(), click("calculator", "pt"), modals=modals, work=soon)
    await soon.done()

    [(_, _, view)] = modals.opened
    origin = decode_origin(view["private_metadata"], user="U1", team="T1")
    assert origin == Origin(Place("U1", "T1", language="pt"))


async def test_another_task_changes_the_open_form():
    modals, soon = FakeModals(), Soon()
    body = filled(Origin(HERE, "70b"), model="70b")
    body["view"]["state"]["values"]["task"] = {"task": {"selected_option": {"value": "lora"}}}

    await modal.task(Ack(), body, modals=modals, work=soon)
    await soon.done()

    [(view_id, hash, view)] = modals.updated
    assert (view_id, hash) == ("V1", "h")
    assert "rank" in [block.get("block_id") for block in view["blocks"]]


async def test_another_task_in_a_form_that_cannot_be_read_is_left_to_the_sending():
    modals = FakeModals()

    await modal.task(Ack(), filled(None), modals=modals, work=Soon())

    assert modals.updated == []


async def test_a_form_from_an_answer_changes_it():
    said, poster = await sent(filled(Origin(HERE, "70b"), model="13b"))

    assert said == [{}]
    [(way, place, reply)] = poster.posted
    assert (way, place) == ("edit", HERE)
    assert reply.text.startswith("You asked: 13b")


async def test_a_form_from_nowhere_says_where_the_answer_went():
    said, poster = await sent(filled(Origin(Place("U1", "T1")), model="13b"))

    assert said[0]["response_action"] == "update"
    assert poster.texts == [("edit", "You asked: 13b")]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"model": "13b", "users": "many"}, {"users": "A whole number, please: digits only."}),
        ({"model": "nosuch"}, {"model": "I know no model 'nosuch'. Did you mean Llama 3.1 8B?"}),
    ],
)
async def test_what_is_wrong_in_a_field_is_said_under_it(fields, errors):
    said, poster = await sent(filled(Origin(HERE), **fields))

    assert said == [{"response_action": "errors", "errors": errors}]
    assert poster.posted == []


async def test_a_form_of_another_version_says_so_inside():
    said, poster = await sent(filled(None, model="13b"))

    assert said[0]["response_action"] == "update"
    assert said[0]["view"]["callback_id"] == "notice"
    assert poster.posted == []


def test_a_form_is_filled_as_the_question_fills_it():
    assert filled_with(asking.question(modal.state_of(click("x", carrying("70b"))))) == Filled()
