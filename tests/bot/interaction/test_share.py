"""Share, copy, explain, rate: what one can do with an answer without changing it."""

import logging

import pytest

from bot.app import Bot
from bot.workspace import Workspace
from tests.bot.interaction.conftest import settled

pytestmark = pytest.mark.usefixtures("bot")


async def _asked(workspace, text="llama 3.1 70b fp8 on 2x H100 80GB"):
    return await workspace.person("alice").slash(f"/gpumem {text}", channel="ml")


async def test_a_shared_answer_says_who_asked_and_the_private_one_goes(
    workspace: Workspace, bot: Bot
):
    alice, bruno = workspace.person("alice"), workspace.person("bruno")
    answer = await _asked(workspace)

    shared = await alice.click(answer, "share", expect="message")

    assert not shared.ephemeral
    assert shared.text.splitlines()[0] == "asked: llama 3.1 70b fp8 on 2x H100 80GB"
    assert shared.text.splitlines()[1:] == answer.text.splitlines()
    assert shared.blocks[0]["elements"][0]["elements"][0] == {
        "type": "user",
        "user_id": alice.id,
    }
    assert [message.text for message in bruno.sees("ml")] == [shared.text]
    await settled(bot, workspace)
    assert [message.ts for message in alice.sees("ml")] == [shared.ts]


async def test_what_is_shared_says_the_words_that_were_asked(workspace: Workspace):
    """Through the details and back; where a menu changed the question, what it says now."""
    alice = workspace.person("alice")
    words = "pls, will a 70b R&D model fit on our 2x H100? fp8 :)"
    details = await alice.click(await _asked(workspace, words), "details")
    again = await alice.click(await alice.click(details, "less"), "details")

    shared = await alice.click(again, "share_details", expect="message")
    assert shared.text.splitlines()[0] == f"asked: {words.replace('&', '&amp;')}"

    changed = await alice.choose(await _asked(workspace, words), "precision", "bf16")
    shared = await alice.click(changed, "share", expect="message")
    assert shared.text.splitlines()[0] == "asked: does this fit: 70B, BF16, on 2x H100 80GB"


async def test_a_shared_answer_can_be_refined_by_others(workspace: Workspace):
    answer = await _asked(workspace)
    shared = await workspace.person("alice").click(answer, "share", expect="message")

    changed = await workspace.person("bruno").choose(shared, "precision", "awq")

    assert changed.ts == shared.ts
    assert "AWQ" in changed.text


async def test_the_steps_open_beside_the_answer(workspace: Workspace):
    answer = await _asked(workspace)

    steps = await workspace.person("alice").click(
        await workspace.person("alice").click(answer, "details"), "explain"
    )

    assert steps.title == "How it was computed"
    [weights] = [
        block
        for block in steps.blocks
        if block["type"] == "rich_text" and "Weights: 72.7 GB" in str(block)
    ]
    assert weights["elements"][1]["type"] == "rich_text_preformatted"
    assert "Source: " in weights["elements"][2]["elements"][0]["text"]


async def test_the_copy_is_the_text_of_the_answer(workspace: Workspace):
    alice = workspace.person("alice")
    answer = await _asked(workspace)

    details = await alice.click(answer, "details")
    copy = await alice.click(details, "copy")

    assert copy.element("text")["initial_value"] == details.text
    await alice.submit(copy, expect="nothing")
    assert alice.modals == []


@pytest.mark.parametrize("verdict", ["good", "bad"])
async def test_a_rating_is_counted_without_names_and_words(workspace, bot, caplog, verdict):
    alice = workspace.person("alice")
    answer = await _asked(workspace)

    with caplog.at_level(logging.INFO, logger="gpumem.feedback"):
        thanks = await alice.click(
            await alice.click(answer, "details"), "feedback", value=f"{verdict}.en"
        )

    assert thanks.ephemeral
    assert thanks.text == "Counted, thank you. Neither your name nor your question is kept."
    assert f'gpumem_ratings_total{{verdict="{verdict}"}} 1' in bot.metrics.render()
    assert [record.message for record in caplog.records if record.name == "gpumem.feedback"] == [
        f"an answer was rated {verdict}"
    ]
