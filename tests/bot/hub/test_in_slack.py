"""A repository that only a hub knows, asked for in Slack: a word at once, then the answer."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import Bot, the_core
from bot.workspace import Workspace
from core.catalog.looked_up import LookedUp
from tests.bot.conftest import on_a_socket, settings_for, until
from tests.bot.hub.local_hub import LocalHub, Repository, safetensors, serve
from tests.bot.hub.test_hub import TENSORS, config

OWN = "acme/Own-7B for 2 users"
LOOKING = "Looking up acme/Own-7B on the hub ..."


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    files = {"config.json": config(), "model.safetensors": safetensors(TENSORS)}
    found = LocalHub({"acme/Own-7B": Repository(files)})
    with serve(found):
        yield found


@pytest.fixture
def found() -> dict[str, LookedUp]:
    """What the bot holds in memory."""
    return {}


@pytest.fixture
async def bot(
    workspace: Workspace, hub: LocalHub, tmp_path: Path, found: dict[str, LookedUp]
) -> AsyncIterator[Bot]:
    settings = settings_for(
        workspace, GPUMEM_HUB="on", HF_ENDPOINT=hub.address, GPUMEM_CACHE=str(tmp_path)
    )
    async with on_a_socket(workspace, settings=settings, core=the_core(found)) as bot:
        yield bot


@pytest.mark.usefixtures("bot")
async def test_one_that_is_found_at_once_is_answered_at_once(workspace: Workspace) -> None:
    reply = await workspace.person("alice").slash(f"/gpumem {OWN}", channel="ml")
    assert reply.text.startswith("Own-7B in BF16")


@pytest.mark.usefixtures("bot")
async def test_where_it_takes_longer_a_word_comes_first(
    workspace: Workspace, hub: LocalHub
) -> None:
    hub.fault, hub.pause = "slow", 0.3
    alice = workspace.person("alice")
    shown = await alice.slash(f"/gpumem {OWN}", channel="ml")
    assert shown.text == LOOKING
    await until(lambda: alice.sees("ml")[-1].text.startswith("Own-7B in BF16"))
    assert alice.sees("ml")[-1].ephemeral


@pytest.mark.usefixtures("bot")
async def test_in_a_thread_the_answer_takes_its_place_and_can_be_followed_up(
    workspace: Workspace, hub: LocalHub
) -> None:
    hub.fault, hub.pause = "slow", 0.3
    alice = workspace.person("alice")
    shown = await alice.mention(OWN, channel="ml")
    assert shown.text == LOOKING
    await until(lambda: alice.now(shown).text.startswith("Own-7B in BF16"))

    more = await alice.mention("and for 4 users?", channel="ml", thread=shown)
    assert more.text.startswith("Own-7B in BF16, 4,096 tokens × 4")


@pytest.mark.usefixtures("bot")
async def test_a_hub_that_is_down_is_said_and_the_size_in_the_name_is_taken(
    workspace: Workspace, hub: LocalHub
) -> None:
    hub.fault = "broken server"
    reply = await workspace.person("alice").dm("acme/Own-7B?")
    assert reply.text.startswith("7B at 16 bits: 16.8 GB")
    assert "The hub cannot be reached" in reply.text


@pytest.mark.usefixtures("bot")
async def test_a_button_works_after_a_restart(
    workspace: Workspace, hub: LocalHub, found: dict[str, LookedUp], tmp_path: Path
) -> None:
    alice = workspace.person("alice")
    answer = await alice.slash(f"/gpumem {OWN}", channel="ml")
    assert hub.asked
    hub.asked.clear()
    found.clear()

    changed = await alice.choose(answer, "users", "4")
    assert changed.text.startswith("Own-7B in BF16, 4,096 tokens × 4")
    assert hub.asked == ["/api/models/acme/Own-7B"]  # the rest stands on disk
    assert len(list((tmp_path / "hub").glob("*.json"))) == 1


@pytest.mark.usefixtures("bot")
async def test_who_asks_for_the_same_at_once_asks_the_hub_once(
    workspace: Workspace, hub: LocalHub
) -> None:
    people = [workspace.person(name) for name in ("alice", "bruno")]
    await asyncio.gather(*(person.dm(OWN) for person in people))
    assert hub.asked.count("/api/models/acme/Own-7B") == 1


@pytest.mark.usefixtures("bot")
async def test_no_name_that_people_write_is_in_the_log(
    workspace: Workspace, hub: LocalHub, log: io.StringIO
) -> None:
    await workspace.person("alice").dm(OWN)
    hub.fault = "broken server"
    await workspace.person("alice").dm("acme/Canary-9B")
    assert "/api/models/acme/Canary-9B" in hub.asked
    assert "acme" not in log.getvalue()
    assert "Canary" not in log.getvalue()
