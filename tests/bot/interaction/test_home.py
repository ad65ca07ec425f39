"""The home tab: examples that answer, the calculator, help."""

import pytest

from bot.workspace import Workspace

pytestmark = pytest.mark.usefixtures("bot")


async def test_home_is_drawn_when_it_is_opened(workspace: Workspace):
    home = await workspace.person("alice").open_home()

    assert home.blocks[0]["text"]["text"] == "How much GPU memory, and how many GPUs"


async def test_an_example_is_answered_in_a_direct_message(workspace: Workspace):
    alice = workspace.person("alice")
    home = await alice.open_home()

    await alice.click(home, "example:0", expect="message")

    [answer] = alice.sees("dm")
    assert answer.text.startswith("70B at 16 bits: 168.0 GB (156.5 GiB)")


async def test_every_example_of_the_help_is_answered(workspace: Workspace):
    alice = workspace.person("alice")
    for text in ("help", "ajuda"):
        reply = await alice.dm(text)
        for index in range(5):
            answer = await alice.click(reply, f"example:{index}", expect="message")
            assert "GiB" in answer.text.splitlines()[0] or "users" in answer.text.splitlines()[0]
            assert not answer.edited


async def test_the_calculator_opens_from_home(workspace: Workspace):
    alice = workspace.person("alice")

    form = await alice.click(await alice.open_home(), "calculator")

    assert form.callback_id == "calculator"


async def test_help_is_sent_from_home(workspace: Workspace):
    alice = workspace.person("alice")

    await alice.click(await alice.open_home(), "help", expect="message")

    [help] = alice.sees("dm")
    assert help.text.startswith("Ask how much GPU memory a language model needs")


@pytest.mark.parametrize("asked", ["about", "help"])
async def test_the_buttons_of_about_and_help_open_what_they_say(workspace: Workspace, asked: str):
    alice = workspace.person("alice")
    reply = await alice.slash(f"/gpumem {asked}", channel="ml")

    form = await alice.click(reply, "calculator")

    assert form.callback_id == "calculator"
    if asked == "about":
        help = await alice.click(reply, "help")
        assert help.text.startswith("Ask how much GPU memory a language model needs")


async def test_the_help_of_a_command_stays_when_an_example_is_clicked(workspace: Workspace):
    alice = workspace.person("alice")
    help = await alice.slash("/gpumem help", channel="ml")

    answer = await alice.click(help, "example:0")

    assert answer.ephemeral
    assert answer.ts != help.ts
    assert [message.ts for message in alice.sees("ml")] == [help.ts, answer.ts]
