"""One HTTP session for all that goes to Slack, and the client of the Web API that uses it."""

import logging
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.access import of_request
from bot.slack.errors import CALL_FAILED, error_of
from bot.slack.refusals import OF_THE_TOKEN
from bot.slack.retry import Retry

TIMEOUT = 10.0  # seconds for one call
# A refusal of these says nothing new about the bot's token: they use another, or ask about it.
NOT_THE_BOTS = frozenset({"apps.connections.open", "auth.test", "oauth.v2.access"})


async def _no_other_token() -> bool:
    return False


class Client(AsyncWebClient):
    """
    The library's client over our session, which asks again where that is worth it (retry.py).

    The library trusts whatever answers; here only Slack can. Where there are many workspaces, the
    token is the one of the request that is being answered.
    """

    def __init__(self, token: str, api_url: str, session: aiohttp.ClientSession) -> None:
        super().__init__(
            token=token,
            base_url=api_url,
            timeout=int(TIMEOUT),
            logger=_quiet_logger(),
            session=session,
            retry_handlers=[Retry()],
        )
        self.http = session
        self.on_refusal: Callable[[str], object] = lambda code: None  # told every code of a refusal
        # Asked for another token where Slack takes this one no more: whether there is one now.
        self.renewed: Callable[[], Awaitable[bool]] = _no_other_token
        if _is_loopback(api_url):
            self.proxy = None  # HTTP_PROXY in the environment is for the world outside

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        """Raises one of CALL_FAILED, also where the answer is a text, a list or no UTF-8."""
        try:
            return await self._ask(api_method, **how)
        except SlackApiError as error:
            code = error_of(error)
            if api_method in NOT_THE_BOTS:
                raise
            if code not in OF_THE_TOKEN or not await self.renewed():
                self.on_refusal(code)
                raise
        return await self._ask(api_method, **how)

    async def _ask(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        if auth := how.pop("auth", None):
            how["headers"] = {"Authorization": _basic(auth)}
        try:
            answer = await super().api_call(api_method, **how)
        except (aiohttp.ClientError, SlackApiError):
            raise
        except (AttributeError, LookupError, ValueError) as error:  # it asks a text for its "ok"
            raise SlackApiError(f"{api_method}: not an answer of Slack", None) from error
        if error_of(answer):  # bytes are well to the library
            raise SlackApiError(f"{api_method}: not an answer of Slack", None)
        return answer

    @property
    def token(self) -> str | None:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Asked by the library for each call."""
        access = of_request.get()
        return access.token if access else self._own

    @token.setter
    def token(self, value: str | None) -> None:
        self._own = value

    async def attempt(self, api_method: str, **arguments: Any) -> str:
        """Call *api_method*; empty where Slack did it, otherwise why not, in one word."""
        try:
            await self.api_call(api_method, json=arguments)
        except CALL_FAILED as error:
            return error_of(error)
        return ""


def _basic(auth: Mapping[str, str]) -> str:
    """The app's id and secret as a header: the library makes it in a way that aiohttp gives up."""
    pair = f"{auth['client_id']}:{auth['client_secret']}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def new_session() -> aiohttp.ClientSession:
    """The session; the caller closes it. Needs a running event loop."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))


def _quiet_logger() -> logging.Logger:
    """The library writes out each call, to drop it unread, unless its very logger is set higher."""
    logger = logging.getLogger("gpumem.slack")
    logger.setLevel(logging.WARNING)
    return logger


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
