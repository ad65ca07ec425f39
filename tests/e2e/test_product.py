"""The bot itself, with its own core, in the browser: what a newcomer does in the first minutes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.app import open_bot, the_core
from bot.transport.socket import SocketMode
from bot.workspace.server import Workspace
from tests.bot.conftest import settings_for
from tests.e2e.conftest import OpenPage
from tests.e2e.pages import go_to, keep_picture, message, messages, send

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUESTION = "/gpumem llama 3.1 70b fp8 32k context 16 users on 4x H100"
NOTHING_CONNECTED = "No bot is connected"


@asynccontextmanager
async def _running_bot(workspace: Workspace) -> AsyncIterator[None]:
    async with open_bot(
        settings_for(workspace, GPUMEM_TEAM_SETTINGS="memory"), core=the_core()
    ) as bot:
        await bot.identity.learn()
        stop = asyncio.Event()
        running = asyncio.create_task(SocketMode(bot, workspace.app_token).run(stop))
        await workspace.connected()
        try:
            yield
        finally:
            stop.set()
            await running


@pytest_asyncio.fixture(loop_scope="session")
async def product(empty_workspace: Workspace) -> AsyncIterator[Workspace]:
    async with _running_bot(empty_workspace):
        yield empty_workspace


async def _asked(page: Page) -> None:
    await send(page, QUESTION)
    await expect(message(page, "249.4 GB (232.3 GiB), 4 × H100 80GB; 2 would hold")).to_be_visible()


async def test_the_first_click_brings_the_first_answer(product: Workspace, visit: OpenPage):
    page = await visit(product)

    await page.get_by_role("button", name="/gpumem 70B at 16 bits?").click()

    answer = message(page, "70B at 16 bits: 168.0 GB (156.5 GiB)")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text("280.0 GB / 2 × 1.2 = 168.0 GB")
    await expect(answer.get_by_role("table")).to_contain_text("A100 80GB")
    await answer.get_by_role("button", name="Details").click()
    await expect(answer).to_contain_text("Rule of thumb, step by step")
    await answer.get_by_role("button", name="Less").click()
    await expect(answer).not_to_contain_text("Rule of thumb, step by step")
    await keep_picture(page, "product-first")


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        pytest.param(QUESTION, 3, id="it fits"),
        pytest.param("/gpumem cabe llama 3.1 70b bf16 numa H100?", 3, id="no, in Portuguese"),
        pytest.param("/gpumem 70B at 16 bits?", 2, id="a size holds no number of users"),
    ],
)
async def test_a_telephone_shows_what_decides_without_scrolling(
    product: Workspace, visit: OpenPage, question: str, columns: int
):
    page = await visit(product, width=375)
    await send(page, question)

    answer = messages(page).last
    table = await answer.get_by_role("group", name="Table").bounding_box()
    last = await answer.get_by_role("columnheader").nth(columns - 1).bounding_box()
    assert table is not None
    assert last is not None
    assert last["x"] + last["width"] <= table["x"] + table["width"]
    assert 1 <= await _lines_of_buttons(answer) <= 2
    await keep_picture(page, f"product-telephone-{columns}")


@pytest.mark.parametrize(
    ("question", "details", "chart"),
    [
        pytest.param(QUESTION, "Details", "Chart", id="English"),
        pytest.param(
            "/gpumem llama 3.1 70b fp8 com 32k e 16 usuários em 4x H100",
            "Detalhes",
            "Gráfico",
            id="Portuguese",
        ),
    ],
)
async def test_the_seven_buttons_of_the_details_take_two_lines_of_a_telephone(
    product: Workspace, visit: OpenPage, question: str, details: str, chart: str
):
    page = await visit(product, width=375)
    await send(page, question)

    await page.get_by_role("button", name=details).click()
    await expect(page.get_by_role("button", name=chart)).to_be_visible()

    answer = messages(page).last
    assert await answer.locator(".actions > .button").count() == 7
    assert await _lines_of_buttons(answer) == 2


async def _lines_of_buttons(answer: Locator) -> int:
    buttons = await answer.locator(".actions > .button").all()
    return len({box["y"] for one in buttons if (box := await one.bounding_box())})


async def test_an_answer_is_refined_by_its_menu(product: Workspace, visit: OpenPage):
    page = await visit(product)
    await _asked(page)

    await page.get_by_role("combobox", name="Precision").click()
    await page.get_by_role("option", name="BF16", exact=True).click()

    refined = message(page, "Precision: FP8 → BF16")
    await expect(refined).to_contain_text("4 × H100 80GB: 64.4 → 80.4 GiB per GPU")
    await expect(refined.get_by_role("combobox", name="Precision")).to_have_text("BF16")
    await expect(messages(page)).to_have_count(1)


async def test_a_form_says_what_is_wrong_in_it_and_then_changes_the_answer(
    product: Workspace, visit: OpenPage
):
    page = await visit(product)
    await _asked(page)

    await page.get_by_role("button", name="Details").click()
    await page.get_by_role("button", name="Change…").click()
    form = page.get_by_role("dialog", name="Estimate GPU memory")
    model = form.get_by_role("textbox", name="Model or size")
    await expect(model).to_have_value("Llama 3.1 70B")
    await model.fill("nosuchmodel")
    await form.get_by_role("button", name="Estimate", exact=True).click()
    await expect(form).to_contain_text("I know no model called “nosuchmodel”.")
    await keep_picture(page, "product-form")
    await model.fill("llama 3.1 8b")
    await form.get_by_role("button", name="Estimate", exact=True).click()

    await expect(form).to_have_count(0)
    await expect(message(page, "Model: Llama 3.1 70B → Llama 3.1 8B")).to_be_visible()


async def test_an_answer_is_shared_with_who_asked_it(product: Workspace, visit: OpenPage):
    page = await visit(product, at="ml")
    other = await visit(product, as_="bruno", at="ml")
    await send(page, QUESTION, "Message #ml")

    await page.get_by_role("button", name="Share to channel").click()

    await expect(message(other, "Alice Moreau asked: ")).to_be_visible()
    await expect(messages(page)).to_have_count(1)
    await expect(page.get_by_text("Only visible to you")).to_have_count(0)
    await keep_picture(other, "product-shared")


async def test_a_thread_is_followed_up(product: Workspace, visit: OpenPage):
    page = await visit(product, at="ml")
    await send(page, "@gpumem does llama 3.1 70b bf16 fit on one H100?", "Message #ml")

    await page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary")
    await expect(thread).to_contain_text("No: Llama 3.1 70B in BF16")
    await send(page, "@gpumem and in fp8?", "Reply")

    await expect(thread).to_contain_text("Precision: BF16 → FP8")


async def test_the_home_tab_speaks_the_persons_language_and_opens_the_calculator(
    product: Workspace, visit: OpenPage
):
    page = await visit(product, as_="bruno")

    await go_to(page, "Home")
    await page.get_by_role("button", name="Abrir a calculadora").click()

    await expect(page.get_by_role("dialog", name="Estimar memória de GPU")).to_be_visible()
    await keep_picture(page, "product-home")


async def test_a_team_sets_its_cards_and_asks_whether_there_is_room(
    product: Workspace, visit: OpenPage
):
    page = await visit(product)
    await go_to(page, "Home")
    await page.get_by_role("button", name="Edit", exact=True).click()
    form = page.get_by_role("dialog", name="Team settings")
    cards = form.get_by_role("textbox", name="Cards you have")
    await cards.fill("8x H1000")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_contain_text("H1000")
    await cards.fill("8x H100")
    await form.get_by_role("textbox", name="US dollars per GPU and hour").fill("H100: 2.50")
    await keep_picture(page, "product-team-form")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_have_count(0)
    await expect(page.get_by_text("Cards: 8 × H100 80GB")).to_be_visible()
    await keep_picture(page, "product-team")

    await go_to(page, "ml")
    await send(page, "/gpumem do we have room for llama 3.1 70b?", "Message #ml")

    answer = message(page, "2 × H100 80GB of these would do.")
    await expect(answer).to_contain_text("your team's cards: 8 × H100 80GB")
    await expect(answer.get_by_role("table")).to_contain_text("$20.00/h")


async def test_the_shortcut_answers_in_the_direct_messages(product: Workspace, visit: OpenPage):
    page = await visit(product)

    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Estimate GPU memory").click()
    form = page.get_by_role("dialog", name="Estimate GPU memory")
    await form.get_by_role("textbox", name="Model or size").fill("llama 3.1 8b")
    await form.get_by_role("button", name="Estimate", exact=True).click()
    await expect(form).to_contain_text("The whole answer is in our direct messages.")
    await form.get_by_role("button", name="Close").last.click()

    await expect(message(page, "Llama 3.1 8B in BF16, 8,192 tokens × 1")).to_be_visible()


async def test_the_page_tells_that_the_bot_is_away_and_goes_on_when_it_is_back(
    empty_workspace: Workspace, visit: OpenPage
):
    async with _running_bot(empty_workspace):
        page = await visit(empty_workspace)
        await _asked(page)
    await expect(page.get_by_role("status")).to_contain_text(NOTHING_CONNECTED)

    async with _running_bot(empty_workspace):
        await expect(page.get_by_role("status")).to_have_count(0)
        await page.get_by_role("button", name="Details").click()
        await page.get_by_role("button", name="KV in FP8").click()

        await expect(message(page, "KV cache: 16 bits → FP8")).to_be_visible()
