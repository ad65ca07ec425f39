"""What happens before a listener has a request, called by hand."""

from typing import Any

from slack_bolt.async_app import AsyncBoltRequest

from bot.listeners.arriving import named, only_once, with_our_client
from bot.running.seen_events import SeenEvents
from bot.running.work import current

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


async def test_an_event_that_comes_again_is_acknowledged_and_no_more():
    following, seen = Next(), SeenEvents()

    first = await only_once(request(EVENT), following, seen=seen)
    again = await only_once(request(EVENT), following, seen=seen)

    assert first is None
    assert again is not None
    assert again.status == 200
    assert len(following.called) == 1


async def test_what_has_no_id_always_passes():
    following, seen = Next(), SeenEvents()

    for _ in range(2):
        await only_once(request({"command": "/gpumem"}), following, seen=seen)

    assert len(following.called) == 2


async def test_a_listener_is_given_our_client():
    context: dict[str, Any] = {}

    await with_our_client(context, Next(), client="ours")

    assert context == {"client": "ours"}
