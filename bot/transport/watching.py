"""A port of its own for what watches the bot: Prometheus, and probes over a socket, too."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.app import Bot
from bot.transport.server import listen

__all__ = ["listen", "watched_on"]


@asynccontextmanager
async def watched_on(bot: Bot, bound: socket.socket, stop: asyncio.Event) -> AsyncIterator[None]:
    """Meanwhile /metrics, /livez and /readyz are answered on *bound*, to whoever asks."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        match request.path:
            case "/metrics":
                return web.Response(text=bot.metrics.render())
            case "/livez":
                return web.Response(text="alive\n")
            case "/readyz" if bot.identity.is_known and not stop.is_set():
                return web.Response(text="ready\n")
            case "/readyz":
                return web.Response(status=503, text="not ready\n")
            case _:
                return web.Response(status=404, text="There is nothing here.\n")

    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.SockSite(runner, bound).start()
        yield
    finally:
        await runner.cleanup()
