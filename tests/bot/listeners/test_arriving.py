"""What happens before a listener has a request, called by hand."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.context.async_context import AsyncBoltContext

from bot.conversation.team_kept import InMemory
from bot.conversation.team_settings import TeamSettings, of_request
from bot.listeners.arriving import in_a_team, named, unless_answered, with_our_client
from bot.running.metrics import Metrics
from bot.running.work import current, kept
from bot.slack.again import again, marked
from core.asked.team import Team, cards_in_words
from tests.bot.listeners.teams import catalog

EVENT = {"event_id": "Ev1", "event": {"type": "app_mention", "text": "70B"}}


class Next:
    """Counts, and keeps for which request it was called."""

    def __init__(self) -> None:
        self.called: list[str] = []

    async def __call__(self) -> None:
        self.called.append(current.get())


def request(body: dict[str, Any]) -> AsyncBoltRequest:
    return AsyncBoltRequest(mode="socket_mode", body=body)


async def test_what_follows_knows_which_request_it_is_for():
    following = Next()

    await named(request(EVENT), following)

    assert following.called == ["app_mention Ev1"]


class FakeSlack:
    """Has these messages, or says no."""

    def __init__(self, *messages: dict[str, Any], refuses: bool = False) -> None:
        self.messages = messages
        self.refuses = refuses

    async def conversations_replies(self, **_: Any) -> dict[str, Any]:
        if self.refuses:
            raise OSError
        return {"messages": list(self.messages)}

    conversations_history = conversations_replies


MENTION = {"type": "app_mention", "channel": "C1", "ts": "1.0", "text": "70B"}


async def out_of_the_store(slack: FakeSlack) -> tuple[bool, Metrics]:
    """Whether a mention that another process had, as `1f`, is answered."""
    following, metrics = Next(), Metrics()
    again.set(True)
    kept.set("1f")
    body = {"event_id": "Ev1", "event": MENTION}
    await unless_answered(request(body), following, client=slack, metrics=metrics)
    return bool(following.called), metrics


def reply(id: str) -> dict[str, Any]:
    return {"bot_id": "B1", "metadata": marked(None, id)}


async def test_what_was_answered_before_its_process_ended_is_not_answered_again():
    answered, metrics = await out_of_the_store(FakeSlack({"text": "70B"}, reply("1f")))

    assert not answered
    assert metrics.count_of("found_answered") == 1


async def test_an_answer_to_something_else_is_none():
    answered, _ = await out_of_the_store(FakeSlack({"text": "70B"}, reply("2e")))

    assert answered


async def test_where_slack_does_not_say_it_is_answered_and_counted():
    answered, metrics = await out_of_the_store(FakeSlack(refuses=True))

    assert answered
    assert metrics.count_of("unsure") == 1


async def test_slack_is_not_asked_about_what_comes_from_slack():
    following = Next()
    body = {"event_id": "Ev1", "event": MENTION}

    await unless_answered(
        request(body), following, client=FakeSlack(reply("1f")), metrics=Metrics()
    )

    assert len(following.called) == 1


async def test_a_listener_is_given_our_client():
    context: dict[str, Any] = {}

    await with_our_client(context, Next(), client="ours")

    assert context == {"client": "ours"}


async def team_of_a_request(kind: str, team_id: str | None):
    """What counts for it, where 8x H100 are set."""
    kept = TeamSettings(InMemory(kind, '{"pool": "8x H100"}'), catalog, Metrics())
    counting: list[Team | None] = []

    async def following() -> None:
        counting.append(of_request.get())

    await in_a_team(AsyncBoltContext({"team_id": team_id}), following, settings=kept)
    return counting


async def test_what_follows_knows_what_its_team_has_set():
    [team] = await team_of_a_request("store", "T1")

    assert team
    assert cards_in_words(team.pool) == "8 × H100 80GB"


@pytest.mark.parametrize(("kind", "team_id"), [("nowhere", "T1"), ("store", None)])
async def test_where_nothing_can_be_set_there_is_no_team(kind: str, team_id: str | None):
    assert await team_of_a_request(kind, team_id) == [None]
