"""Serve the bot over HTTP with aiohttp, until told to stop."""

import asyncio
import errno
import logging
import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.app import Bot
from bot.slack.access import of_request
from bot.transport.connections import Connections
from bot.transport.http import PATH, Gate, Handler
from bot.transport.seldom import Seldom

__all__ = ["PATH", "answer_on", "gate", "listen", "most_connections", "serve"]

BACKLOG = 1024  # connections that the machine keeps for us until we take them
MOST = 1000  # connections at once, where the process may open that many files and more
IDLE = 75.0  # seconds; longer than proxies keep a connection, so that they are who closes it
DRAIN = 2.0  # seconds for the rest of a body that was refused
FINISH = 2.0  # seconds for requests that are being answered when we stop
EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
BREATH = 0.1  # seconds until we look again where the machine was exhausted

_logger = logging.getLogger("gpumem.http")


async def serve(
    bot: Bot,
    signing_secret: str,
    bound: socket.socket,
    stop: asyncio.Event,
    *,
    measures: bool = True,
) -> None:
    """Answer Slack on *bound* until *stop*; with *measures* /metrics too."""
    connections = Connections(most_connections())
    handler = gate(bot, signing_secret, stop, connections, measures=measures)
    await answer_on(bound, handler, stop, connections)


def gate(
    bot: Bot,
    signing_secret: str,
    stop: asyncio.Event,
    connections: Connections,
    *,
    measures: bool = True,
) -> Handler:
    """Our layer, then Bolt. Not ready before `auth.test` and after *stop*."""

    async def bolt(request: web.BaseRequest, body: str) -> web.StreamResponse:
        of_request.set(None)  # the connection may have carried another request before
        with connections.answering(request.protocol):
            asked = AsyncBoltRequest(
                body=body, query=request.query_string, headers=dict(request.headers)
            )
            return await to_aiohttp_response(await bot.requests.answer(asked))

    return Gate(
        bolt,
        signing_secret=signing_secret,
        metrics=bot.metrics,
        report=bot.report,
        is_ready=lambda: bot.identity.is_known and not stop.is_set(),
        pages=_pages(bot),
        measures=measures,
    )


def _pages(bot: Bot) -> dict[str, Handler]:
    if bot.flow is None:
        return {}
    from bot.transport.install import pages  # only many workspaces need it

    return pages(bot.flow, bot.metrics)


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections, not yet served; OSError where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(BACKLOG)  # who comes before we serve is kept waiting, not turned away
        bound.setblocking(False)
    except OSError:
        bound.close()
        raise
    return bound


def most_connections() -> int:
    """Half of the files that the process may open: the rest is for Slack's API and the logs."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if files == resource.RLIM_INFINITY else max(1, min(MOST, files // 2))


async def answer_on(
    bound: socket.socket, handler: Handler, stop: asyncio.Event, connections: Connections
) -> None:
    """Let *handler* answer on *bound* until *stop*; requests that have begun are finished."""
    server = _Server(handler, connections)
    accepting = asyncio.create_task(_accept(server, bound, connections))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({accepting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        accepting.cancel()
        with suppress(asyncio.CancelledError):
            await accepting
        bound.close()
        server.pre_shutdown()
        await server.shutdown(FINISH)


async def _accept(server: web.Server, bound: socket.socket, connections: Connections) -> None:
    """
    Take one connection after the other, as many as there is room for.

    asyncio's own server takes all that come. Where descriptors run out it logs a thousand
    tracebacks a second, and whoever holds them keeps everybody else out.
    """
    loop = asyncio.get_running_loop()
    exhausted = Seldom(_logger.warning)
    while True:
        try:
            one, _ = await loop.sock_accept(bound)
        except OSError as error:
            if error.errno in EXHAUSTED:
                exhausted.say(f"No connection can be taken: {error.strerror}.")
                connections.drop_longest_waiting()
                await asyncio.sleep(BREATH)
            continue
        with _closed_on_failure(one):
            await connections.room()
            await loop.connect_accepted_socket(server, one)


@contextmanager
def _closed_on_failure(one: socket.socket) -> Iterator[None]:
    try:
        yield
    except OSError:  # it is gone again
        one.close()
    except BaseException:
        one.close()
        raise


class _Server(web.Server):
    """aiohttp's, which tells *connections* who comes, asks and goes."""

    def __init__(self, handler: Handler, connections: Connections) -> None:
        async def asked(request: web.BaseRequest) -> web.StreamResponse:
            connections.asked(request.protocol)
            return await handler(request)

        super().__init__(
            asked,
            keepalive_timeout=IDLE,
            lingering_time=DRAIN,
            auto_decompress=False,  # what is signed is what was sent
            access_log=None,  # the path says nothing, and the rest is nobody's business
            logger=_quiet(),
        )
        self._seats = connections

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        self._seats.opened(handler)

    def connection_lost(
        self, handler: web.RequestHandler, exc: BaseException | None = None
    ) -> None:
        super().connection_lost(handler, exc)
        self._seats.closed(handler)


def _quiet() -> logging.Logger:
    """A logger for aiohttp that drops its tracebacks over requests that are no HTTP."""
    logger = logging.getLogger("gpumem.http.aiohttp")
    logger.addFilter(_is_no_fault_of_the_client)
    return logger


def _is_no_fault_of_the_client(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError | web.RequestPayloadError | ConnectionError)
