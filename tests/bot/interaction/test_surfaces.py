"""Where an answer is a card below a link, or the outcome of a workflow's step."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.app import Bot
from bot.slack.manifest import manifest
from bot.slack.manifest_extras import AGENT_VIEW
from bot.workspace import Workspace
from bot.workspace.testing import running
from core.answer import answer
from core.units import GIB
from tests.bot.conftest import until
from tests.bot.interaction.conftest import settled

QWEN = "https://huggingface.co/Qwen/Qwen3-32B"


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """One that lets the app see links and offers its step."""
    async with running(manifest("socket", extras=("links", "workflows"))) as workspace:
        yield workspace


async def test_a_step_gives_the_verdict_and_its_numbers(workspace: Workspace, bot: Bot):
    """70B at 16 bits: 70e9 x 2 bytes x 1.2 = 168 GB = 156.46 GiB, two A100 80GB at least."""
    run = await workspace.person("alice").run_step("estimate", question="70B at 16 bits?")

    assert run.error == ""
    assert run.outputs["verdict"].startswith("70B at 16 bits: 168.0 GB (156.5 GiB)")
    assert run.outputs["memory_gib"] == 156.5
    assert run.outputs["gpus"] >= 2
    assert "A100" in run.outputs["gpu"]
    assert "fits" not in run.outputs


async def test_a_step_that_asks_for_yes_or_no_gets_it(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")

    yes = await alice.run_step("estimate", question="does llama 3.1 8b fp8 fit on one H100?")
    no = await alice.run_step("estimate", question="does llama 3.1 405b bf16 fit on one H100?")

    assert (yes.outputs["fits"], no.outputs["fits"]) == (True, False)
    total = answer("does llama 3.1 8b fp8 fit on one H100?").estimates[0].total
    assert yes.outputs["memory_gib"] == round(total.m_as(GIB), 1)


async def test_a_step_that_cannot_be_answered_fails_with_what_to_mend(
    workspace: Workspace, bot: Bot
):
    run = await workspace.person("alice").run_step("estimate", question="llama 99 900b?")

    assert run.outputs == {}
    assert run.error.startswith("I know no model")


async def test_a_step_that_is_delivered_twice_ends_once(workspace: Workspace, bot: Bot):
    workspace.faults.on("duplicate_events", times=1)
    run = await workspace.person("alice").run_step("estimate", question="70B at 16 bits?")
    await settled(bot, workspace)

    assert len(workspace.transcript.envelopes("function_executed")) == 2
    assert len(workspace.transcript.calls("functions.completeSuccess")) == 1
    assert run.outputs["memory_gib"] == 156.5


async def test_a_link_to_a_model_gets_a_card_for_all(workspace: Workspace, bot: Bot):
    alice, bruno = workspace.person("alice"), workspace.person("bruno")
    await alice.say(f"look at {QWEN} !", channel="ml")

    await until(lambda: "attachments" in bruno.sees("ml")[-1].shown)

    message = bruno.sees("ml")[-1]
    (card,) = message.shown["attachments"]
    assert message.text == f"look at <{QWEN}> !"
    assert card["from_url"] == QWEN
    verdict, how = card["blocks"]
    assert verdict["elements"][0]["elements"][0]["text"] == answer("Qwen/Qwen3-32B").verdict.summary
    assert how["elements"][0]["text"].startswith("/gpumem Qwen/Qwen3-32B ")


@pytest.mark.parametrize(
    "text",
    [
        "https://huggingface.co/datasets/HuggingFaceFW/fineweb",
        "https://huggingface.co/docs/transformers",
        "https://huggingface.co/acme/unknown-to-anybody",
        "https://example.com/Qwen/Qwen3-32B",
        "no link at all",
    ],
)
async def test_other_links_get_none(workspace: Workspace, bot: Bot, text: str):
    await workspace.person("alice").say(text, channel="ml")
    await settled(bot, workspace)

    assert workspace.transcript.calls("chat.unfurl") == []
    assert workspace.person("alice").sees("ml")[-1].shown.get("attachments") is None


async def test_where_slack_refuses_a_card_nobody_is_told(workspace: Workspace, bot: Bot):
    workspace.faults.on("failing_api", method="chat.unfurl", error="cannot_unfurl_url", status=200)
    await workspace.person("alice").say(QWEN, channel="ml")
    await until(lambda: bool(workspace.transcript.calls("chat.unfurl")))
    await settled(bot, workspace)

    assert len(workspace.person("alice").sees("ml")) == 1


async def test_an_app_that_did_not_ask_for_them_hears_of_neither():
    async with running(manifest("socket")) as plain:
        await plain.person("alice").say(QWEN, channel="ml")
        await plain.settled()

        assert plain.transcript.envelopes("link_shared") == []
        assert plain.world.app.steps == ()


async def test_the_page_has_the_prompts_of_the_agent_view_and_they_are_answered():
    async with (
        running(manifest("socket", extras=("agent",))) as workspace,
        aiohttp.ClientSession() as session,
        session.get(f"{workspace.url}/page/state") as response,
    ):
        state = await response.json()

    prompts = [one["message"] for one in AGENT_VIEW["suggested_prompts"]]
    assert state["examples"] == prompts
    assert "No language model answers" in state["app"]["description"]
    assert all(answer(prompt).verdict.summary for prompt in prompts)


async def test_the_page_runs_the_step_as_a_workflow_would(workspace: Workspace, bot: Bot):
    alice = workspace.person("alice")
    channel = workspace.world.state.find_channel("ml")
    assert channel
    sent = {"as": alice.id, "channel": channel.id, "text": "/run-step 70B at 16 bits?"}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{workspace.url}/page/send", json=sent) as response:
            assert (await response.json())["ok"]
        await until(lambda: bool(alice.sees("ml")))

    shown = alice.sees("ml")[-1]
    assert shown.ephemeral
    assert shown.text.startswith("The step _Estimate GPU memory_ came to its end.\n*verdict*: 70B")
    assert "*memory_gib*: 156.5" in shown.text
