"""The store is away: it still answers, and counts that."""

import asyncio

import pytest

from bot import modes
from bot.app import Bot
from bot.modes import StartError
from bot.store import database
from bot.store.database import Database
from bot.workspace import Workspace
from bot.workspace.people import Person
from tests.bot.databases import copied
from tests.bot.replicas.conftest import serving, with_a_store
from tests.bot.servers import Postgres
from tests.bot.stand_in import core

NOBODY = "postgresql://gpumem@127.0.0.1:1/none"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.1)


async def test_without_its_store_it_answers(impatient: None, workspace: Workspace):
    async with serving(workspace, NOBODY) as bot:
        alice = workspace.person("alice")
        with workspace.faults.during("duplicate_events"):
            reply = await alice.mention("70B", channel="ml")
        form = await alice.shortcut("estimate")
        await workspace.settled()
        answered = [each for each in workspace.messages("ml") if each.text.startswith("You")]

        assert (reply.text, len(answered)) == ("You asked: 70B", 1)
        assert form.callback_id == "calculator"
        assert bot.metrics.count_of("away") == 2  # a question and a form; the repetition was known


async def test_a_database_that_stops_and_starts_again_is_used_again(
    impatient: None, postgres: Postgres, workspace: Workspace
):
    url = await copied(postgres, "migrated")
    async with serving(workspace, url) as bot:
        alice = workspace.person("alice")
        await until_the_store_is_used(bot, alice)
        before = bot.metrics.count_of("away")
        postgres.stop()
        try:
            reply = await alice.mention("70B", channel="ml")
            assert reply.text == "You asked: 70B"
            assert bot.metrics.count_of("away") == before + 1
        finally:
            postgres.start()
        await until_the_store_is_used(bot, alice)


async def until_the_store_is_used(bot: Bot, alice: Person) -> None:
    """Ask until the store takes a request; to connect may take longer than we wait for it."""
    for _ in range(50):
        before = bot.metrics.count_of("away")
        reply = await alice.mention("8B", channel="ml")
        assert reply.text == "You asked: 8B"
        if bot.metrics.count_of("away") == before:
            return
    raise AssertionError("the store is not used")


async def test_a_schema_of_another_version_stops_the_start(
    postgres: Postgres, workspace: Workspace
):
    settings = with_a_store(workspace, await copied(postgres, "template0"))
    settings = settings.model_copy(update={"port": 0})

    with pytest.raises(StartError, match="run `python -m bot migrate` first"):
        await modes.run(settings, core=core(), stop=asyncio.Event(), say=lambda line: None)


async def test_a_sqlite_file_is_made_at_the_start(workspace: Workspace, tmp_path):
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    settings = with_a_store(workspace, url).model_copy(update={"port": 0})
    stop = asyncio.Event()
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        stop.set()

    await modes.run(settings, core=core(), stop=stop, say=say)

    assert said
    made = Database(f"sqlite+aiosqlite:///{tmp_path}/new.sqlite3")
    from bot.store import migrating

    assert await migrating.is_up_to_date(made)
    await made.close()
