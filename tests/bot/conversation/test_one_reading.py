"""A text is read once and its language told once, whatever becomes of it."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from bot.app import the_core
from bot.conversation.replies import Replies
from bot.conversation.state import State
from bot.conversation.talk import Talk
from bot.running.metrics import Metrics
from bot.slack.place import Place
from core.question import read_text as reading
from tests.bot.listeners.fakes import no_lookups

EARLIER = "llama 3.1 70b fp8 32k on 2xH100"


class Thread:
    """A question that was asked before, and the poster of the answer to the next."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.posted = []

    async def before(self, place: Place) -> State:
        return State(EARLIER, self.language)

    async def answer(self, place: Place, reply: object) -> None:
        self.posted.append((place.language, reply))


@pytest.fixture
def told(monkeypatch) -> Counter[str]:
    """How often the language of each text was told, and each was read."""
    count: Counter[str] = Counter()
    tell, choose = reading.said_language, reading.choose
    monkeypatch.setattr(
        reading,
        "said_language",
        lambda raw, plain=None: count.update([f"told {raw}"]) or tell(raw, plain),
    )
    monkeypatch.setattr(
        reading,
        "choose",
        lambda text, offered: count.update([f"read {text.raw}"]) or choose(text, offered),
    )
    return count


def say(text: str, thread: Thread, *, begins: bool = False) -> None:
    talk = Talk(Replies(the_core(), Metrics()), thread, None, thread, no_lookups)
    asyncio.run(talk.answer(text, Place("U1", "T1", channel="C1"), begins=begins))


@pytest.mark.parametrize("text", ["and with bf16?", "what about 40 users", "e em 8 bits?", "fp8"])
def test_a_text_in_a_thread_is_read_once(told, text):
    say(text, Thread())

    assert told == {
        f"told {text}": 1,
        f"read {text}": 1,
        f"told {EARLIER}": 1,
        f"read {EARLIER}": 1,
    }


def test_a_text_that_begins_is_read_once(told):
    say("llama 3.1 8b fp8 on a 4090?", Thread(), begins=True)

    assert set(told.values()) == {1}
    assert len(told) == 2


def test_a_text_in_no_language_is_read_again_in_that_of_the_thread(told):
    thread = Thread("pt")

    say("fp8, 1,5x overhead", thread)

    assert told["read fp8, 1,5x overhead"] == 2


def test_nobody_else_tells_the_language(monkeypatch):
    """The function stands where it may be called: by nobody on this road."""
    import bot.conversation.replies as replies

    monkeypatch.setattr(replies, "detect", lambda *_, **__: pytest.fail("told a second time"))
    thread = Thread()

    say("and with bf16?", thread)

    assert thread.posted[0][0] == "en"


def test_the_place_is_told_the_language_of_the_text():
    thread = Thread()

    say("e em 8 bits?", thread)

    assert thread.posted[0][0] == "pt"


def test_reading_is_a_value():
    core = the_core()
    seen = core.read("llama 3 8b or 70b, fp8 kv cache", "en")

    first, second = core.settle(seen, None), core.settle(seen, None)

    assert first == second
    assert seen == replace(seen)
