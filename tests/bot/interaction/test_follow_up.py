"""A text in a thread or a direct message is about the question before it, where it leans on it."""

import asyncio
from copy import deepcopy

import pytest

from bot.app import open_bot, the_core
from bot.transport.socket import SocketMode
from bot.workspace import Workspace
from bot.workspace.manifest import DEFAULT_MANIFEST
from bot.workspace.testing import running
from tests.bot.conftest import settings_for

QUESTION = "llama 3.1 70b bf16 32k context 16 users on 4x H100"


async def test_a_follow_up_in_a_thread_changes_only_what_it_names(workspace: Workspace, bot):
    alice = workspace.person("alice")
    answer = await alice.mention(QUESTION, channel="ml")

    changed = await alice.mention("and in fp8?", channel="ml", thread=answer)

    assert changed.thread_ts == answer.thread_ts
    assert changed.text.startswith("Llama 3.1 70B in FP8, 32,768 tokens × 16")
    assert changed.text.splitlines()[1] == "Precision: BF16 → FP8"


async def test_how_to_follow_up_is_said_once_in_a_thread_of_a_channel(workspace: Workspace, bot):
    alice = workspace.person("alice")
    hint = "To follow up, mention me."

    begun = await alice.mention("llama 3.1 8b on one L4", channel="ml")
    further = await alice.mention("and in fp8?", channel="ml", thread=begun)
    alone = await alice.slash("/gpumem llama 3.1 8b on one L4", channel="ml")
    direct = await alice.dm("llama 3.1 8b on one L4")

    assert begun.text.splitlines()[-1] == hint
    assert begun.blocks[-1]["elements"][0]["text"] == hint
    assert all(hint not in reply.text for reply in (further, alone, direct))


async def test_one_follow_up_leads_to_the_next(workspace: Workspace, bot):
    alice, bruno = workspace.person("alice"), workspace.person("bruno")
    answer = await alice.mention(QUESTION, channel="ml")
    await bruno.mention("and in fp8?", channel="ml", thread=answer)

    changed = await alice.mention("what about 4 users", channel="ml", thread=answer)

    assert changed.text.startswith("Llama 3.1 70B in FP8, 32,768 tokens × 4")
    assert changed.text.splitlines()[1] == "Users: 16 → 4"


async def test_a_follow_up_is_about_the_answer_as_it_was_refined(workspace: Workspace, bot):
    alice = workspace.person("alice")
    answer = await alice.mention(QUESTION, channel="ml")
    await alice.choose(answer, "users", "2")

    changed = await alice.mention("and in fp8?", channel="ml", thread=answer)

    assert changed.text.startswith("Llama 3.1 70B in FP8, 32,768 tokens × 2")


async def test_a_question_in_a_thread_that_stands_alone_is_answered_alone(
    workspace: Workspace, bot
):
    alice = workspace.person("alice")
    answer = await alice.mention(QUESTION, channel="ml")

    other = await alice.mention("mistral 7b fp16 on one L4", channel="ml", thread=answer)

    assert "Mistral 7B" in other.text.splitlines()[0]
    assert "→" not in other.text


async def test_a_follow_up_in_another_thread_has_nothing_before_it(workspace: Workspace, bot):
    alice = workspace.person("alice")
    await alice.mention(QUESTION, channel="ml")

    problem = await alice.mention("and in fp8?", channel="ml")

    assert problem.text.startswith("I need a model or a number of parameters.")


async def test_a_follow_up_to_a_direct_message(workspace: Workspace, bot):
    alice = workspace.person("alice")
    await alice.dm(QUESTION)

    changed = await alice.dm("and on H200?")

    assert "H200 141GB" in changed.text.splitlines()[0]
    assert changed.text.splitlines()[1] == "GPUs: 4 × H100 80GB → 4 × H200 141GB"


async def test_a_follow_up_needs_no_history_where_slack_lets_nobody_read_it_often(
    workspace: Workspace, bot
):
    alice = workspace.person("alice")
    await alice.dm(QUESTION)
    workspace.faults.on("rate_limit", method="conversations.history", retry_after=60)

    changed = await alice.dm("and on H200?")

    assert "H200 141GB" in changed.text.splitlines()[0]


async def test_a_follow_up_to_an_answer_of_the_form(workspace: Workspace, bot):
    alice = workspace.person("alice")
    await alice.dm("mistral 7b fp16")
    with alice.watch("the answer to the form", channel="dm") as watch:
        form = await alice.shortcut("estimate")
        await alice.submit(form, {"model": "llama 3.1 8b", "precision": "bf16"}, expect="view")
        await watch.wait("message")

    changed = await alice.dm("and in fp8?")

    assert changed.text.startswith("Llama 3.1 8B in FP8")


async def _restarted(workspace: Workspace, first: str, then):
    """*first* asked of one bot, *then* of another one that was started after it."""
    answer = None
    for step in (0, 1):
        async with open_bot(settings_for(workspace), core=the_core()) as bot:
            await bot.identity.learn()
            stop = asyncio.Event()
            task = asyncio.create_task(SocketMode(bot, workspace.app_token).run(stop))
            await workspace.connected()
            answer = await (first() if step == 0 else then(answer))
            stop.set()
            await task
    return answer


async def test_a_direct_message_is_followed_up_after_a_restart(workspace: Workspace):
    alice = workspace.person("alice")

    changed = await _restarted(
        workspace, lambda: alice.dm(QUESTION), lambda _: alice.dm("and in fp8?")
    )

    assert changed.text.splitlines()[1] == "Precision: BF16 → FP8"


@pytest.mark.parametrize("granted", [True, False])
async def test_a_thread_is_followed_up_after_a_restart_where_it_may_be_read(granted):
    manifest = deepcopy(DEFAULT_MANIFEST)
    if granted:
        manifest["oauth_config"]["scopes"]["bot"].append("channels:history")
    async with running(manifest) as workspace:
        alice = workspace.person("alice")

        changed = await _restarted(
            workspace,
            lambda: alice.mention(QUESTION, channel="ml"),
            lambda answer: alice.mention("and in fp8?", channel="ml", thread=answer),
        )

    said = (
        "Llama 3.1 70B in FP8, 32,768" if granted else "I need a model or a number of parameters."
    )
    assert changed.text.startswith(said)


async def test_a_refined_answer_is_followed_up_after_a_restart():
    manifest = deepcopy(DEFAULT_MANIFEST)
    manifest["oauth_config"]["scopes"]["bot"].append("channels:history")
    async with running(manifest) as workspace:
        alice = workspace.person("alice")

        async def refined():
            return await alice.choose(await alice.mention(QUESTION, channel="ml"), "users", "2")

        changed = await _restarted(
            workspace,
            refined,
            lambda answer: alice.mention("and in fp8?", channel="ml", thread=answer),
        )

    assert changed.text.startswith("Llama 3.1 70B in FP8, 32,768 tokens × 2")
