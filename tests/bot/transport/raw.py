"""HTTP as bytes on a connection: what a client library would not let us send."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.transport import server
from bot.transport.connections import Connections
from bot.transport.http import Handler

Headers = list[tuple[bytes, bytes]]


@asynccontextmanager
async def answering(handler: Handler, connections: Connections | None = None) -> AsyncIterator[int]:
    """The port on which *handler* answers meanwhile."""
    bound = server.listen("127.0.0.1", 0)
    stop = asyncio.Event()
    seats = connections or Connections(100)
    serving = asyncio.create_task(server.answer_on(bound, handler, stop, seats))
    try:
        yield bound.getsockname()[1]
    finally:
        stop.set()
        await serving


class Wire:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def send(self, raw: bytes) -> None:
        self._writer.write(raw)

    async def answer(self) -> tuple[int, str]:
        """Status and body of one response."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)^content-length: (\d+)\r$", head, re.MULTILINE)
        body = await self._reader.readexactly(int(length[1]) if length else 0)
        return int(head.split()[1]), body.decode()

    async def rest(self, *, quiet: float | None = None) -> bytes:
        """All that comes until the other side closes, or for *quiet* seconds says nothing."""
        said = b""
        with suppress(ConnectionResetError, TimeoutError):
            while more := await asyncio.wait_for(self._reader.read(65_536), quiet):
                said += more
        return said

    async def close(self) -> None:
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Wire]:
    """A connection to *port*; nothing takes longer than ten seconds on it."""
    wire = Wire(*await asyncio.open_connection("127.0.0.1", port))
    try:
        async with asyncio.timeout(10):
            yield wire
    finally:
        await wire.close()


def request(method: str, path: str, headers: Headers, body: bytes = b"") -> bytes:
    """One request, with the length of *body* where *headers* say nothing of it."""
    lines = [f"{method} {path} HTTP/1.1".encode(), b"Host: gpumem"]
    lines += [name + b": " + value for name, value in headers]
    names = {name.lower() for name, _ in headers}
    if not names & {b"content-length", b"transfer-encoding"}:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunked(*parts: bytes) -> bytes:
    """A body in pieces."""
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (*parts, b""))
