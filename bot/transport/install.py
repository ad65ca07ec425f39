"""The two pages of installing: the way to Slack, and the way back."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.access import of_request
from bot.slack.oauth import INSTALL, REDIRECT, Flow
from bot.transport.http import Handler


def pages(flow: Flow) -> dict[str, Handler]:
    """By their paths."""
    return {INSTALL: _page(flow.handle_installation), REDIRECT: _page(flow.handle_callback)}


def _page(handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> Handler:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        of_request.set(None)  # the connection may have carried something else before
        asked = AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))
        return await to_aiohttp_response(await handle(asked))

    return answer
