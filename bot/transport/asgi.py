"""
An ASGI application behind our own server: whole requests in, whole answers out.

For an application that answers each request at once and streams nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from aiohttp import hdrs, web
from multidict import CIMultiDict

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_OF_THE_CONNECTION = frozenset({hdrs.CONTENT_LENGTH, hdrs.TRANSFER_ENCODING, hdrs.CONNECTION})


async def asked(app: App, request: web.BaseRequest, body: bytes) -> web.Response:
    """What *app* answers to *request*, whose *body* was read already."""
    answer = _Answer()
    await app(_scope(request), _told(body), answer.send)
    return web.Response(status=answer.status, headers=answer.headers, body=bytes(answer.body))


class _Answer:
    """As it comes together."""

    def __init__(self) -> None:
        self.status = 500  # where nothing is said
        self.headers = CIMultiDict[str]()
        self.body = bytearray()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            for name, value in message.get("headers", ()):
                if (text := name.decode("latin-1")).title() not in _OF_THE_CONNECTION:
                    self.headers.add(text, value.decode("latin-1"))
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


def _scope(request: web.BaseRequest) -> Message:
    transport = request.transport
    path, _, query = request.raw_path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.path,
        "raw_path": path.encode("utf-8", "surrogateescape"),
        "query_string": query.encode("utf-8", "surrogateescape"),
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.raw_headers],
        "client": transport.get_extra_info("peername")[:2] if transport else None,
        "server": transport.get_extra_info("sockname")[:2] if transport else None,
        "state": {},
    }


def _told(body: bytes) -> Receive:
    """The body once; then nothing more comes."""
    given = False

    async def receive() -> Message:
        nonlocal given
        if given:
            await asyncio.Event().wait()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
