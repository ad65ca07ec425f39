"""What was asked before: from memory, from our own message, or not at all."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from bot.conversation import threads
from bot.conversation.state import State, encode
from bot.conversation.threads import Threads
from bot.slack.block_kit.reply import Reply
from bot.slack.place import Place


def at(channel: str, thread_ts: str = "", team: str = "T1") -> Place:
    return Place("U1", team, channel=channel, thread_ts=thread_ts)


ASKED = State("how much memory: 70B, FP8")


def _reply(state: State = ASKED) -> Reply:
    payload = {"event_type": "gpumem_answer", "event_payload": {"state": encode(state)}}
    return Reply("70B", (), payload)


def _message(state: State | None = ASKED, **more):
    button = {"type": "button", "action_id": "explain", "value": state and encode(state)}
    blocks = [{"type": "divider"}, {"type": "actions", "elements": [button]}]
    return {"bot_id": "B1", "text": "70B", "blocks": blocks} | more


class FakeSlack:
    """Answers every call with *messages*, or raises."""

    def __init__(self, messages=(), error: Exception | None = None) -> None:
        self.messages = list(messages)
        self.error = error
        self.calls = 0

    async def conversations_replies(self, **_):
        self.calls += 1
        if self.error:
            raise self.error
        return {"messages": self.messages}

    conversations_history = conversations_replies


async def test_what_was_posted_is_remembered_without_asking_slack():
    slack = FakeSlack()
    known = Threads(slack)
    known.remember(at("C1", "1.0"), _reply())

    assert await known.before(at("C1", "1.0")) == ASKED
    assert slack.calls == 0


async def test_what_was_posted_in_another_workspace_is_not_known():
    known = Threads(FakeSlack())
    known.remember(at("C1", "1.0"), _reply())

    assert await known.before(at("C1", "1.0", team="T2")) is None


async def test_the_newest_answer_counts():
    known = Threads(FakeSlack())
    known.remember(at("C1", "1.0"), _reply())
    known.remember(at("C1", "1.0"), _reply(State("newer")))
    known.remember(at("C1", "1.0"), Reply("a problem, which carries no question", ()))

    assert await known.before(at("C1", "1.0")) == State("newer")


async def test_memory_is_bounded_and_the_oldest_goes(monkeypatch):
    monkeypatch.setattr(threads, "REMEMBERED", 2)
    known = Threads(FakeSlack())
    for thread in ("1.0", "2.0", "3.0"):
        known.remember(at("C1", thread), _reply())

    assert await known.before(at("C1", "1.0")) is None
    assert await known.before(at("C1", "3.0")) == ASKED


async def test_a_direct_message_is_read_because_forms_answer_there_too():
    known = Threads(FakeSlack([_message(State("newer")), _message()]))
    known.remember(at("D1"), _reply())

    assert await known.before(at("D1")) == State("newer")


async def test_in_a_thread_the_last_of_our_messages_counts():
    slack = FakeSlack([_message(), _message(State("newer")), {"user": "U1", "text": "and in fp8?"}])

    assert await Threads(slack).before(at("C1", "1.0")) == State("newer")


@pytest.mark.parametrize(
    "message",
    [
        _message(None),
        _message(bot_id=""),
        _message(blocks=[{"type": "section"}]),
        _message(blocks=None, metadata={"event_type": "other", "event_payload": {"state": "x"}}),
        _message(blocks=None, metadata={"event_type": "gpumem_answer", "event_payload": None}),
        _message(blocks=None, metadata={"event_type": "gpumem_answer",
                                        "event_payload": {"state": '[9,"en","70b"]'}}),
        {},
    ],
)  # fmt: skip
async def test_a_message_that_carries_nothing_of_ours_is_passed_over(message):
    assert await Threads(FakeSlack([message])).before(at("C1", "1.0")) is None


async def test_a_message_whose_blocks_were_refused_still_has_its_metadata():
    message = _message(blocks=[], metadata=_reply().metadata)

    assert await Threads(FakeSlack([message])).before(at("C1", "1.0")) == ASKED


@pytest.mark.parametrize(
    "error", [SlackApiError("no", {"error": "missing_scope"}), TimeoutError()], ids=str
)
async def test_where_slack_says_no_there_is_nothing_before(error):
    assert await Threads(FakeSlack(error=error)).before(at("C1", "1.0")) is None


async def test_nobody_waits_long_for_what_may_not_be_there(monkeypatch):
    monkeypatch.setattr(threads, "PATIENCE", 0.01)

    class SlowSlack(FakeSlack):
        async def conversations_replies(self, **_):
            await asyncio.Event().wait()

    assert await Threads(SlowSlack()).before(at("C1", "1.0")) is None
