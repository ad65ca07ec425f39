"""
Take the pictures in docs/pictures: `.venv/bin/python -m tests.bot.pictures`.

The real bot with the real core, in the local workspace, drawn by chromium: at 1280 pixels, and what
people see most at 375 and in the dark as well. Run it again whenever
what people see has changed, and look at what it made.
"""

import asyncio
import tomllib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from tempfile import mkdtemp
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from bot.app import Bot, open_bot, the_core
from bot.running.settings import Settings
from bot.slack.manifest import manifest
from bot.transport.socket import SocketMode
from bot.workspace import Workspace
from bot.workspace.testing import running
from tests.bot.hub.local_hub import LocalHub, Repository, safetensors, serve
from tests.bot.hub.test_hub import TENSORS, config
from tests.e2e.pages import open_page

PICTURES = Path("docs/pictures")
LOGS = Path("tests/core/logs/data/threads.toml")
HEIGHT = 2600  # so that the longest message is seen whole
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
# what is added to a name -> width in pixels, theme
DESKTOP = {"": (1280, "light")}
EVERYWHERE = {
    **DESKTOP,
    "-dark": (1280, "dark"),
    "-phone": (375, "light"),
    "-phone-dark": (375, "dark"),
}
MAIN = ("size", "model", "does-not-fit", "portuguese")  # as all of these

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
        camera = Camera(workspace, browser)
        alice = workspace.person("alice")
        for name, question in ASKED.items():
            await alice.slash(f"/gpumem {question}", channel="ml")
            await camera.message(name, EVERYWHERE if name in MAIN else DESKTOP)
        await _log(workspace, camera)
        await _refined(workspace, camera)
        await _modals(workspace, camera)
        await _surfaces(browser)
        await _hub(browser)
        await browser.close()


@dataclass(frozen=True, slots=True)
class Camera:
    """Takes what Alice sees, in every size and theme that is wanted."""

    workspace: Workspace
    browser: Browser

    async def message(self, name: str, variants: dict[str, tuple[int, str]]) -> None:
        """The last message in #ml."""
        await self._take(name, variants, "ml", "article.message, .message")

    async def modal(self, name: str) -> None:
        """The modal that is open."""
        await self._take(name, DESKTOP, "ml", ".modal")

    async def home(self) -> None:
        """The home tab."""
        await self._take("home", DESKTOP, "home", "main")

    @asynccontextmanager
    async def page(
        self, at: str, *, width: int = 1280, height: int = HEIGHT, theme: str = "light"
    ) -> AsyncIterator[Page]:
        """What Alice sees of a place."""
        async with AsyncExitStack() as stack:
            size = {"width": width, "height": height}
            page = await open_page(
                self.browser, stack, [], self.workspace, at=at, theme=theme, **size
            )
            await page.wait_for_timeout(300)
            yield page

    async def _take(
        self, name: str, variants: dict[str, tuple[int, str]], at: str, selector: str
    ) -> None:
        height = 900 if at == "home" else HEIGHT
        for suffix, (width, theme) in variants.items():
            async with self.page(at, width=width, height=height, theme=theme) as page:
                await page.locator(selector).last.screenshot(path=PICTURES / f"{name}{suffix}.png")


@asynccontextmanager
async def _workspace(made: dict[str, Any] | None = None, **more: str) -> AsyncIterator[Workspace]:
    """With the bot in it; *more* are settings."""
    async with running(made) as workspace:
        settings = Settings.from_env(
            {
                "SLACK_BOT_TOKEN": workspace.bot_token,
                "SLACK_APP_TOKEN": workspace.app_token,
                "SLACK_API_URL": workspace.api_url,
                **more,
            }
        )
        async with open_bot(settings, core=the_core({})) as bot, _connected(bot, workspace):
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


async def _log(workspace: Workspace, camera: Camera) -> None:
    """In a thread."""
    rows = tomllib.loads(await asyncio.to_thread(LOGS.read_text, "utf-8"))["log"]
    [log] = [row["text"] for row in rows if "The model's max seq len (29000)" in row["text"]]
    text = f"llama 3.1 8b bf16 on a 3090, why?\n```{log.strip()}```"
    await workspace.person("alice").mention(text, channel="ml")
    async with camera.page("ml") as page:
        await page.get_by_text("1 reply").last.click()
        await page.wait_for_timeout(500)
        seen = page.locator("article.message, .message").last
        await seen.screenshot(path=PICTURES / "log.png")


async def _surfaces(browser: Browser) -> None:
    """A card below a link, and what a step for workflows gives."""
    async with (
        _workspace(manifest("socket", extras=("links", "workflows"))) as workspace,
        Camera(workspace, browser).page("ml", height=560) as page,
    ):
        box = page.get_by_role("textbox")
        for text, seen in (
            ("has anybody tried https://huggingface.co/Qwen/Qwen3-32B ?", "with your context"),
            ("/run-step does llama 3.1 8b fp8 fit on one L4?", "came to its end"),
        ):
            await box.fill(text)
            await box.press("Enter")
            await page.get_by_text(seen).wait_for()
        await page.screenshot(path=PICTURES / "surfaces.png")


async def _hub(browser: Browser) -> None:
    """A repository that only a hub knows, here one on this machine."""
    files = {"config.json": config(), "model.safetensors": safetensors(TENSORS)}
    with serve(LocalHub({"acme/Own-7B": Repository(files)})) as address:
        async with (
            _workspace(HF_ENDPOINT=address, GPUMEM_CACHE=mkdtemp()) as workspace,
            Camera(workspace, browser).page("ml", height=620) as page,
        ):
            box = page.get_by_role("textbox")
            await box.fill("/gpumem acme/Own-7B 4k 8 users on one L4?")
            await box.press("Enter")
            await page.get_by_text("Own-7B in BF16").first.wait_for()
            await page.screenshot(path=PICTURES / "hub.png")


async def _refined(workspace: Workspace, camera: Camera) -> None:
    alice = workspace.person("alice")
    answer = await alice.slash(f"/gpumem {ASKED['model']}", channel="ml")
    details = await alice.click(answer, "details")
    await camera.message("details", EVERYWHERE)
    changed = await alice.click(details, "kv_fp8")
    await camera.message("refined", DESKTOP)
    await alice.click(await alice.click(changed, "details"), "chart")
    await camera.message("chart", DESKTOP)


async def _modals(workspace: Workspace, camera: Camera) -> None:
    alice = workspace.person("alice")
    answer = await alice.slash(f"/gpumem {ASKED['model']}", channel="ml")
    details = await alice.click(answer, "details")
    for button in ("explain", "change"):
        modal = await alice.click(details, button)
        await camera.modal(button)
        await alice.close(modal)
    await alice.open_home()
    await camera.home()


if __name__ == "__main__":
    asyncio.run(main())
