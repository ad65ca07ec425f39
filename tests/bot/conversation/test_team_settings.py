"""What teams have set, known without asking the store with every question."""

import asyncio

import pytest

from bot.conversation import team_settings
from bot.conversation.team_form import TeamSet
from bot.conversation.team_kept import InMemory
from bot.conversation.team_settings import (
    FRESH,
    MOMENT,
    ChangedMeanwhileError,
    Kind,
    TeamSettings,
)
from bot.running.metrics import Metrics
from bot.running.saved import Saved
from bot.running.store_away import StoreAwayError
from core.asked.team import Team
from core.catalog.load import load_catalog

CATALOG = load_catalog()
NOTHING = TeamSet()
SET = TeamSet("8x H100")


class Store(InMemory):
    """Counts who asks, and may be away."""

    def __init__(self) -> None:
        super().__init__("store")
        self.asked = 0
        self.away = False

    async def find(self, team_id: str) -> Saved | None:
        self.asked += 1
        if self.away:
            raise StoreAwayError("away")
        return await super().find(team_id)

    async def forget(self, enterprise_id: str | None, team_id: str | None, before: float) -> int:
        return int(await self.delete(team_id or ""))


class Replica(TeamSettings):
    """One of those that share *store*, with a clock that is set by hand."""

    def __init__(self, store: Store) -> None:
        self.clock = 0.0
        self.metrics = Metrics()
        super().__init__(store, CATALOG, self.metrics, lambda: self.clock)

    async def put(self, chosen: TeamSet, instead_of: TeamSet = NOTHING) -> None:
        await self.save("T1", None, chosen, instead_of=instead_of.version, language="en")

    async def pool(self) -> str:
        return (await self.of("T1")).chosen.pool


async def test_the_store_is_asked_once_in_half_a_minute():
    store = Store()
    replica = Replica(store)
    for _ in range(5):
        await replica.of("T1")
    assert store.asked == 1

    replica.clock = FRESH
    await replica.of("T1")
    assert store.asked == 2


async def test_who_saves_knows_at_once_and_another_replica_within_half_a_minute():
    store = Store()
    one, other = Replica(store), Replica(store)
    assert await other.pool() == ""

    await one.put(SET)

    assert await one.pool() == "8x H100"
    assert await other.pool() == ""
    other.clock = FRESH
    assert await other.pool() == "8x H100"


async def test_while_the_store_is_away_what_was_known_holds():
    store = Store()
    replica = Replica(store)
    await replica.put(SET)
    store.away, replica.clock = True, FRESH

    assert await replica.pool() == "8x H100"
    asked = store.asked
    assert await replica.pool() == "8x H100"
    assert store.asked == asked  # not again within a moment

    store.away, replica.clock = False, FRESH + MOMENT
    await replica.of("T1")
    assert store.asked == asked + 1
    assert replica.metrics.count_of("settings_away") == 1


async def test_of_whom_nothing_is_known_it_is_said_that_it_is_not_known():
    store = Store()
    store.away = True

    assert await Replica(store).counting("T1") == Team(is_away=True)


async def test_a_second_replica_that_saves_what_the_first_has_changed_is_told():
    store = Store()
    one, other = Replica(store), Replica(store)
    await other.of("T1")
    await one.put(SET)

    with pytest.raises(ChangedMeanwhileError) as told:
        await other.put(TeamSet("4x L40S"))

    assert told.value.now.chosen == SET
    await other.put(TeamSet("4x L40S"), instead_of=SET)
    assert (await one.look("T1")).chosen.pool == "4x L40S"


async def test_of_many_at_once_one_is_kept_and_each_other_told():
    store = Store()
    replicas = [Replica(store) for _ in range(10)]

    said = await asyncio.gather(
        *(replica.put(TeamSet(f"{n + 1}x H100")) for n, replica in enumerate(replicas)),
        return_exceptions=True,
    )

    assert [type(one) for one in said if one] == [ChangedMeanwhileError] * 9
    assert await replicas[0].look("T1") == await replicas[9].look("T1")


async def test_reset_takes_what_was_seen_and_nothing_else():
    replica = Replica(Store())
    await replica.put(SET)

    with pytest.raises(ChangedMeanwhileError):
        await replica.reset("T1", instead_of=NOTHING.version)
    assert await replica.pool() == "8x H100"

    await replica.reset("T1", instead_of=SET.version)
    assert await replica.pool() == ""


@pytest.mark.parametrize("of", [("E1", None), (None, "T1")])
async def test_uninstalled_nothing_is_remembered(of: tuple[str | None, str | None]):
    store = Store()
    replica = Replica(store)
    await replica.put(SET)
    await store.delete("T1")

    await replica.forget(*of, before=1.0)

    assert await replica.pool() == ""


@pytest.mark.parametrize(("kind", "counts"), [("file", True), ("store", False), ("nowhere", False)])
async def test_programs_are_in_no_workspace_and_have_the_file_alone(kind: Kind, counts: bool):
    found = await TeamSettings(
        InMemory(kind, '{"pool": "8x H100"}'), CATALOG, Metrics()
    ).of_programs()

    assert bool(found and found.pool) is counts


async def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(team_settings, "MOST", 3)
    store = Store()
    replica = Replica(store)
    for n in range(4):
        await replica.of(f"T{n}")

    await replica.of("T3")
    assert store.asked == 4
    await replica.of("T0")
    assert store.asked == 5
