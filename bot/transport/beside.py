"""What listens beside Slack, each on a port of its own where one is set for it."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import copy_context

from pydantic import SecretStr

from bot.app import Bot
from bot.conversation.asking import Core
from bot.conversation.team_settings import of_request
from bot.running.settings import Settings, SettingsError

_logger = logging.getLogger("gpumem.start")


@asynccontextmanager
async def beside(
    bot: Bot, core: Core, settings: Settings, stop: asyncio.Event
) -> AsyncIterator[None]:
    """Meanwhile what watches the bot, and other programs that ask it, are answered."""
    async with AsyncExitStack() as stack:
        if settings.metrics_port is not None:
            from bot.transport.watching import watched_on

            bound = _listen(settings.host, settings.metrics_port, "GPUMEM_METRICS_PORT")
            _logger.info("Metrics on %s/metrics", _address(bound))
            await stack.enter_async_context(watched_on(bot, bound, stop))
        if settings.mcp_port is not None:
            await stack.enter_async_context(_asked_by_programs(bot, core, settings, stop))
        if settings.api_port is not None:
            await stack.enter_async_context(_asked_over_http(bot, core, settings, stop))
        yield


@asynccontextmanager
async def _asked_by_programs(
    bot: Bot, core: Core, settings: Settings, stop: asyncio.Event
) -> AsyncIterator[None]:
    """The MCP server."""
    from bot.mcp.server import new_server
    from bot.mcp.tools import Tools
    from bot.transport import mcp

    bound = _listen(settings.host, settings.mcp_port or 0, "GPUMEM_MCP_PORT")
    _logger.info("MCP on %s%s", _address(bound), mcp.PATH)
    serving = mcp.serve(
        new_server(Tools(core, bot.lookups)),
        bound,
        stop,
        limits=bot.limits,
        metrics=bot.metrics,
        report=bot.report,
        token=_plain(settings.mcp_token),
        signing_secret=_plain(settings.signing_secret),
        on_loopback=settings.host.startswith("127."),
    )
    async with _meanwhile(bot, serving, bound, stop):
        yield


@asynccontextmanager
async def _asked_over_http(
    bot: Bot, core: Core, settings: Settings, stop: asyncio.Event
) -> AsyncIterator[None]:
    """`GET /v1/estimate`."""
    from bot.transport import api

    bound = _listen(settings.host, settings.api_port or 0, "GPUMEM_API_PORT")
    _logger.info("Estimates on %s%s", _address(bound), api.ESTIMATE)
    serving = api.serve(
        core,
        bot.lookups,
        bound,
        stop,
        limits=bot.limits,
        metrics=bot.metrics,
        report=bot.report,
        token=_plain(settings.api_token),
        on_loopback=settings.host.startswith("127."),
    )
    async with _meanwhile(bot, serving, bound, stop):
        yield


@asynccontextmanager
async def _meanwhile(
    bot: Bot, answering: Coroutine[None, None, None], bound: socket.socket, stop: asyncio.Event
) -> AsyncIterator[None]:
    """Programs are answered by *answering*, as nobody of a workspace."""
    asked_for = copy_context()
    asked_for.run(of_request.set, await bot.team_settings.of_programs())
    serving = asyncio.create_task(answering, context=asked_for)
    try:
        yield
    finally:
        stop.set()
        await serving
        bound.close()


def _listen(host: str, port: int, variable: str) -> socket.socket:
    from bot.transport.server import listen

    try:
        return listen(host, port)
    except OSError as error:
        raise SettingsError(
            variable,
            f"is {port}, where this machine cannot listen ({error.strerror}): set it to a free"
            " port.",
        ) from None


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://{host}:{port}"


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
