"""
One HTTP session for all that goes to Slack: Web API, Socket Mode, response addresses.

By itself Bolt opens a connection for each post to a response_url and builds a Web API client for
each request; `share` puts ours in their place, for every listener that asks for `client`, `say` or
`respond`.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

TIMEOUT = 10.0  # seconds for one call
LONGEST_RETRY_AFTER = 30.0  # seconds; who is told to wait longer gives up and says so


def new_session() -> aiohttp.ClientSession:
    """The session; the caller closes it. Needs a running event loop."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))


def new_client(token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A Web API client that retries what is worth retrying: lost connections, 429, 500 and 503."""
    client = AsyncWebClient(
        token=token,
        base_url=api_url,
        timeout=int(TIMEOUT),
        logger=_quiet_logger(),
        session=session,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(max_retry_count=1),
            AsyncServerErrorRetryHandler(max_retry_count=2),
            PatientRateLimitHandler(max_retry_count=3),
        ],
    )
    if _is_loopback(api_url):
        client.proxy = None  # HTTP_PROXY in the environment is for the world outside
    return client


def share(client: AsyncWebClient) -> Callable[..., Awaitable[None]]:
    """The middleware that hands every listener this client, and a `respond` over its session."""

    async def share_the_client(
        context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]
    ) -> None:
        context["client"] = client
        context["respond"] = SharedRespond(client, context.response_url)
        await next_()

    return share_the_client


class SharedRespond:
    """As Bolt's `respond`, over the shared session: *text* and keywords, or a whole message."""

    def __init__(self, client: AsyncWebClient, response_url: str | None) -> None:
        self.response_url = response_url
        self._client = client

    async def __call__(self, text: str | dict[str, Any] = "", **message: Any) -> WebhookResponse:
        if self.response_url is None:
            raise ValueError("there is no response_url to answer to")
        webhook = AsyncWebhookClient(
            self.response_url,
            session=self._client.session,
            retry_handlers=self._client.retry_handlers,
        )
        webhook.proxy = self._client.proxy
        body = text if isinstance(text, dict) else {"text": text, **message}
        return await webhook.send_dict(body)


class PatientRateLimitHandler(AsyncRetryHandler):
    """Waits as long as Retry-After says, up to LONGEST_RETRY_AFTER."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return (
            response is not None
            and response.status_code == 429
            and _retry_after(response) <= LONGEST_RETRY_AFTER
        )

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        state.next_attempt_requested = True
        seconds = _retry_after(response) if response is not None else 1.0
        # Not all waiters at the same moment; nothing secret depends on it.
        await asyncio.sleep(seconds * (1 + random.random() / 10))  # noqa: S311
        state.increment_current_attempt()


def _quiet_logger() -> logging.Logger:
    """The library writes out each call, to drop it unread, unless its very logger is set higher."""
    logger = logging.getLogger("gpumem.slack")
    logger.setLevel(logging.WARNING)
    return logger


def _retry_after(response: HttpResponse) -> float:
    for name, values in response.headers.items():
        if name.lower() == "retry-after":
            try:
                return max(float(values[0]), 0.0)
            except ValueError:
                break
    return 1.0


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
