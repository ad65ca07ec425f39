"""The body of a request, as it was sent: at most so large, and at most so long."""

from aiohttp import hdrs, web

BODY_WITHIN = 10.0  # seconds for the whole body to arrive; whoever reads it looks at the clock


class TooLargeError(Exception):
    """There is more than is read."""


async def read_body(request: web.BaseRequest, most: int) -> bytes:
    """All of it; TooLargeError for more than *most* bytes."""
    if (request.content_length or 0) > most:
        raise TooLargeError
    if request.headers.get(hdrs.EXPECT, "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > most:
            raise TooLargeError
    return bytes(body)
