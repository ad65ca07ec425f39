"""The slash command, called by hand."""

from bot.conversation.replies import Replies
from bot.listeners.command import command
from bot.running.metrics import Metrics
from bot.running.work import Work
from bot.views.help import help_view
from core.catalog.load import load_catalog
from tests.bot.listeners.fakes import Ack, FakeLocale, FakePoster, no_lookups
from tests.bot.stand_in import core


async def typed(text: str):
    ack = Ack()
    await command(
        ack,
        {"user_id": "U1", "team_id": "T1", "text": text},
        replies=Replies(core(), Metrics()),
        poster=FakePoster(),
        locale=FakeLocale(),
        lookups=no_lookups,
        work=Work(on_error=lambda error: None),
    )
    return ack.said


async def test_the_answer_is_the_acknowledgement():
    assert await typed("*70B* &lt; x") == [{"text": "You asked: 70B &lt; x"}]


async def test_nothing_typed_asks_for_help_in_the_language_of_the_person():
    assert await typed("") == [{"text": help_view("pt", load_catalog()).text}]
