"""
The layer before Bolt over HTTP.

It lets nothing through that is too large, too slow, too old or not signed by Slack, and answers
the three routes that the machinery around the bot asks: is it alive, is it ready, what has it done.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import hdrs, web

from bot.running.metrics import Metrics
from bot.transport.body import BODY_WITHIN, TooLargeError, read_body
from bot.transport.payload import what_is_wrong
from bot.transport.signature import is_signed_by_slack

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Inside = Callable[[web.BaseRequest, str], Awaitable[web.StreamResponse]]

PATH = "/slack/events"  # events, commands and interactions all come here
MAX_BODY = 1024 * 1024  # bytes


class Gate:
    """The handler of every request, in front of *inside*, which is Bolt's and gets the body too."""

    def __init__(
        self,
        inside: Inside,
        *,
        signing_secret: str,
        metrics: Metrics,
        is_ready: Callable[[], bool],
        report: Callable[[Exception], object],
        now: Callable[[], float] = time.time,
        body_within: float = BODY_WITHIN,
        pages: Mapping[str, Handler] | None = None,
        measures: bool = True,
    ) -> None:
        """
        *pages* are for browsers, by path: what they raise is reported, and they are told so.
        Without *measures* there is no /metrics here.
        """
        self._inside = inside
        self._secret = signing_secret
        self._metrics = metrics
        self._is_ready = is_ready
        self._report = report
        self._now = now
        self._body_within = body_within
        self._pages = pages or {}
        self._health = {"/livez", "/readyz"} | ({"/metrics"} if measures else set[str]())

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        path, method = request.path, request.method
        if path == PATH and method == "POST":
            return await self._slack(request)
        if path == PATH:
            return _say(405, "Only POST is answered here.", allow="POST")
        page = self._pages.get(path)
        if page is None and path not in self._health:
            return _say(404, "There is nothing here.")
        if method not in {"GET", "HEAD"}:
            return _say(405, "Only GET is answered here.", allow="GET, HEAD")
        if page:
            return await self._page(page, request)
        if path == "/livez":
            return _say(200, "alive")
        if path == "/metrics":
            return _say(200, self._metrics.render())
        return _say(200, "ready") if self._is_ready() else _say(503, "not ready")

    async def _page(self, page: Handler, request: web.BaseRequest) -> web.StreamResponse:
        try:
            return await page(request)
        except Exception as error:
            self._report(error)
            return _say(503, "This does not work at the moment. Please try again in a minute.")

    async def _slack(self, request: web.BaseRequest) -> web.StreamResponse:
        response = await self._answer(request)
        self._metrics.received("http", response.status)
        return response

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            async with asyncio.timeout(self._body_within):
                body = await read_body(request, MAX_BODY)
        except TimeoutError:
            return _say(408, "The body took too long to arrive.", close=True)
        except TooLargeError:
            return _say(413, f"The body is larger than {MAX_BODY} bytes.", close=True)
        except web.RequestPayloadError:
            return _say(400, "The body is not what its headers announce.", close=True)
        if not is_signed_by_slack(request, body, self._secret, self._now()):
            return _say(401, "The request is not signed by Slack, or is too old.")
        if wrong := what_is_wrong(body, request.headers.get(hdrs.CONTENT_TYPE, "")):
            return _say(400, wrong)
        return await self._bolt(request, body.decode())

    async def _bolt(self, request: web.BaseRequest, body: str) -> web.StreamResponse:
        try:
            return await self._inside(request, body)
        except Exception as error:  # our errors are caught inside: this body is none of Slack's
            self._report(error)
            return _say(400, "The body is not what Slack sends.")


def _say(status: int, text: str, *, allow: str = "", close: bool = False) -> web.Response:
    """*close* where the rest of the request may still be coming."""
    said = web.Response(status=status, text=text if text.endswith("\n") else f"{text}\n")
    if allow:
        said.headers[hdrs.ALLOW] = allow
    if close:
        said.force_close()
    return said
