"""
Is it Slack who calls? https://docs.slack.dev/authentication/verifying-requests-from-slack/

Checked on the raw bytes, before anybody parses them.
"""

import hashlib
import hmac
import re

from aiohttp import web

FRESH = 300  # seconds; an older request may be a recording that somebody plays again

_SECONDS = re.compile(rb"\d{1,12}")


def sign(secret: str, timestamp: bytes, body: bytes) -> bytes:
    """The value of `x-slack-signature` for *body*, sent at *timestamp*."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp + b":" + body, hashlib.sha256)
    return b"v0=" + digest.hexdigest().encode()


def is_signed(
    secret: str, body: bytes, *, timestamp: bytes | None, signature: bytes | None, now: float
) -> bool:
    """
    True where *signature* is ours for *body* and *timestamp* is at most five minutes off *now*.

    Any bytes are accepted: what is not a number or not ASCII is simply not signed.
    """
    if timestamp is None or signature is None or not _SECONDS.fullmatch(timestamp):
        return False
    if abs(now - int(timestamp)) > FRESH:
        return False
    return hmac.compare_digest(sign(secret, timestamp, body), signature)


def is_signed_by_slack(request: web.BaseRequest, body: bytes, secret: str, now: float) -> bool:
    """The same of *request*, whose *body* was read already."""
    return is_signed(
        secret,
        body,
        timestamp=_one(request, "x-slack-request-timestamp"),
        signature=_one(request, "x-slack-signature"),
        now=now,
    )


def _one(request: web.BaseRequest, name: str) -> bytes | None:
    """A header's value; nothing where it is missing or given twice, which is no way to sign."""
    values = request.headers.getall(name, [])
    return values[0].encode("utf-8", "surrogateescape") if len(values) == 1 else None
