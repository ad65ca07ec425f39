"""Nothing that people write reaches the log, at any level, whatever breaks."""

import copy
import io
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.app import Bot
from bot.conversation.origin import Origin, encode_origin
from bot.conversation.team_form import TeamSet
from bot.slack.place import Place
from bot.slack.request_id import once_id
from bot.views.team import remembering
from bot.workspace import Workspace
from tests.bot.conftest import on_a_socket
from tests.bot.listeners.fakes import carrying, click

CANARY = "zanzibar"
CRASH = f"crash {CANARY}"  # at which the stand-in's core raises an error that quotes it


@pytest.fixture
async def bot(workspace: Workspace, log: io.StringIO) -> AsyncIterator[Bot]:
    async with on_a_socket(workspace) as bot:
        yield bot


def event(**fields: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": "T0LOCAL001",
        "event_id": "Ev1",
        "event": {
            "type": "app_mention",
            "channel": "C0ML000002",
            "user": "U0ALICE001",
            "ts": "1.0",
            "text": f"<@U0> {CRASH}",
        }
        | fields,
    }


def menu() -> dict[str, Any]:
    chosen = {"value": "8", "text": {"type": "plain_text", "text": CANARY}}
    return click("users", block_id=f"refine{carrying(CRASH)}", selected_option=chosen)


def form(**fields: Any) -> dict[str, Any]:
    origin = Origin(Place("U0ALICE001", channel="C0ML000002"), CRASH)
    view = {
        "id": "V1",
        "hash": "h",
        "type": "modal",
        "callback_id": "calculator",
        "private_metadata": encode_origin(origin),
        "state": {"values": {"model": {"model": {"value": CRASH}}}},
    }
    return {
        "type": "view_submission",
        "user": {"id": "U0ALICE001", "name": CANARY},
        "team": {"id": "T1"},
        "view": view | fields,
    }


def size_this(**fields: Any) -> dict[str, Any]:
    return {
        "type": "message_action",
        "callback_id": "size_this",
        "user": {"id": "U0ALICE001"},
        "team": {"id": "T1"},
        "channel": {"id": "C0ML000002"},
        "message": {"ts": "1.0", "text": CRASH},
        "trigger_id": "1.2.x",
    } | fields


COMMAND = {
    "command": "/gpumem",
    "text": CRASH,
    "user_id": "U0ALICE001",
    "team_id": "T1",
    "channel_id": "C0ML000002",
}
CRASHES = {
    "mention": event(),
    "direct message": event(type="message", channel_type="im", channel="D0ALICE001"),
    "command": COMMAND,
    "menu": menu(),
    "form": form(),
    "Size this": size_this(),
    **{
        name: click(name, carrying(CRASH))
        for name in ("ask:0", "example:0", "kv_fp8", "chart", "share", "explain", "copy")
    },
    "change": click("change", carrying(f"unreadable {CANARY}")),
}


@pytest.mark.parametrize("body", CRASHES.values(), ids=CRASHES)
async def test_a_core_that_crashes_repeats_no_words(
    bot: Bot, log: io.StringIO, body: dict[str, Any]
):
    response = await bot.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
    await bot.work.drain(2)

    assert response.status == 200
    assert re.search("KeyError|RuntimeError", log.getvalue())
    assert CANARY not in log.getvalue().lower()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything inside *value*."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(inside):
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


def with_odd(body: dict[str, Any], path: tuple[Any, ...], odd: Any) -> dict[str, Any]:
    """*body* with *odd* at *path*."""
    changed = copy.deepcopy(body)
    at: Any = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = odd
    return changed


ODD = [CANARY, {CANARY: CANARY}, [CANARY], None, 7]


def team_form() -> dict[str, Any]:
    typed = {name: {name: {"value": CANARY}} for name in ("pool", "prices", "context")}
    return form(
        callback_id="team",
        private_metadata=remembering("en", TeamSet()),
        state={"values": typed},
    )


SHAPES = CRASHES | {
    "team's form": team_form(),
    "team's reset": click("team_reset", remembering("en", TeamSet(pool=CANARY))),
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES)
async def test_nor_does_a_payload_of_another_shape(
    bot: Bot, log: io.StringIO, body: dict[str, Any]
):
    for path in places(body):
        for odd in ODD:
            changed = with_odd(body, path, odd)
            assert isinstance(once_id(changed), str)
            try:
                await bot.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=changed))
            except Exception as error:  # Bolt's own; a transport reports it
                bot.report(error)
    await bot.work.drain(5)

    assert CANARY not in log.getvalue().lower()
