"""A bot for many workspaces starts without any, and goes on where its store is away."""

import asyncio
from pathlib import Path

import pytest

from bot import modes
from bot.store import database
from bot.store.cipher import new_key
from bot.workspace import Workspace
from tests.bot.conftest import until
from tests.bot.databases import TEMPLATE, copied
from tests.bot.many.conftest import deliver, install, serving, settings_of
from tests.bot.servers import Postgres
from tests.bot.stand_in import core


async def test_it_says_where_it_is_installed_from(workspace: Workspace, tmp_path: Path):
    settings = settings_of(workspace, f"sqlite:///{tmp_path}/new.sqlite3", 1, GPUMEM_PORT="0")
    stop = asyncio.Event()
    said: list[str] = []

    running = asyncio.create_task(modes.run(settings, core=core(), stop=stop, say=said.append))
    await until(lambda: len(said) == 3 or running.done())
    stop.set()
    await running

    assert said[0] == "Mode: Slack over HTTP, because GPUMEM_MODE is http, for many workspaces."
    assert said[2] == "To install it in a workspace, open http://127.0.0.1:1/slack/install"
    assert workspace.transcript.calls("auth.test") == []  # there is nobody to ask about


async def test_a_database_that_is_away_at_the_start_is_waited_for(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog
):
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    nowhere = "postgresql://gpumem@127.0.0.1:1/none"
    settings = settings_of(workspace, nowhere, 1, GPUMEM_PORT="0")
    stop = asyncio.Event()

    running = asyncio.create_task(
        modes.run(settings, core=core(), stop=stop, say=lambda line: None)
    )
    await until(lambda: caplog.text.count("next attempt in") > 1)
    stop.set()
    await running

    assert "The store cannot be reached (the database does not answer): next" in caplog.text


async def test_while_the_database_is_away_who_is_known_is_answered_and_others_are_waited_for(
    postgres: Postgres, workspace: Workspace, second: Workspace
):
    async with serving(workspace, await copied(postgres, TEMPLATE)) as replica:
        for team in (workspace, second):
            await install(replica, team)
            deliver(replica, team)
        alice, other = workspace.person("alice"), second.person("alice")
        await alice.mention("1B", channel="ml")
        replica.bot.store.tables.database._patience = 0.2
        postgres.stop()
        try:
            reply = await alice.mention("2B", channel="ml")
            await other.mention("3B", channel="ml", expect="nothing")
            await until(lambda: len(second.transcript.envelopes("app_mention")) == 2)
            await until(lambda: all(e.ok is False for e in second.transcript.envelopes()))
        finally:
            postgres.start()
        replica.bot.store.tables.database._patience = database.PATIENCE
        second.clock.advance(60)  # Slack comes again after a minute
        await until(lambda: any("3B" in each.text for each in second.messages("ml")[1:]))

    assert reply.text == "You asked: 2B"
    assert [entry.ok for entry in second.transcript.envelopes("app_mention")] == [
        False,
        False,
        True,
    ]
    assert second.messages("ml")[-1].text == "You asked: 3B"


async def test_keys_that_do_not_fit_what_is_stored_stop_the_start(
    workspace: Workspace, store_url: str
):
    async with serving(workspace, store_url) as replica:
        await install(replica, workspace)
    settings = settings_of(workspace, store_url, 1, GPUMEM_PORT="0", GPUMEM_SECRET_KEYS=new_key())

    with pytest.raises(modes.StartError, match="no key of GPUMEM_SECRET_KEYS fits"):
        await modes.run(settings, core=core(), stop=asyncio.Event(), say=lambda line: None)
