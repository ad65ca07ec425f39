"""
`GET /v1/estimate?q=` on a port of its own: the object of `python -m core --json`, for programs.

Nobody who is not on this machine may ask without the token of GPUMEM_API_TOKEN. An answer has an
ETag: whoever shows it again is told 304 as long as nothing has changed.
"""

import asyncio
import hashlib
import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import hdrs, web

from bot.conversation.asking import Core
from bot.hub.lookups import Lookups
from bot.running.limits import Limits
from bot.running.metrics import Metrics
from bot.transport.connections import Connections
from bot.transport.openapi import DESCRIBED, ESTIMATE, described
from bot.transport.proof import shows_token
from bot.transport.server import answer_on
from core.as_json import answer_as_json, error_as_json
from core.errors import QuestionError
from core.question.read_text import LONGEST_TEXT

__all__ = ["ESTIMATE", "Api", "serve"]

MOST = 200  # connections at once


@dataclass(frozen=True, slots=True)
class Api:
    """Answers with *core*, after *lookups* had time to ask a hub. *hosts* None: by any name."""

    core: Core
    lookups: Lookups
    limits: Limits
    metrics: Metrics
    report: Callable[[Exception], object]
    connections: Connections
    token: str | None = None
    hosts: frozenset[str] | None = None

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        response = await self._answer(request)
        self.metrics.received("api", response.status)
        return response

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path not in (ESTIMATE, DESCRIBED):
            return _wrong(404, "not_found", f"There is only {ESTIMATE} and {DESCRIBED}.")
        if request.method not in {"GET", "HEAD"}:
            why = "Only GET is answered here."
            return _wrong(405, "method", why, {hdrs.ALLOW: "GET, HEAD"}, close=True)
        if self.hosts is not None and request.host not in self.hosts:
            return _wrong(421, "host", "This machine is not asked by that name.")
        who = "token" if shows_token(request, self.token) else None
        who = who or (request.remote if self.hosts is not None else None)
        if who is None:
            why = "Show the token of GPUMEM_API_TOKEN as a bearer token."
            return _wrong(401, "token", why, {hdrs.WWW_AUTHENTICATE: "Bearer"})
        if await self.limits.exceeded("api", who):
            why = "That was a lot at once. Ask again in a minute."
            return _wrong(429, "limit", why, {hdrs.RETRY_AFTER: "60"})
        try:
            with self.connections.answering(request.protocol):
                return await self._found(request)
        except Exception as error:
            self.report(error)
            return _wrong(500, "crash", "Something went wrong on this side.")

    async def _found(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == DESCRIBED:
            return _with_etag(request, described())
        asked = request.query.getall("q", [])
        if len(asked) != 1 or set(request.query) != {"q"}:
            return _wrong(400, "query", f"Ask one question: {ESTIMATE}?q=70B+at+16+bits")
        question = asked[0][: LONGEST_TEXT + 1]
        try:
            await self.lookups.settle(question)
            return _with_etag(
                request, answer_as_json(self.core.answer(self.core.question(question)))
            )
        except QuestionError as error:
            return _json(422, error_as_json(error))


async def serve(
    core: Core,
    lookups: Lookups,
    bound: socket.socket,
    stop: asyncio.Event,
    *,
    limits: Limits,
    metrics: Metrics,
    report: Callable[[Exception], object],
    token: str | None = None,
    on_loopback: bool,
) -> None:
    """
    Answer on *bound* until *stop*. *on_loopback* nobody has to show who they are, and only the
    names of this machine are taken: a page in a browser could ask by another.
    """
    host, port = bound.getsockname()[:2]
    hosts = frozenset({f"{host}:{port}", f"localhost:{port}"}) if on_loopback else None
    seats = Connections(MOST)
    api = Api(core, lookups, limits, metrics, report, seats, token=token, hosts=hosts)
    await answer_on(bound, api, stop, seats)


def _with_etag(request: web.BaseRequest, found: Mapping[str, Any]) -> web.Response:
    """304 without a body for who has it already."""
    body = json.dumps(found).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {hdrs.ETAG: tag, hdrs.CACHE_CONTROL: "private, no-cache"}
    known = request.headers.get(hdrs.IF_NONE_MATCH, "")
    if known.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type="application/json", headers=headers)


def _wrong(
    status: int,
    code: str,
    why: str,
    headers: Mapping[str, str] | None = None,
    *,
    close: bool = False,
) -> web.Response:
    """The shape of a QuestionError; *close* where the rest of the request may still be coming."""
    error = {"code": code, "message": why, "hint": "", "span": None, "suggestions": []}
    said = _json(status, {"error": error}, headers)
    if close:
        said.force_close()
    return said


def _json(
    status: int, what: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> web.Response:
    return web.json_response(what, status=status, headers=headers)
