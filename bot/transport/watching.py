"""A port of its own for what watches the bot: Prometheus, and probes over a socket, too."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.app import Bot
from bot.transport.connections import Connections
from bot.transport.server import answer_on, listen

__all__ = ["listen", "watched_on"]

MOST = 100  # connections at once


@asynccontextmanager
async def watched_on(bot: Bot, bound: socket.socket, stop: asyncio.Event) -> AsyncIterator[None]:
    """Meanwhile /metrics, /livez and /readyz are answered on *bound*, to whoever asks."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if request.method not in {"GET", "HEAD"}:
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
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

    ending = asyncio.Event()  # while the bot finishes what it does, it is still watched
    serving = asyncio.create_task(answer_on(bound, answer, ending, Connections(MOST)))
    try:
        yield
    finally:
        ending.set()
        await serving
