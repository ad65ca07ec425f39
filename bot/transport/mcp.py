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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import hdrs, web
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from bot.running.limits import Limits
from bot.running.metrics import Metrics
from bot.transport.asgi import App, asked
from bot.transport.body import BODY_WITHIN, TooLargeError, read_body
from bot.transport.connections import Connections
from bot.transport.gate import MOST, Gate
from bot.transport.server import answer_on
from bot.transport.signature import is_signed_by_slack

PATH = "/mcp"
LARGEST_BODY = 256 << 10


@dataclass(frozen=True, slots=True)
class Door:
    """Lets through to *app* what may ask. *open* without proof: only where it is on loopback."""

    app: App
    gate: Gate
    open: bool
    signing_secret: str | None = None
    body_within: float = BODY_WITHIN

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        return self.gate.count(await self._answer(request))

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
        answer = partial(asked, self.app, request, body)
        return await self.gate.let_in(request, self._who(request, body), answer, _refused)

    def _who(self, request: web.BaseRequest, body: bytes) -> str | None:
        """Whose limit it counts on; None for nobody who may ask."""
        if shown := self.gate.shown_by(request):
            return shown
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
    gate = Gate("mcp", limits, metrics, report, token, Connections(MOST))
    door = Door(app, gate, on_loopback, signing_secret, body_within)
    async with app.router.lifespan_context(app):
        await answer_on(bound, door, stop, gate.connections)


def _refused(status: int, why: str, headers: Mapping[str, str] | None = None) -> web.Response:
    said = web.Response(
        status=status,
        text=json.dumps({"error": why}),
        content_type="application/json",
        headers=headers,
    )
    if status in {405, 408, 413}:  # the rest of the request may still be coming
        said.force_close()
    return said
