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
from functools import partial
from typing import Any

from aiohttp import hdrs, web

from bot.conversation.asking import Core
from bot.hub.lookups import Lookups
from bot.running.limits import Limits
from bot.running.metrics import Metrics
from bot.transport.connections import Connections
from bot.transport.gate import MOST, Gate
from bot.transport.openapi import DESCRIBED, ESTIMATE, described
from bot.transport.server import answer_on
from core.as_json import answer_as_json, error_as_json
from core.errors import QuestionError
from core.question.read_text import LONGEST_TEXT

__all__ = ["ESTIMATE", "Api", "serve"]

_CODES = {400: "query", 401: "token", 404: "not_found", 405: "method", 421: "host", 429: "limit",
          500: "crash"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Api:
    """Answers with *core*, after *lookups* had time to ask a hub. *hosts* None: by any name."""

    core: Core
    lookups: Lookups
    gate: Gate
    hosts: frozenset[str] | None = None

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        return self.gate.count(await self._answer(request))

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path not in (ESTIMATE, DESCRIBED):
            return _wrong(404, f"There is only {ESTIMATE} and {DESCRIBED}.")
        if request.method not in {"GET", "HEAD"}:
            return _wrong(405, "Only GET is answered here.", {hdrs.ALLOW: "GET, HEAD"})
        if self.hosts is not None and request.host not in self.hosts:
            return _wrong(421, "This machine is not asked by that name.")
        who = self.gate.shown_by(request) or (request.remote if self.hosts is not None else None)
        return await self.gate.let_in(request, who, partial(self._found, request), _wrong)

    async def _found(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == DESCRIBED:
            return _with_etag(request, described())
        asked = request.query.getall("q", [])
        if len(asked) != 1 or set(request.query) != {"q"}:
            return _wrong(400, f"Ask one question: {ESTIMATE}?q=70B+at+16+bits")
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
    gate = Gate("api", limits, metrics, report, token, Connections(MOST))
    await answer_on(bound, Api(core, lookups, gate, hosts), stop, gate.connections)


def _with_etag(request: web.BaseRequest, found: Mapping[str, Any]) -> web.Response:
    """304 without a body for who has it already."""
    body = json.dumps(found).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {hdrs.ETAG: tag, hdrs.CACHE_CONTROL: "private, no-cache"}
    known = request.headers.get(hdrs.IF_NONE_MATCH, "")
    if known.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type="application/json", headers=headers)


def _wrong(status: int, why: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """The shape of a QuestionError."""
    error = {"code": _CODES[status], "message": why, "hint": "", "span": None, "suggestions": []}
    said = _json(status, {"error": error}, headers)
    if status == 405:  # the rest of the request may still be coming
        said.force_close()
    return said


def _json(
    status: int, what: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> web.Response:
    return web.json_response(what, status=status, headers=headers)
