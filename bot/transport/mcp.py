"""
`/mcp` over HTTP, on a port of its own, stateless: any replica can answer any request.

Nobody who is not on this machine may ask without showing who they are: a request that Slack signed
(the Slackbot client with Slack identity auth), or the token of GPUMEM_MCP_TOKEN.
"""

import asyncio
import json
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import hdrs, web
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from bot.running.limits import Limits
from bot.running.metrics import Metrics
from bot.transport.asgi import App, asked
from bot.transport.body import BODY_WITHIN, TooLargeError, read_body
from bot.transport.connections import Connections
from bot.transport.proof import shows_token
from bot.transport.server import answer_on
from bot.transport.signature import is_signed_by_slack

PATH = "/mcp"
LARGEST_BODY = 256 << 10
MOST = 200  # connections at once


@dataclass(frozen=True, slots=True)
class Door:
    """Lets through to *app* what may ask. *open* without proof: only where it is on loopback."""

    app: App
    limits: Limits
    metrics: Metrics
    report: Callable[[Exception], object]
    connections: Connections
    open: bool
    token: str | None = None
    signing_secret: str | None = None
    body_within: float = BODY_WITHIN

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        response = await self._answer(request)
        self.metrics.received("mcp", response.status)
        return response

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path != PATH:
            return _refused(404, "There is nothing here.")
        if request.method != "POST":  # nothing is told that was not asked: there is no stream
            return _refused(405, "Only POST is answered here.", {hdrs.ALLOW: "POST"})
        try:
            async with asyncio.timeout(self.body_within):
                body = await read_body(request, LARGEST_BODY)
        except TimeoutError:
            return _refused(408, "The body took too long to arrive.")
        except TooLargeError:
            return _refused(413, "The request is larger than 256 KiB.")
        except web.RequestPayloadError:
            return _refused(400, "The body is not what its headers announce.")
        return await self._let_in(request, body)

    async def _let_in(self, request: web.BaseRequest, body: bytes) -> web.StreamResponse:
        who = self._who(request, body)
        if who is None:
            why = "Show the token of GPUMEM_MCP_TOKEN as a bearer token."
            return _refused(401, why, {hdrs.WWW_AUTHENTICATE: "Bearer"})
        if await self.limits.exceeded("mcp", who):
            why = "That was a lot at once. Ask again in a minute."
            return _refused(429, why, {hdrs.RETRY_AFTER: "60"})
        try:
            with self.connections.answering(request.protocol):
                return await asked(self.app, request, body)
        except Exception as error:
            self.report(error)
            return _refused(500, "Something went wrong on this side.")

    def _who(self, request: web.BaseRequest, body: bytes) -> str | None:
        """Whose limit it counts on; None for nobody who may ask."""
        if shows_token(request, self.token):
            return "token"
        if self.signing_secret and is_signed_by_slack(
            request, body, self.signing_secret, time.time()
        ):
            return "slack"
        return request.remote if self.open else None


async def serve(
    server: MCPServer[Any],
    bound: socket.socket,
    stop: asyncio.Event,
    *,
    limits: Limits,
    metrics: Metrics,
    report: Callable[[Exception], object],
    token: str | None = None,
    signing_secret: str | None = None,
    on_loopback: bool,
    body_within: float = BODY_WITHIN,
) -> None:
    """
    Answer on *bound* until *stop*. *on_loopback* nobody has to show who they are, and only the
    names of this machine are taken: a page in a browser could ask by another.
    """
    # In its warnings it repeats the name by which somebody asked.
    logging.getLogger("mcp.server.transport_security").setLevel(logging.ERROR)
    host, port = bound.getsockname()[:2]
    allowed = [f"{host}:{port}", f"localhost:{port}"]
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=LARGEST_BODY,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=on_loopback, allowed_hosts=allowed
        ),
    )
    connections = Connections(MOST)
    door = Door(
        app,
        limits,
        metrics,
        report,
        connections,
        open=on_loopback,
        token=token,
        signing_secret=signing_secret,
        body_within=body_within,
    )
    async with app.router.lifespan_context(app):
        await answer_on(bound, door, stop, connections)


def _refused(status: int, why: str, headers: dict[str, str] | None = None) -> web.Response:
    said = web.Response(
        status=status,
        text=json.dumps({"error": why}),
        content_type="application/json",
        headers=headers,
    )
    if status in {405, 408, 413}:  # the rest of the request may still be coming
        said.force_close()
    return said
