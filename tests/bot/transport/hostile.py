"""Requests that no client of good will sends. Each holds CANARY, which no log may repeat."""

from tests.bot.transport.raw import request

CANARY = b"canary-70b"  # in small letters, as logs are looked through
_PATH = b"/slack/events"
_SMALL = b"POST /slack/events HTTP/1.1\r\nHost: x\r\n"
_END = b" HTTP/1.1\r\nHost: x\r\n\r\n"

HOSTILE: dict[str, bytes] = {
    "not HTTP at all": CANARY + b"\r\n\r\n",
    "the hello of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + CANARY,
    "zeros": b"\0" * 4096 + CANARY + b"\r\n\r\n",
    "a method of its own": b"CANARY-70B /slack/events HTTP/1.1\r\nHost: x\r\n\r\n",
    "a version of its own": b"POST /" + CANARY + b" HTTP/9.9\r\nHost: x\r\n\r\n",
    "HTTP/2 at once": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + CANARY,
    "no version": b"GET /" + CANARY + b"\r\n\r\n",
    "a path of 100,000 letters": b"GET /" + CANARY * 10_000 + _END,
    "a path that is no address": b"GET http://[" + CANARY + _END,
    "a path with bytes of any kind": b"GET /\xff\xfe%00%zz" + CANARY + _END,
    "a path out of the folder": b"GET /../../../etc/passwd?" + CANARY + _END,
    "a header of 100,000 letters": _SMALL + b"X: " + CANARY * 10_000 + b"\r\n\r\n",
    "a thousand headers": _SMALL
    + b"".join(b"X%d: %b\r\n" % (n, CANARY) for n in range(1000))
    + b"\r\n",
    "a header without a colon": _SMALL + CANARY + b"\r\n\r\n",
    "a header without a name": _SMALL + b": " + CANARY + b"\r\n\r\n",
    "a header over two lines": _SMALL + b"X: a\r\n " + CANARY + b"\r\n\r\n",
    "a header with a zero": _SMALL + b"X: \0" + CANARY + b"\r\n\r\n",
    "a header that is not ASCII": _SMALL
    + b"X: \xff\xfe"
    + CANARY
    + b"\r\nContent-Length: 0\r\n\r\n",
    "bare line feeds": b"POST /slack/events HTTP/1.1\nHost: x\nX: " + CANARY + b"\n\n",
    "a length below zero": _SMALL + b"Content-Length: -1\r\n\r\n" + CANARY,
    "a length that is a word": _SMALL + b"Content-Length: " + CANARY + b"\r\n\r\n",
    "a length of 4,000 digits": _SMALL + b"Content-Length: " + b"9" * 4000 + b"\r\n\r\n" + CANARY,
    "two lengths": _SMALL + b"Content-Length: 10\r\nContent-Length: 4\r\n\r\n" + CANARY,
    "a length and chunks": (
        _SMALL + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + CANARY
    ),
    "chunks twice": _SMALL + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + CANARY,
    "an encoding of its own": _SMALL + b"Transfer-Encoding: " + CANARY + b"\r\n\r\n",
    "a chunk that is no number": _SMALL + b"Transfer-Encoding: chunked\r\n\r\n" + CANARY + b"\r\n",
    "a chunk of a size out of this world": (
        _SMALL + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\n" + CANARY
    ),
    "a chunk longer than it says": (
        _SMALL + b"Transfer-Encoding: chunked\r\n\r\n1\r\n" + CANARY + b"\r\n0\r\n\r\n"
    ),
    "a trailer without an end": (
        _SMALL + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + CANARY * 10_000 + b"\r\n\r\n"
    ),
    "a second request in the body": (
        _SMALL
        + b"Content-Length: 5\r\n\r\n"
        + b"12345GET /livez HTTP/1.1\r\nHost: "
        + CANARY
        + b"\r\n\r\n"
    ),
    "a web socket": (
        b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YQ==\r\n\r\n" + CANARY
    ),
    "HTTP/2 by upgrade": (
        b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
        b"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n" + CANARY
    ),
    "a proxy's request": b"CONNECT " + CANARY + b":443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "everything": b"OPTIONS * HTTP/1.1\r\nHost: " + CANARY + b"\r\n\r\n",
    "a compressed body": request(
        "POST", "/slack/events", [(b"content-encoding", b"gzip")], b"\x1f\x8b" + CANARY
    ),
    "a charset of its own": request(
        "POST", "/slack/events", [(b"content-type", b"text/plain; charset=" + CANARY)], CANARY
    ),
    "a thousand requests at once": b"GET /livez?" + CANARY + _END,
}
HOSTILE["a thousand requests at once"] *= 1000
