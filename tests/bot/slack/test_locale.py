"""Where no text tells the language, a person's Slack does."""

import pytest

from bot.slack.client import Client, new_session
from bot.slack.locale import Locale
from bot.views.help import help_view
from bot.workspace import Workspace
from core.catalog.load import load_catalog
from tests.bot.conftest import on_a_socket


@pytest.fixture
async def _bot(workspace: Workspace):
    async with on_a_socket(workspace) as bot:
        yield bot


@pytest.mark.usefixtures("_bot")
@pytest.mark.parametrize(
    ("name", "title"),
    [("alice", "Estimate GPU memory"), ("bruno", "Estimar memória de GPU")],
)
async def test_the_shortcut_opens_a_form_in_the_language_of_the_person(workspace, name, title):
    form = await workspace.person(name).shortcut("estimate")

    assert form.title == title


@pytest.mark.usefixtures("_bot")
async def test_size_this_asks_the_reader_and_not_the_writer_for_the_language(workspace):
    message = await workspace.person("alice").say("help", channel="ml")

    form = await workspace.person("bruno").message_shortcut(message, "size_this")

    assert form.title == "Estimar memória de GPU"


@pytest.mark.usefixtures("_bot")
async def test_an_empty_command_helps_in_the_language_of_the_person(workspace):
    reply = await workspace.person("bruno").slash("/gpumem", channel="ml")

    assert reply.text == help_view("pt", load_catalog()).text


@pytest.mark.usefixtures("_bot")
async def test_an_empty_mention_helps_in_the_language_of_the_person(workspace):
    reply = await workspace.person("bruno").mention("", channel="ml")

    assert reply.text == help_view("pt", load_catalog()).text


@pytest.mark.usefixtures("_bot")
async def test_a_question_costs_no_look_at_the_person(workspace):
    await workspace.person("bruno").slash("/gpumem 70B", channel="ml")
    await workspace.person("bruno").mention("70B", channel="ml")

    assert workspace.transcript.calls("users.info") == []


@pytest.mark.usefixtures("_bot")
async def test_a_slack_that_does_not_say_gets_english(workspace):
    workspace.faults.on("failing_api", method="users.info", error="missing_scope")

    reply = await workspace.person("bruno").slash("/gpumem", channel="ml")

    assert reply.text == help_view("en", load_catalog()).text


async def test_a_slow_slack_is_not_waited_for(workspace, monkeypatch):
    monkeypatch.setattr("bot.slack.locale.PATIENCE", 0.05)
    workspace.faults.on("slow_api", method="users.info", seconds=5.0)

    async with new_session() as session:
        locale = Locale(Client(workspace.bot_token, workspace.api_url, session))

        assert await locale.of(workspace.person("bruno").id) == "en"
