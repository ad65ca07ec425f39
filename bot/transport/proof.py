"""What a program shows to be let in."""

import hmac

from aiohttp import hdrs, web


def shows_token(request: web.BaseRequest, token: str | None) -> bool:
    """Whether *request* carries *token* as a bearer token; never where there is none."""
    given = request.headers.get(hdrs.AUTHORIZATION, "").encode("utf-8", "surrogateescape")
    return bool(token) and hmac.compare_digest(given, f"Bearer {token}".encode())
