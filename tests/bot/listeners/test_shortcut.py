"""Both shortcuts, called by hand."""

from bot.conversation.origin import Origin, decode_origin
from bot.listeners import shortcut
from bot.slack.place import Place
from tests.bot.listeners.fakes import Ack, FakeLocale, FakeModals, FakePoster, Soon, asking


def on_a_message(text: str):
    return {
        "type": "message_action",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "channel": {"id": "C1"},
        "message": {"ts": "1.0", "text": text},
        "trigger_id": "1.2.x",
    }


async def size_this(text: str):
    ack, poster, modals, soon = Ack(), FakePoster(), FakeModals(), Soon()
    await shortcut.size_this(
        ack,
        on_a_message(text),
        asking=asking,
        poster=poster,
        modals=modals,
        locale=FakeLocale(),
        work=soon,
    )
    await soon.done()
    assert ack.said == [{}]
    return poster, modals


async def test_a_message_is_answered_to_who_asked():
    poster, modals = await size_this("<@U2> does *70b* fit?")

    [(way, place, reply)] = poster.posted
    assert (way, place.channel, place.ts, reply.text) == (
        "add",
        "C1",
        "1.0",
        "You asked: does 70b fit?",
    )
    assert modals.opened == []


async def test_a_message_that_asks_nothing_opens_the_calculator_in_the_language_of_who_asks():
    poster, modals = await size_this("<@U2>")

    [(place, trigger_id, view)] = modals.opened
    assert (place.language, trigger_id) == ("pt", "1.2.x")
    assert decode_origin(view["private_metadata"], user="U1", team="T1") == Origin(
        Place("U1", "T1", language="pt")
    )
    assert poster.posted == []


async def test_a_message_that_is_not_understood_is_told_why():
    poster, _ = await size_this("nosuch on H100")

    [(way, text)] = poster.texts
    assert way == "add"
    assert text.startswith("I know no model 'nosuch'.")


async def test_the_global_shortcut_opens_the_calculator():
    ack, modals, soon = Ack(), FakeModals(), Soon()
    body = {"user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "1.2.x"}

    await shortcut.estimate(ack, body, locale=FakeLocale(), modals=modals, work=soon)
    await soon.done()

    assert ack.said == [{}]
    assert len(modals.opened) == 1
