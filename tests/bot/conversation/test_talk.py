"""A text in a thread or a direct message, with everything around it made by hand."""

import re

from bot.conversation.replies import Replies
from bot.conversation.state import State
from bot.conversation.talk import Talk
from bot.running.metrics import Metrics
from bot.slack.place import Place
from bot.views.help import help_view
from core.catalog.load import load_catalog
from tests.bot.listeners.fakes import FakeLocale, FakePoster, no_lookups
from tests.bot.stand_in import core

THREAD = Place("U1", "T1", "C1", "1.0")


class FakeThreads:
    """Somebody asked about 13B before."""

    def __init__(self) -> None:
        self.asked: list[Place] = []

    async def before(self, place: Place) -> State:
        self.asked.append(place)
        return State("13b")


async def said(text: str, place: Place = THREAD, *, begins: bool = False):
    """What is posted, and where Slack was asked for what came before."""
    poster, threads = FakePoster(), FakeThreads()
    talk = Talk(Replies(core(), Metrics()), threads, FakeLocale(), poster, no_lookups)
    await talk.answer(text, place, begins=begins)
    [(way, where, reply)] = poster.posted
    assert way == "answer"
    return where, reply, threads.asked


async def test_an_answer_goes_where_the_text_was_written():
    where, reply, _ = await said("70B", begins=True)

    assert (where, reply.text) == (THREAD, "You asked: 70B")


async def test_whoever_waits_is_told_in_the_language_of_the_text():
    where, _, _ = await said("cabe um 13B numa 4090?", begins=True)

    assert where.language == "pt"


async def test_nothing_written_asks_for_help_in_the_language_of_the_person():
    where, reply, _ = await said("", begins=True)

    assert (where.language, reply.text) == ("pt", help_view("pt", load_catalog()).text)


async def test_slack_is_not_asked_for_what_came_before_where_nothing_can():
    _, _, asked = await said("70B", begins=True)

    assert asked == []


async def test_a_bug_in_reading_is_an_apology_in_a_thread_too():
    _, reply, _ = await said("unreadable")

    assert re.match("Something went wrong on my side, and it is logged", reply.text)
