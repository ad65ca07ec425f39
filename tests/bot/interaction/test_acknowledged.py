"""A click is acknowledged at once, however long Slack takes to open what it asks for."""

import asyncio
from collections.abc import Callable

import pytest

from bot.workspace import Workspace

pytestmark = pytest.mark.usefixtures("bot")

SLOW = 30.0  # seconds of the workspace's clock, which stands still for that


async def acknowledged_before(workspace: Workspace, envelope: str, method: str) -> bool:
    """Whether *envelope* is acknowledged while the call of *method* still waits for its answer."""
    await until(lambda: bool(workspace.transcript.calls(method)))
    *_, click = workspace.transcript.envelopes(envelope)
    [call] = workspace.transcript.calls(method)
    await until(lambda: click.ok is not None)
    waits = call.ok is None
    workspace.clock.advance(SLOW)
    await workspace.settled()
    return waits and bool(click.ok)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 (the workspace tells no events)
            await asyncio.sleep(0.002)


@pytest.mark.parametrize("button", ["explain", "copy", "change"])
async def test_a_slow_modal_does_not_hold_up_the_acknowledgement(workspace: Workspace, button):
    alice = workspace.person("alice")
    short = await alice.slash("/gpumem llama 3.1 8b bf16 on one L40S", channel="ml")
    answer = await alice.click(short, "details")
    workspace.faults.on("slow_api", method="views.open", seconds=SLOW)

    await alice.click(answer, button, expect="nothing")

    assert await acknowledged_before(workspace, "block_actions", "views.open")


@pytest.mark.parametrize("method", ["users.info", "views.open"])
async def test_nor_does_a_slow_look_at_the_person(workspace: Workspace, method):
    workspace.faults.on("slow_api", method=method, seconds=SLOW)

    await workspace.person("bruno").shortcut("estimate", expect="nothing")

    assert await acknowledged_before(workspace, "shortcut", method)
