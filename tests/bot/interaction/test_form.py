"""The calculator: prefilled, with its errors inside, and an answer that goes where it should."""

import pytest

from bot.app import Bot
from bot.workspace import Workspace
from tests.bot.interaction.conftest import settled

pytestmark = pytest.mark.usefixtures("bot")

QUESTION = "/gpumem llama 3.1 70b fp8 32k context 16 users on 4x H100"


async def test_the_form_is_filled_with_the_question(workspace: Workspace):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")

    form = await alice.click(await alice.click(answer, "details"), "change")

    assert form.element("model")["initial_value"] == "Llama 3.1 70B"
    assert form.element("precision")["initial_option"]["value"] == "fp8"
    assert form.element("context")["initial_value"] == "32768"
    assert form.element("users")["initial_value"] == "16"
    assert form.element("gpus")["initial_value"] == "4x H100 80GB"


async def test_a_form_sent_changes_the_message_it_came_from(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")
    form = await alice.click(await alice.click(answer, "details"), "change")

    await alice.submit(form, {"users": "4", "gpus": "2x H200"}, expect="nothing")
    await settled(bot, workspace)
    changed = alice.now(answer)

    assert changed.ts == answer.ts
    assert "2 × H200 141GB" in changed.text.splitlines()[0]
    assert changed.text.splitlines()[1] == "Users: 16 → 4; GPUs: 4 × H100 80GB → 2 × H200 141GB"
    assert alice.modals == []


async def test_what_is_wrong_is_said_under_its_field_and_can_be_mended(
    workspace: Workspace, bot: Bot
):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")
    form = await alice.click(await alice.click(answer, "details"), "change")

    wrong = await alice.submit(form, {"gpus": "2x H1000"})
    assert list(wrong.errors) == ["gpus"]
    assert "H1000" in wrong.errors["gpus"]

    wrong = await alice.submit(form, {"model": "nosuchmodel", "gpus": "2x H100"})
    assert list(wrong.errors) == ["model"]

    await alice.submit(form, {"model": "llama 3.1 8b"}, expect="nothing")
    await settled(bot, workspace)
    assert "Llama 3.1 8B" in alice.now(answer).text.splitlines()[0]


async def test_another_task_has_other_fields_and_keeps_what_is_filled(
    workspace: Workspace, bot: Bot
):
    alice = workspace.person("alice")
    form = await alice.shortcut("estimate")
    await alice.submit(form, {"model": "x"})  # an error: what is typed stays

    training = await alice.choose(form, "task", "lora")

    fields = [block["block_id"] for block in training.blocks if block["type"] == "input"]
    assert fields == [
        "model", "task", "precision", "length", "batch", "rank", "checkpointing", "gpus",
    ]  # fmt: skip
    assert training.element("model")["initial_value"] == "x"


async def test_the_global_shortcut_answers_in_a_direct_message(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")
    form = await alice.shortcut("estimate")

    done = await alice.submit(
        form, {"model": "llama 3.1 8b", "precision": "bf16", "users": "4"}, expect="view"
    )

    await settled(bot, workspace)
    [answer] = alice.sees("dm")
    assert answer.text.startswith("Llama 3.1 8B in BF16, 8,192 tokens × 4")
    assert done.blocks[0]["text"]["text"] == answer.text.splitlines()[0]


async def test_a_fine_tuning_is_estimated(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")
    form = await alice.choose(await alice.shortcut("estimate"), "task", "qlora")

    await alice.submit(
        form, {"model": "llama 3.1 8b", "length": "2048", "batch": "1", "rank": "16"}
    )

    await settled(bot, workspace)
    [answer] = alice.sees("dm")
    assert "Llama 3.1 8B" in answer.text.splitlines()[0]
    assert "Optimizer: " in (await alice.click(answer, "details")).text


async def test_size_this_answers_to_who_asks_alone(workspace: Workspace):
    alice, bruno = workspace.person("alice"), workspace.person("bruno")
    message = await bruno.say("anyone tried llama 3.1 70b fp8 on 2x H100?", channel="ml")

    answer = await alice.message_shortcut(message, "size_this")

    assert answer.ephemeral
    assert "Llama 3.1 70B in FP8" in answer.text
    assert [seen.ts for seen in bruno.sees("ml")] == [message.ts]


async def test_size_this_on_a_message_without_a_model_opens_the_calculator(
    workspace: Workspace, bot: Bot
):
    alice, bruno = workspace.person("alice"), workspace.person("bruno")
    message = await bruno.say("good morning everyone", channel="ml")

    form = await alice.message_shortcut(message, "size_this")

    assert form.title == "Estimate GPU memory"
