"""The road of every request: taken once, kept until it is answered."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.running.metrics import Metrics
from bot.running.once import InMemory, Taken
from bot.running.work import Work, kept
from bot.slack.request_id import once_id
from bot.slack.requests import TOO_OLD, Requests

MENTION = {
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.0", "text": "70B"},
}
CLICK = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "actions": [{"action_id": "ask:0", "action_ts": "17.5"}],
}
FORM = {"type": "view_submission", "team": {"id": "T1"}, "view": {"id": "V1", "hash": "h1"}}
SHORTCUT = {
    "type": "shortcut", "team": {"id": "T1"}, "user": {"id": "U1"}, "action_ts": "17.5",
}  # fmt: skip
COMMAND = {"command": "/gpumem", "team_id": "T1", "text": "70B"}


def event(**fields: Any) -> dict[str, Any]:
    return MENTION | {"event": MENTION["event"] | fields}


class Bolt:
    """Notes what it is given; *work* of so many seconds is started for it."""

    def __init__(self, work: Work, status: int = 200, seconds: float = 0.0) -> None:
        self.given: list[dict[str, Any]] = []
        self._work = work
        self.status = status
        self._seconds = seconds

    async def __call__(self, request: AsyncBoltRequest) -> BoltResponse:
        self.given.append(dict(request.body))
        self._work.start(asyncio.sleep(self._seconds))
        return BoltResponse(status=self.status)


class Keeps(InMemory):
    """As a store: keeps what it took, and notes what becomes of it."""

    def __init__(self, taken: Taken | None = None) -> None:
        super().__init__()
        self._taken: Taken | None = taken
        self.told: list[tuple[str, str]] = []

    async def take(self, id: str, body: Any) -> Taken:
        if self._taken:
            return self._taken
        return "kept" if await super().take(id, body) == "new" else "repeated"

    async def acknowledged(self, id: str) -> None:
        self.told.append(("acknowledged", id))

    async def give_back(self, id: str) -> None:
        await super().give_back(id)
        self.told.append(("given back", id))

    async def answered(self, id: str) -> None:
        self.told.append(("answered", id))

    def leave(self, id: str) -> None:
        self.told.append(("left", id))


def request(body: dict[str, Any]) -> AsyncBoltRequest:
    return AsyncBoltRequest(mode="socket_mode", body=body)


@pytest.fixture
def work() -> Work:
    return Work(print)


@pytest.mark.parametrize(
    "body", [MENTION, CLICK, FORM, SHORTCUT, event(type="message", channel_type="im")]
)
async def test_what_comes_twice_is_given_on_once(body: dict[str, Any], work: Work):
    metrics, bolt = Metrics(), Bolt(work)
    requests = Requests(bolt, InMemory(), work, metrics)

    statuses = [(await requests.answer(request(body))).status for _ in range(3)]

    assert statuses == [200, 200, 200]
    assert bolt.given == [body]
    assert metrics.count_of("repeated") == 2


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(MENTION | {"team_id": "T2"}, id="of another workspace"),
        pytest.param(MENTION | {"event_id": "Ev2"}, id="another event"),
        pytest.param(CLICK, id="a click"),
    ],
)
async def test_what_is_another_is_given_on(other: dict[str, Any], work: Work):
    bolt = Bolt(work)
    requests = Requests(bolt, InMemory(), work, Metrics())

    for body in (MENTION, other):
        await requests.answer(request(body))

    assert bolt.given == [MENTION, other]


def test_a_form_sent_again_with_another_state_is_another():
    again = FORM | {"view": {"id": "V1", "hash": "h2"}}

    assert once_id(FORM) != once_id(again)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(COMMAND, id="a command, answered in its acknowledgement"),
        pytest.param(event(bot_id="B1"), id="a bot's message"),
        pytest.param(event(type="message", channel_type="channel"), id="a message to others"),
        pytest.param(event(type="message", channel_type="im", subtype="x"), id="an edit"),
        pytest.param(event(type="app_home_opened", tab="messages"), id="the other tab"),
        pytest.param(event(type="app_uninstalled"), id="the end of an installation"),
    ],
)
async def test_what_is_not_answered_beside_is_not_taken(body: dict[str, Any], work: Work):
    keeps, bolt = Keeps(), Bolt(work)

    await Requests(bolt, keeps, work, Metrics()).answer(request(body))

    assert (keeps.told, bolt.given) == ([], [body])


async def test_it_is_kept_until_all_that_was_started_is_done(work: Work):
    keeps = Keeps()
    requests = Requests(Bolt(work, seconds=0.05), keeps, work, Metrics())
    id = once_id(MENTION)

    await requests.answer(request(MENTION))
    assert keeps.told == [("acknowledged", id)]

    await work.drain(1)
    assert keeps.told == [("acknowledged", id), ("answered", id)]
    assert kept.get() == ""


async def test_what_was_cut_off_is_neither_answered_nor_lost(work: Work):
    keeps = Keeps()
    requests = Requests(Bolt(work, seconds=60), keeps, work, Metrics())

    await requests.answer(request(MENTION))
    await work.drain(0.01)

    assert ("answered", once_id(MENTION)) not in keeps.told
    assert (work.lost, work.left) == ([], [once_id(MENTION)])


async def test_what_was_not_acknowledged_comes_again_and_is_answered_then(work: Work):
    keeps, bolt = Keeps(), Bolt(work, status=503)
    requests = Requests(bolt, keeps, work, Metrics())
    id = once_id(MENTION)

    refused = await requests.answer(request(MENTION))
    await work.drain(1)
    assert refused.status == 503
    assert set(keeps.told) == {("left", id), ("given back", id)}

    bolt.status = 200
    await requests.answer(request(MENTION))
    await work.drain(1)
    assert keeps.told[2:] == [("acknowledged", id), ("answered", id)]


async def test_a_form_that_was_to_be_mended_is_sent_again_under_the_same_name(work: Work):
    keeps, given = Keeps(), []

    async def bolt(request: AsyncBoltRequest) -> BoltResponse:
        given.append(request)
        body = {"response_action": "errors", "errors": {"gpus": "no"}} if len(given) == 1 else {}
        return BoltResponse(status=200, body=body)

    requests = Requests(bolt, keeps, work, Metrics())
    answers = [await requests.answer(request(FORM)) for _ in range(3)]
    await work.drain(1)

    assert len(given) == 2  # the third is the second, delivered twice
    assert [answer.body for answer in answers[1:]] == ["{}", ""]
    assert [told for told, _ in keeps.told] == [
        "left",
        "given back",
        "acknowledged",
        "answered",
    ]


class Breaks:
    """As Bolt does over a body that is none of Slack's."""

    async def __call__(self, request: AsyncBoltRequest) -> BoltResponse:
        raise KeyError("no")


async def test_what_breaks_on_its_way_was_not_taken(work: Work):
    keeps = Keeps()

    with pytest.raises(KeyError):
        await Requests(Breaks(), keeps, work, Metrics()).answer(request(MENTION))
    await work.drain(1)

    assert keeps.told[-1] == ("given back", once_id(MENTION))


async def test_what_breaks_out_of_the_store_is_not_tried_for_ever(work: Work):
    keeps = Keeps()
    row = Row("1f", json.dumps(MENTION))

    with pytest.raises(KeyError):
        await Requests(Breaks(), keeps, work, Metrics()).answer_again(row, 1.0)
    await work.drain(1)

    assert keeps.told == [("left", "1f"), ("answered", "1f")]


async def test_where_it_is_unsure_who_has_it_slack_has_to_come_again(work: Work):
    bolt = Bolt(work)

    answer = await Requests(bolt, Keeps("unsure"), work, Metrics()).answer(request(MENTION))

    assert (answer.status, bolt.given) == (503, [])


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    body: str | None
    taken_at: float = 0.0


async def test_what_another_had_is_answered_and_then_done(work: Work):
    keeps, bolt, metrics = Keeps(), Bolt(work), Metrics()

    await Requests(bolt, keeps, work, metrics).answer_again(Row("1f", json.dumps(MENTION)), 20.0)
    await work.drain(1)

    assert bolt.given == [MENTION]
    assert keeps.told == [("answered", "1f")]
    assert metrics.count_of("recovered") == 1


@pytest.mark.parametrize(
    ("row", "age", "why", "said"),
    [
        (Row("1f", json.dumps(MENTION)), TOO_OLD + 1, "too_old", "app_mention Ev1"),
        (Row("1f", None), 1.0, "unreadable", "?"),
    ],
)
async def test_what_cannot_be_answered_any_more_is_counted_and_named(
    row: Row, age: float, why: str, said: str, work: Work, caplog: pytest.LogCaptureFixture
):
    keeps, bolt, metrics = Keeps(), Bolt(work), Metrics()

    await Requests(bolt, keeps, work, metrics).answer_again(row, age)

    assert (bolt.given, keeps.told) == ([], [("answered", "1f")])
    assert metrics.count_of(why) == 1
    assert f"Not answered any more ({why}): {said}" in caplog.text
    assert "70B" not in caplog.text
