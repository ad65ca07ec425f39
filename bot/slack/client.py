"""One HTTP session for all that goes to Slack, and the client of the Web API that uses it."""

import logging
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.errors import CALL_FAILED, error_of
from bot.slack.retry import Retry

TIMEOUT = 10.0  # seconds for one call
# A refusal of these says nothing new about the bot's token: they use another, or ask about it.
NOT_THE_BOTS = frozenset({"apps.connections.open", "auth.test"})


class Client(AsyncWebClient):
    """
    The library's client over our session, which asks again where that is worth it (retry.py).

    The library trusts whatever answers; here only Slack can.
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
        if _is_loopback(api_url):
            self.proxy = None  # HTTP_PROXY in the environment is for the world outside

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        """Raises one of CALL_FAILED, also where the answer is a text, a list or no UTF-8."""
        try:
            answer = await super().api_call(api_method, **how)
        except aiohttp.ClientError:
            raise
        except SlackApiError as error:
            if api_method not in NOT_THE_BOTS:
                self.on_refusal(error_of(error))
            raise
        except (AttributeError, LookupError, ValueError) as error:  # it asks a text for its "ok"
            raise SlackApiError(f"{api_method}: not an answer of Slack", None) from error
        if error_of(answer):  # bytes are well to the library
            raise SlackApiError(f"{api_method}: not an answer of Slack", None)
        return answer

    async def attempt(self, api_method: str, **arguments: Any) -> str:
        """Call *api_method*; empty where Slack did it, otherwise why not, in one word."""
        try:
            await self.api_call(api_method, json=arguments)
        except CALL_FAILED as error:
            return error_of(error)
        return ""


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
