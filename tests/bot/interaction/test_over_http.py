"""The same clicks and forms over signed HTTP, where acknowledgements carry errors and views."""

from collections.abc import AsyncIterator

import pytest

from bot.app import Bot, the_core
from bot.workspace import Workspace
from tests.bot.conftest import over_http
from tests.bot.interaction.conftest import settled

QUESTION = "/gpumem llama 3.1 70b fp8 on 4x H100"


@pytest.fixture
async def bot(workspace: Workspace) -> AsyncIterator[Bot]:
    async with over_http(workspace, the_core()) as bot:
        yield bot


async def test_a_menu_changes_the_answer(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")

    changed = await alice.choose(answer, "precision", "bf16")

    assert changed.ts == answer.ts
    assert changed.text.splitlines()[1] == "Precision: FP8 → BF16"


async def test_a_form_says_its_errors_and_then_changes_the_answer(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")
    form = await alice.click(await alice.click(answer, "details"), "change")

    wrong = await alice.submit(form, {"gpus": "2x H1000"})
    assert list(wrong.errors) == ["gpus"]

    await alice.submit(form, {"gpus": "2x H200"}, expect="nothing")
    await settled(bot, workspace)
    assert "2 × H200 141GB" in alice.now(answer).text.splitlines()[0]


async def test_a_form_of_the_shortcut_is_answered_inside_and_in_a_direct_message(
    workspace: Workspace, bot: Bot
):
    alice = workspace.person("alice")
    form = await alice.shortcut("estimate")

    done = await alice.submit(form, {"model": "llama 3.1 8b"}, expect="view")

    await settled(bot, workspace)
    assert done.callback_id == "done"
    assert alice.sees("dm")[-1].text.startswith("Llama 3.1 8B")


async def test_home_and_its_examples(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")

    await alice.click(await alice.open_home(), "example:0", expect="message")

    assert alice.sees("dm")[-1].text.startswith("70B at 16 bits")
