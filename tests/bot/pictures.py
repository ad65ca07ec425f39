"""
Take the pictures in docs/pictures: `.venv/bin/python -m tests.bot.pictures`.

The real bot with the real core, in the local workspace, drawn by chromium. Run it again whenever
what people see has changed, and look at what it made.
"""

import asyncio
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import which
from typing import Any

from playwright.async_api import Page, async_playwright

from bot.app import Bot, open_bot, the_core
from bot.running.settings import Settings
from bot.slack.manifest import manifest
from bot.transport.socket import SocketMode
from bot.workspace import Workspace
from bot.workspace.testing import running

PICTURES = Path("docs/pictures")
LOGS = Path("tests/core/logs/data/threads.toml")
WIDTH, HEIGHT = 1200, 1700
TOP = {"x": 0, "y": 0, "width": WIDTH, "height": 760}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]

# name of the picture -> what Alice asks in #ml
ASKED = {
    "size": "70B at 16 bits?",
    "model": "llama 3.1 70b fp8 32k context 16 users on H100?",
    "does-not-fit": "does llama 3.1 70b bf16 fit on one H100?",
    "compare": "llama 3.1 8b 16 bits vs 4 bits",
    "most-users": "how many users fit with llama 3.1 8b bf16 8k on one L40S?",
    "most-context": "longest context for mistral 7b fp16 on a 24GB gpu",
    "largest-model": "what is the biggest model for an 80GB card at 16 bits?",
    "fine-tuning": "qlora llama 3.1 8b on a 16GB gpu",
    "portuguese": "cabe um 13B em 8 bits numa 4090?",
    "problem": "llama 3.1 8b bf16 on 2x H1000",
}


async def main() -> None:
    async with _workspace() as workspace, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=which("chromium"), args=FLAGS)
        page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, question in ASKED.items():
            await _answer(workspace, page, name, question)
        await _log(workspace, page)
        await _refined(workspace, page)
        await _modals(workspace, page)
        await _surfaces(page)
        await browser.close()


async def _surfaces(page: Page) -> None:
    """A card below a link, and what a step for workflows gives."""
    async with _workspace(manifest("socket", extras=("links", "workflows"))) as workspace:
        await page.set_viewport_size({"width": WIDTH, "height": 560})
        await _show(page, workspace)
        box = page.get_by_role("textbox")
        for text, seen in (
            ("has anybody tried https://huggingface.co/Qwen/Qwen3-32B ?", "with your context"),
            ("/run-step does llama 3.1 8b fp8 fit on one L4?", "came to its end"),
        ):
            await box.fill(text)
            await box.press("Enter")
            await page.get_by_text(seen).wait_for()
        await page.screenshot(path=PICTURES / "surfaces.png")
        await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


@asynccontextmanager
async def _workspace(made: dict[str, Any] | None = None) -> AsyncIterator[Workspace]:
    async with running(made) as workspace:
        settings = Settings.from_env(
            {
                "SLACK_BOT_TOKEN": workspace.bot_token,
                "SLACK_APP_TOKEN": workspace.app_token,
                "SLACK_API_URL": workspace.api_url,
            }
        )
        async with open_bot(settings, core=the_core()) as bot, _connected(bot, workspace):
            yield workspace


@asynccontextmanager
async def _connected(bot: Bot, workspace: Workspace) -> AsyncIterator[None]:
    await bot.identity.learn()
    stop = asyncio.Event()
    task = asyncio.create_task(SocketMode(bot, workspace.app_token).run(stop))
    await workspace.connected()
    yield
    stop.set()
    await task


async def _answer(workspace: Workspace, page: Page, name: str, question: str) -> None:
    await workspace.person("alice").slash(f"/gpumem {question}", channel="ml")
    await _show(page, workspace)
    await _last(page, name)


async def _log(workspace: Workspace, page: Page) -> None:
    rows = tomllib.loads(await asyncio.to_thread(LOGS.read_text, "utf-8"))["log"]
    [log] = [row["text"] for row in rows if "The model's max seq len (29000)" in row["text"]]
    text = f"llama 3.1 8b bf16 on a 3090, why?\n```{log.strip()}```"
    await workspace.person("alice").mention(text, channel="ml")
    await _show(page, workspace)
    await page.get_by_text("1 reply").last.click()
    await page.wait_for_timeout(500)
    await _last(page, "log")


async def _refined(workspace: Workspace, page: Page) -> None:
    alice = workspace.person("alice")
    answer = await alice.slash("/gpumem llama 3.1 70b fp8 32k 16 users on 4x H100", channel="ml")
    changed = await alice.click(await alice.click(answer, "details"), "kv_fp8")
    await _show(page, workspace)
    await _last(page, "refined")
    await alice.click(await alice.click(changed, "details"), "chart")
    await _show(page, workspace)
    await _last(page, "chart")


async def _modals(workspace: Workspace, page: Page) -> None:
    alice = workspace.person("alice")
    short = await alice.slash("/gpumem llama 3.1 70b fp8 32k 16 users on 4x H100", channel="ml")
    answer = await alice.click(short, "details")
    await _show(page, workspace)
    for button in ("explain", "change"):
        modal = await alice.click(answer, button)
        await page.wait_for_timeout(500)
        await page.locator(".modal").screenshot(path=PICTURES / f"{button}.png")
        await alice.close(modal)
    await alice.open_home()
    await page.goto(workspace.url)
    await page.get_by_text("Home", exact=True).first.click()
    await page.wait_for_timeout(500)
    await page.screenshot(
        path=PICTURES / "home.png", clip={"x": 0, "y": 0, "width": WIDTH, "height": 760}
    )


async def _show(page: Page, workspace: Workspace) -> None:
    await page.goto(workspace.url)
    await page.get_by_text("ml", exact=True).first.click()
    await page.wait_for_timeout(500)


async def _last(page: Page, name: str) -> None:
    await page.locator("article.message, .message").last.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
