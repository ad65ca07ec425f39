"""
The layer before Bolt over HTTP.

It lets nothing through that is too large, too old or not signed by Slack, and answers the three
routes that the machinery around the bot asks: is it alive, is it ready, what has it done.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from bot.running.metrics import Metrics
from bot.transport.payload import what_is_wrong
from bot.transport.signature import is_signed

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]

PATH = "/slack/events"  # events, commands and interactions all come here
MAX_BODY = 1024 * 1024  # bytes
BODY_WITHIN = 10.0  # seconds for the whole body to arrive


class Gate:
    """An ASGI app in front of *inside*, which is Bolt's."""

    def __init__(
        self,
        inside: App,
        *,
        signing_secret: str,
        metrics: Metrics,
        is_ready: Callable[[], bool],
        report: Callable[[Exception], object],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._inside = inside
        self._secret = signing_secret
        self._metrics = metrics
        self._is_ready = is_ready
        self._report = report
        self._now = now

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _lifespan(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        if path == PATH and method == "POST":
            await self._slack(scope, receive, send)
        elif path == PATH:
            await _say(send, 405, "Only POST is answered here.", allow="POST")
        elif path not in {"/livez", "/readyz", "/metrics"}:
            await _say(send, 404, "There is nothing here.")
        elif method not in {"GET", "HEAD"}:
            await _say(send, 405, "Only GET is answered here.", allow="GET, HEAD")
        elif path == "/livez":
            await _say(send, 200, "alive")
        elif path == "/readyz" and self._is_ready():
            await _say(send, 200, "ready")
        elif path == "/readyz":
            await _say(send, 503, "not ready")
        else:
            await _say(send, 200, self._metrics.render())

    async def _slack(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = _Headers(scope["headers"])
        try:
            body = await asyncio.wait_for(_read(headers, receive), BODY_WITHIN)
        except TimeoutError:
            await self._refuse(send, 408, "The body took too long to arrive.")
        except _TooLargeError:
            await self._refuse(send, 413, f"The body is larger than {MAX_BODY} bytes.")
        except ConnectionError:
            return  # whoever asked is gone
        else:
            await self._checked(scope, headers, body, send)

    async def _checked(self, scope: Message, headers: "_Headers", body: bytes, send: Send) -> None:
        if not is_signed(
            self._secret,
            body,
            timestamp=headers.one(b"x-slack-request-timestamp"),
            signature=headers.one(b"x-slack-signature"),
            now=self._now(),
        ):
            await self._refuse(send, 401, "The request is not signed by Slack, or is too old.")
        elif wrong := what_is_wrong(body, headers.text(b"content-type")):
            await self._refuse(send, 400, wrong)
        else:
            await self._bolt(scope, body, send)

    async def _bolt(self, scope: Message, body: bytes, send: Send) -> None:
        started = False

        async def counting(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._metrics.received("http", message["status"])
            await send(message)

        try:
            await self._inside(scope, _again(body), counting)
        except Exception as error:  # our errors are caught inside: this body is none of Slack's
            self._report(error)
            if not started:
                await self._refuse(send, 400, "The body is not what Slack sends.")

    async def _refuse(self, send: Send, status: int, sentence: str) -> None:
        self._metrics.received("http", status)
        await _say(send, status, sentence)


class _TooLargeError(Exception):
    pass


class _Headers:
    """Raw headers, by lower-case name."""

    def __init__(self, raw: list[tuple[bytes, bytes]]) -> None:
        self._raw = raw

    def one(self, name: bytes) -> bytes | None:
        """The value; nothing where it is missing or given twice, which is no way to sign."""
        values = [value for key, value in self._raw if key.lower() == name]
        return values[0] if len(values) == 1 else None

    def text(self, name: bytes) -> str:
        return (self.one(name) or b"").decode("latin-1")


async def _read(headers: _Headers, receive: Receive) -> bytes:
    announced = headers.one(b"content-length") or b"0"
    if announced.isdigit() and int(announced[:20]) > MAX_BODY:
        raise _TooLargeError
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise _TooLargeError
        if not message.get("more_body", False):
            return bytes(body)


def _again(body: bytes) -> Receive:
    """What was read, for the next reader."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _say(send: Send, status: int, text: str, *, allow: str = "") -> None:
    body = text.encode() if text.endswith("\n") else text.encode() + b"\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    if allow:
        headers.append((b"allow", allow.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
