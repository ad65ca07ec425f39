"""
The two pages of installing: the way to Slack, and the way back.

Each call of them writes to the store or asks it, and needs no proof of who calls: an address has so
many a minute, and all together.
"""

import ipaddress
from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.running.limits import Limits
from bot.running.metrics import Metrics
from bot.slack.access import of_request
from bot.slack.oauth import INSTALL, REDIRECT, Flow
from bot.transport.http import Handler

ONE, ALL = 20, 600  # calls of a page in a minute: of one address, and of all together
NETWORK = 64  # bits of an address of IPv6 that one customer has


def pages(flow: Flow, metrics: Metrics, limits: Limits | None = None) -> dict[str, Handler]:
    """By their paths."""
    counted = limits or Limits(ONE, ALL)
    return {
        INSTALL: _page(INSTALL, flow.handle_installation, counted, metrics),
        REDIRECT: _page(REDIRECT, flow.handle_callback, counted, metrics),
    }


def _page(
    path: str,
    handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
    limits: Limits,
    metrics: Metrics,
) -> Handler:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        forwarded = request.headers.getall(hdrs.X_FORWARDED_FOR, [])
        if await limits.exceeded(path, caller(request.remote or "", forwarded)):
            metrics.limited("page")
            return _wait()
        of_request.set(None)  # the connection may have carried something else before
        asked = AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))
        return await to_aiohttp_response(await handle(asked))

    return answer


def caller(peer: str, forwarded: list[str]) -> str:
    """
    Who calls: what the proxy in front of us saw, which it writes last; anything before that is what
    the caller says. A peer that is not in our own network is no proxy of ours.

    >>> caller("10.0.0.7", ["1.2.3.4, 9.9.9.9"]), caller("9.9.9.9", ["1.2.3.4"])
    ('9.9.9.9', '9.9.9.9')
    >>> caller("::1", ["2620:fe:1:2:3:4:5:6"])
    '2620:fe:1:2::/64'
    """
    said = forwarded[-1].rpartition(",")[2].strip() if forwarded else ""
    direct, seen = _address(peer), _address(said)
    one = seen if seen and direct and direct.is_private else direct
    if isinstance(one, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((one.packed, NETWORK), strict=False))
    return str(one)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """One of IPv4 that is written as one of IPv6 is one of IPv4."""
    try:
        one = ipaddress.ip_address(text)
    except ValueError:
        return None
    return (one.ipv4_mapped or one) if isinstance(one, ipaddress.IPv6Address) else one


def _wait() -> web.Response:
    return web.Response(
        status=429,
        text="That was a lot at once. Please try again in a minute.\n",
        headers={hdrs.RETRY_AFTER: "60"},
    )
