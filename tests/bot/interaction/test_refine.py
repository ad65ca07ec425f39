"""Menus, toggles and suggestions change the same message and show the difference."""

import pytest

from bot.workspace import Message, Workspace
from core.answer import answer as ask
from core.units import GIB_PER_GPU

pytestmark = pytest.mark.usefixtures("bot")

QUESTION = "/gpumem llama 3.1 70b fp8 32k context 16 users on 4x H100"


@pytest.fixture
async def answer(workspace: Workspace) -> Message:
    """Alice's own answer, seen by her alone."""
    return await workspace.person("alice").slash(QUESTION, channel="ml")


@pytest.mark.parametrize(
    ("menu", "choice", "said", "changed_to"),
    [
        ("precision", "bf16", "Llama 3.1 70B in BF16", "Precision: FP8 → BF16"),
        ("context", "8192", "8,192 tokens", "Context: 32,768 → 8,192"),
        ("users", "2", "× 2", "Users: 16 → 2"),
        ("gpu", "h200-sxm5-141gb", "H200 141GB", "GPUs: 4 × H100 80GB → H200 141GB"),
    ],
)
async def test_a_menu_changes_one_thing_in_place(workspace, answer, menu, choice, said, changed_to):
    alice = workspace.person("alice")

    changed = await alice.choose(answer, menu, choice)

    assert changed.ts == answer.ts
    assert changed.ephemeral
    assert said in changed.text.split("\n")[0]
    assert changed.text.split("\n")[1] == changed_to


async def test_the_difference_is_said_per_gpu_on_the_same_cards(workspace, answer):
    changed = await workspace.person("alice").click(
        await workspace.person("alice").click(answer, "details"), "kv_fp8"
    )

    lines = changed.text.split("\n")
    assert lines[1] == "KV cache: 16 bits → FP8"
    assert lines[2].startswith("4 × H100 80GB: 64.4 → ")
    assert lines[2].endswith(" GiB per GPU")


async def test_a_toggle_can_be_turned_back(workspace, answer):
    alice = workspace.person("alice")

    narrow = await alice.click(await alice.click(answer, "details"), "kv_fp8")
    wide = await alice.click(await alice.click(narrow, "details"), "kv_16")

    assert wide.text.splitlines()[0] == answer.text.splitlines()[0]


async def test_one_refinement_after_another_keeps_all(workspace, answer):
    alice = workspace.person("alice")

    changed = await alice.choose(answer, "precision", "bf16")
    changed = await alice.choose(changed, "users", "4")
    changed = await alice.choose(changed, "context", "16384")

    assert changed.text.startswith("Llama 3.1 70B in BF16, 16,384 tokens × 4: ")


async def test_an_answer_in_a_thread_is_refined_for_all(workspace):
    alice, bruno = workspace.person("alice"), workspace.person("bruno")
    answer = await alice.mention("llama 3.1 8b bf16 on one L40S", channel="ml")

    await bruno.choose(answer, "users", "8")

    now = alice.now(answer)
    assert now.edited
    assert now.text.splitlines()[1] == "Users: 1 → 8"


async def test_a_change_that_makes_it_fit_is_one_click(workspace):
    alice = workspace.person("alice")
    answer = await alice.slash("/gpumem does llama 3.1 70b bf16 fit on one H100?", channel="ml")
    suggested = answer.element("ask:0")

    changed = await alice.click(answer, "ask:0")

    assert answer.text.startswith("No: ")
    assert suggested["text"]["text"] in answer.text
    assert changed.ts == answer.ts
    assert changed.text.startswith("Yes: ")


async def test_a_chart_has_its_numbers_in_the_text(workspace, answer):
    """16 users were asked, so users are what it is drawn along: 64.4 GiB of 16 as in the answer."""
    alice = workspace.person("alice")

    changed = await alice.click(await alice.click(answer, "details"), "chart")

    kinds = [block["type"] for block in changed.blocks]
    assert kinds.count("data_visualization") == 2
    [said] = [line for line in changed.text.splitlines() if line.startswith("4 × H100 80GB: 1:")]
    assert "Memory by users:\n" in changed.text
    assert "; 16: 64.4 GiB; 32: " in said
    assert said.endswith("; 74.4 GiB usable per GPU")


async def test_a_chart_draws_the_options_that_work(workspace):
    """One H100 does not hold it: lines of the two that do, each as its own answer has it."""
    alice = workspace.person("alice")
    question = "/gpumem does llama 3.1 70b bf16 fit on one H100?"
    details = await alice.click(await alice.slash(question, channel="ml"), "details")

    changed = await alice.click(details, "chart")

    chart = [block for block in changed.blocks if block["type"] == "data_visualization"][-1]
    names = [series["name"] for series in chart["chart"]["series"]]
    assert names == ["2 × H100 80GB", "4 × H100 80GB", "Card H100 80GB"]
    for series in chart["chart"]["series"][:2]:
        for point in series["data"]:
            tokens = point["label"].replace(",", "")
            held = ask(f"llama 3.1 70b bf16 {tokens} context on {series['name']}").placements[0]
            assert held.gpu.counted(held.count) == series["name"]
            assert point["value"] == round(held.needed.m_as(GIB_PER_GPU), 1)


async def test_portuguese_stays_portuguese(workspace):
    alice = workspace.person("alice")
    answer = await alice.slash("/gpumem quantas H100 para o llama 3.1 70b em 8 bits?", channel="ml")

    changed = await alice.choose(answer, "users", "4")

    assert "8.192 tokens × 4" in changed.text
    assert "\nUsuários: 1 → 4\n" in changed.text


async def test_a_suggestion_of_an_error_is_one_click(workspace):
    alice = workspace.person("alice")
    problem = await alice.slash("/gpumem llama 3.1 8b bf16 on 2x H1000", channel="ml")

    answer = await alice.click(problem, "ask:0")

    assert answer.ts == problem.ts
    assert "Llama 3.1 8B in BF16" in answer.text
