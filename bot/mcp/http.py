"""
`/mcp` over HTTP, on a port of its own, stateless: any replica can answer any request.

Nobody who is not on this machine may ask without showing who they are: a request that Slack signed
(the Slackbot client with Slack identity auth), or the token of GPUMEM_MCP_TOKEN.
"""

import asyncio
import hmac
import json
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from slack_sdk.signature import SignatureVerifier

from bot.running.limits import Limits
from bot.running.metrics import Metrics

PATH = "/mcp"
LARGEST_BODY = 256 << 10
FINISH = 3  # seconds for what is being answered when we stop
IDLE = 15  # seconds that a connection may say nothing

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Door:
    """Lets through what may ask. *open* without proof: only where it listens on loopback."""

    app: App
    limits: Limits
    metrics: Metrics
    open: bool
    token: str | None = None
    signing_secret: str | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = await _body(receive)
        if body is None:
            await self._refuse(send, 413, "The request is larger than 256 KiB.")
            return
        headers = {
            name.decode("latin-1"): text.decode("latin-1") for name, text in scope["headers"]
        }
        who = self._who(headers, body, scope)
        if who is None:
            await self._refuse(send, 401, "Show the token of GPUMEM_MCP_TOKEN as a bearer token.")
        elif await self.limits.exceeded("mcp", who):
            await self._refuse(send, 429, "That was a lot at once. Ask again in a minute.")
        else:
            self.metrics.received("mcp", 200)
            await self.app(scope, _again(body, receive), send)

    def _who(self, headers: dict[str, str], body: bytes, scope: Scope) -> str | None:
        """Whose limit it counts on; None for nobody who may ask."""
        given = headers.get("authorization", "")
        if self.token and hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode()):
            return "token"
        if self.signing_secret and _is_signed(self.signing_secret, headers, body):
            return "slack"
        client = scope.get("client") or ("?", 0)
        return str(client[0]) if self.open else None

    async def _refuse(self, send: Send, status: int, why: str) -> None:
        self.metrics.received("mcp", status)
        body = json.dumps({"error": why}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        if status == 401:
            headers.append((b"www-authenticate", b"Bearer"))
        if status == 429:
            headers.append((b"retry-after", b"60"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class _Server(uvicorn.Server):
    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        """They are the bot's."""
        return nullcontext()


async def serve(
    server: MCPServer[Any],
    bound: socket.socket,
    stop: asyncio.Event,
    *,
    limits: Limits,
    metrics: Metrics,
    token: str | None = None,
    signing_secret: str | None = None,
    on_loopback: bool,
) -> None:
    """
    Answer on *bound* until *stop*. *on_loopback* nobody has to show who they are, and only the
    names of this machine are taken: a page in a browser could ask by another.
    """
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
    door = Door(app, limits, metrics, on_loopback, token, signing_secret)
    config = uvicorn.Config(
        door,
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=FINISH,
        limit_concurrency=200,
    )
    running = _Server(config)
    serving = asyncio.create_task(running.serve([bound]))
    await stop.wait()
    running.should_exit = True
    with suppress(asyncio.CancelledError):
        await serving


def _is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    stamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not (stamp.isdigit() and signature):
        return False
    return SignatureVerifier(secret).is_valid(body=body, timestamp=stamp, signature=signature)


async def _body(receive: Receive) -> bytes | None:
    """All of it; None where it is too large, or ends early."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if not message.get("more_body"):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, for who comes next; then what the connection says."""
    given = False

    async def next_message() -> MutableMapping[str, Any]:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_message
