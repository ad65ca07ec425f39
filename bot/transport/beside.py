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
            bound = _listen(settings.host, settings.mcp_port, "GPUMEM_MCP_PORT")
            serving = _mcp(bot, core, settings, bound, stop)
            await stack.enter_async_context(_meanwhile(bot, serving, bound, stop))
        if settings.api_port is not None:
            bound = _listen(settings.host, settings.api_port, "GPUMEM_API_PORT")
            serving = _estimates(bot, core, settings, bound, stop)
            await stack.enter_async_context(_meanwhile(bot, serving, bound, stop))
        yield


def _mcp(
    bot: Bot, core: Core, settings: Settings, bound: socket.socket, stop: asyncio.Event
) -> Coroutine[None, None, None]:
    """The MCP server."""
    from bot.mcp.server import new_server
    from bot.mcp.tools import Tools
    from bot.transport import mcp

    _logger.info("MCP on %s%s", _address(bound), mcp.PATH)
    return mcp.serve(
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


def _estimates(
    bot: Bot, core: Core, settings: Settings, bound: socket.socket, stop: asyncio.Event
) -> Coroutine[None, None, None]:
    """`GET /v1/estimate`."""
    from bot.transport import api

    _logger.info("Estimates on %s%s", _address(bound), api.ESTIMATE)
    return api.serve(
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
