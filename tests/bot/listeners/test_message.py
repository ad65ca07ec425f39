"""Mentions and direct messages, called by hand."""

from typing import Any

import pytest

from bot.listeners.mention import mention
from bot.listeners.message import message
from bot.slack.pasted import Pasted
from bot.slack.place import Place
from tests.bot.listeners.fakes import Soon

MENTION = {"channel": "C1", "user": "U1", "ts": "1.0", "text": "<@U0> 70B &lt; x"}
DIRECT = MENTION | {"channel": "D1", "channel_type": "im", "text": "70B"}


class FakeTalk:
    """Keeps what it is asked to answer."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Place, bool]] = []

    async def answer(
        self, text: str, place: Place, *, begins: bool = False, pasted: Pasted | None = None
    ) -> None:
        self.asked.append((text, place, begins))
        self.pasted = pasted


class Context:
    team_id = "T1"


async def heard(listener: Any, event: dict[str, Any]) -> list[tuple[str, Place, bool]]:
    talk, soon = FakeTalk(), Soon()
    await listener(event, Context(), talk=talk, work=soon)
    await soon.done()
    return talk.asked


async def test_a_mention_begins_a_thread():
    assert await heard(mention, MENTION) == [("70B < x", Place("U1", "T1", "C1", "1.0"), True)]


async def test_a_mention_in_a_thread_may_be_about_what_came_before():
    event = MENTION | {"thread_ts": "0.5"}

    assert await heard(mention, event) == [("70B < x", Place("U1", "T1", "C1", "0.5"), False)]


async def test_a_direct_message_is_answered_plainly():
    assert await heard(message, DIRECT) == [("70B", Place("U1", "T1", "D1"), False)]


@pytest.mark.parametrize(
    ("listener", "event"),
    [
        (mention, DIRECT),
        (mention, MENTION | {"bot_id": "B1"}),
        (message, MENTION | {"channel_type": "channel"}),
        (message, DIRECT | {"subtype": "message_changed"}),
    ],
)
async def test_what_is_not_for_us_is_left_alone(listener: Any, event: dict[str, Any]):
    assert await heard(listener, event) == []
