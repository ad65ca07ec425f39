"""What a team sets in the home tab counts in every answer, wherever it is asked."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.app import Bot, open_bot, the_core
from bot.i18n import t
from bot.transport.socket import SocketMode
from bot.workspace import Workspace
from tests.bot.conftest import settings_for
from tests.bot.interaction.conftest import settled

ROOM = "do we have room for llama 3.1 70b?"


@pytest.fixture
async def bot(workspace: Workspace) -> AsyncIterator[Bot]:
    """One that keeps what teams set as long as it runs."""
    settings = settings_for(workspace, GPUMEM_TEAM_SETTINGS="memory")
    async with open_bot(settings, core=the_core()) as bot:
        await bot.identity.learn()
        stop = asyncio.Event()
        running = asyncio.create_task(SocketMode(bot, workspace.app_token).run(stop))
        await workspace.connected()
        yield bot
        stop.set()
        await running


async def set_by_alice(workspace: Workspace, bot: Bot, **fields: object) -> None:
    """She administers the workspace."""
    alice = workspace.person("alice")
    form = await alice.click(await alice.open_home(), "team_edit")
    await alice.submit(form, fields)
    await settled(bot, workspace)
    assert alice.modals == []


async def test_the_cards_of_the_team_are_asked_about_everywhere(workspace: Workspace, bot: Bot):
    bruno = workspace.person("bruno")
    before = await bruno.slash(f"/gpumem {ROOM}", channel="ml")
    assert "your team has not set its cards" in await everything(before, bruno)

    await set_by_alice(workspace, bot, pool="8x H100, 2x L4")

    answers = [
        await bruno.slash(f"/gpumem {ROOM}", channel="ml"),
        await bruno.mention(ROOM, channel="ml"),
        await bruno.dm(ROOM),
        await bruno.slash("/gpumem llama 3.1 70b on our cluster", channel="ml"),
    ]
    for answer in answers:
        assert "H100 80GB" in answer.text.splitlines()[0]
        assert "Assumed: your team's cards: 8 × H100 80GB, 2 × L4" in answer.text


async def test_a_yes_names_how_many_of_them_would_do(workspace: Workspace, bot: Bot):
    await set_by_alice(workspace, bot, pool="8x H100")

    answer = await workspace.person("bruno").slash(f"/gpumem {ROOM}", channel="ml")

    assert answer.text.splitlines()[0].startswith("Yes")
    assert "of these would do" in answer.text


async def test_prices_and_defaults_count_and_the_answer_says_so(workspace: Workspace, bot: Bot):
    bruno = workspace.person("bruno")
    question = "/gpumem llama 3.1 70b on 4x H100"
    before = await bruno.slash(question, channel="ml")
    said_before = await everything(before, bruno)
    await set_by_alice(
        workspace, bot, prices="H100: 1.25", format="fp8", engine="sglang", context="12288"
    )

    after = await bruno.slash(question, channel="ml")

    assert "$5.00/h" in after.text
    assert "On demand: your team's." in after.text
    assert "$5.00/h" not in before.text
    said = await everything(after, bruno)
    for one in ("FP8 weights", "12,288 tokens of context", "SGLang with its defaults"):
        assert f"{one} (your team's default)" in said
    assert "your team's default" not in said_before


async def test_what_is_said_wins(workspace: Workspace, bot: Bot):
    await set_by_alice(workspace, bot, format="fp8", context="12288")

    bruno = workspace.person("bruno")
    answer = await bruno.slash("/gpumem llama 3.1 70b bf16 4k on 4x H100", channel="ml")

    assert answer.text.startswith("Llama 3.1 70B in BF16, 4,096 tokens")


async def test_a_refinement_stays_on_the_cards_of_the_team(workspace: Workspace, bot: Bot):
    await set_by_alice(workspace, bot, pool="8x H100", engine="sglang")
    bruno = workspace.person("bruno")
    answer = await bruno.slash(f"/gpumem {ROOM}", channel="ml")

    changed = await bruno.choose(answer, "precision", "fp8")

    said = await everything(changed, bruno)
    assert "FP8" in changed.text.splitlines()[0]
    assert "8 × H100 80GB" in changed.text.splitlines()[0]
    assert "SGLang with its defaults (your team's default)" in said


async def test_the_language_of_the_team_is_that_of_words_in_none(workspace: Workspace, bot: Bot):
    bruno = workspace.person("bruno")
    before = await bruno.slash("/gpumem llama 3.1 8b fp8", channel="ml")
    await set_by_alice(workspace, bot, language="pt")

    after = await bruno.slash("/gpumem llama 3.1 8b fp8", channel="ml")

    assert "tokens ×" in before.text
    assert before.text != after.text
    assert "em FP8" in after.text


async def test_who_does_not_administer_the_workspace_sees_and_does_not_change(
    workspace: Workspace, bot: Bot
):
    await set_by_alice(workspace, bot, pool="8x H100")

    home = str((await workspace.person("bruno").open_home()).blocks)

    assert "8 × H100 80GB" in home
    assert t("pt", "team.edit") not in home


async def test_an_error_stands_under_its_field_and_what_was_typed_stays(
    workspace: Workspace, bot: Bot
):
    alice = workspace.person("alice")
    form = await alice.click(await alice.open_home(), "team_edit")

    wrong = await alice.submit(form, {"pool": "8x H1000", "context": "4096"})

    assert list(wrong.errors) == ["pool"]
    assert "H1000" in wrong.errors["pool"]
    await alice.submit(form, {"pool": "8x H100", "context": "4096"})
    await settled(bot, workspace)
    assert "4,096" in str((await alice.open_home()).blocks)


async def test_two_forms_at_once_lose_nothing(workspace: Workspace, bot: Bot):
    alice, bruno = workspace.person("alice"), workspace.person("bruno")
    await set_by_alice(workspace, bot, editors=[bruno.id])
    first = await alice.click(await alice.open_home(), "team_edit")
    second = await bruno.click(await bruno.open_home(), "team_edit")
    await alice.submit(first, {"pool": "8x H100"})

    told = await bruno.submit(second, {"pool": "4x L40S"}, expect="view")

    assert t("pt", "team.changed_meanwhile") in str(told.blocks)
    assert "8 × H100 80GB" in str(told.blocks)
    await settled(bot, workspace)
    assert "8 × H100 80GB" in str((await bruno.open_home()).blocks)
    await bruno.submit(told, {"pool": "4x L40S"})
    await settled(bot, workspace)
    assert "4 × L40S" in str((await alice.open_home()).blocks)


async def test_reset_takes_it_all_back(workspace: Workspace, bot: Bot):
    await set_by_alice(workspace, bot, pool="8x H100")
    alice = workspace.person("alice")

    await alice.click(await alice.open_home(), "team_reset", expect="anything")
    await settled(bot, workspace)

    assert t("en", "team.nothing") in str((await alice.open_home()).blocks)


async def everything(answer: object, person: object) -> str:
    """The answer with its details."""
    opened = await person.click(answer, "details")  # type: ignore[attr-defined]
    return f"{opened.text}\n{opened.blocks}"
