"""What the browser tests do with a page."""

import os
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request

from bot.workspace.server import Workspace

PATIENCE = 10_000  # ms; a busy machine is slow, and a good answer still comes within milliseconds


async def open_page(
    browser: Browser,
    stack: AsyncExitStack,
    complaints: list[str],
    workspace: Workspace,
    *,
    as_: str = "alice",
    at: str = "",
    width: int = 1280,
    height: int = 800,
    theme: str = "light",
    state: dict[str, Any] | None = None,
) -> Page:
    """
    The page as one person sees it, in a fresh profile.

    *at* is a channel's name, "home", or empty for where one begins; *state*
    overrides parts of what the server says, for what no app can bring about.
    """
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",  # nobody watches
        locale="en-US",
    )
    context.set_default_timeout(PATIENCE)
    stack.push_async_callback(context.close)
    page = await context.new_page()
    page.on("console", lambda message: _note_console(complaints, message))
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    page.on("request", lambda request: _note_request(complaints, workspace, request))
    if state is not None:
        await page.route("**/page/state*", lambda route: _with_state(route, state))
    person = workspace.person(as_)
    await page.goto(f"{workspace.url}/?as={person.id}#{_place(workspace, at)}")
    await page.get_by_role("main").wait_for()
    return page


def composer(page: Page, label: str = "Message gpumem") -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


async def send(page: Page, text: str, label: str = "Message gpumem") -> None:
    """Type the text and press Enter, as a person does."""
    await composer(page, label).fill(text)
    await composer(page, label).press("Enter")


def messages(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("article")


def message(page: Page, text: str) -> Locator:
    """The messages that contain this text."""
    return messages(page).filter(has_text=text)


async def go_to(page: Page, place: str) -> None:
    """Open a place of the sidebar."""
    sidebar = page.get_by_role("navigation", name="Channels and conversations")
    await sidebar.get_by_role("button", name=place).first.click()


async def keep_picture(page: Page, name: str) -> None:
    """Save what the page looks like into the folder GPUMEM_SCREENSHOTS, if that is set."""
    folder = os.environ.get("GPUMEM_SCREENSHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png")


def _place(workspace: Workspace, at: str) -> str:
    channel = workspace.world.state.find_channel(at) if at else None
    return channel.id if channel else at


async def _with_state(route: Any, state: dict[str, Any]) -> None:
    response = await route.fetch()
    await route.fulfill(response=response, json={**await response.json(), **state})


def _note_console(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        complaints.append(f"console {message.type}: {message.text}")


def _note_request(complaints: list[str], workspace: Workspace, request: Request) -> None:
    if not request.url.startswith((workspace.url, "data:")):
        complaints.append(f"request to {request.url}")
