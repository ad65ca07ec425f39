"""
What is worth asking Slack again, and after how long.

One rule for the Web API and for response addresses. A message may arrive twice where an answer is
lost on its way back: that is better than never.
"""

import asyncio
import random
from collections.abc import Callable
from contextvars import ContextVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.slack.errors import error_of, is_slacks

LONGEST_RETRY_AFTER = 30.0  # seconds; who is told to wait longer gives up and says so
FIRST_WAIT = 0.25  # seconds, doubled each time

TOO_OFTEN = 429
PASSING = frozenset({500, 502, 503, 504})  # HTTP
PASSING_CODES = frozenset({"internal_error", "service_unavailable"})
LOST = (aiohttp.ServerConnectionError, aiohttp.ClientOSError)  # the connection, not the patience

# How often, at most, after the first attempt.
MOST_TOO_OFTEN, MOST_PASSING, MOST_LOST = 3, 2, 1

# Told the seconds each time that Slack says of a call that it comes too often (pacing.py).
told_to_wait: ContextVar[Callable[[float], object] | None] = ContextVar(
    "told_to_wait", default=None
)


def seconds_before_next(
    attempt: int,
    *,
    status: int | None = None,
    code: str = "",
    retry_after: str | None = None,
    error: Exception | None = None,
) -> float | None:
    """
    How long to wait after *attempt* (0 for the first) failed; None where it is no use.

    >>> [seconds_before_next(n, status=429, retry_after="7") for n in (0, 2, 3)]
    [7.0, 7.0, None]
    >>> [seconds_before_next(n, status=502) for n in (0, 1, 2)]
    [0.25, 0.5, None]
    >>> seconds_before_next(0, status=429, retry_after="600"), seconds_before_next(0, status=404)
    (None, None)
    """
    if status == TOO_OFTEN:
        wait = _seconds(retry_after)
        return wait if attempt < MOST_TOO_OFTEN and wait <= LONGEST_RETRY_AFTER else None
    if status in PASSING or code in PASSING_CODES:
        return FIRST_WAIT * 2**attempt if attempt < MOST_PASSING else None
    if isinstance(error, LOST):
        return FIRST_WAIT * 2**attempt if attempt < MOST_LOST else None
    return None


def is_away(code: str) -> bool:
    """Whether Slack is out of reach or out of order, whatever it is asked."""
    return bool(code) and (not is_slacks(code) or code in PASSING_CODES)


def passes(code: str) -> bool:
    """Whether the same may work in a moment: nothing is wrong with what was asked."""
    return is_away(code) or code == "ratelimited"


async def pause(seconds: float) -> None:
    """Wait *seconds* and a little: not all who wait come back at the same moment."""
    await asyncio.sleep(seconds * (1 + random.random() / 10))  # noqa: S311 (nothing secret)


class Retry(AsyncRetryHandler):
    """The rule as the library asks for it."""

    def __init__(self) -> None:
        super().__init__(max_retry_count=MOST_TOO_OFTEN)

    async def can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Also where it is no use, somebody may want to know that Slack said 429."""
        told = told_to_wait.get()
        if told and response is not None and response.status_code == TOO_OFTEN:
            told(_seconds(_header(response, "retry-after")))
        return await super().can_retry_async(
            state=state, request=request, response=response, error=error
        )

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return _wait(state, response, error) is not None

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        await pause(_wait(state, response, error) or 0.0)
        state.next_attempt_requested = True
        state.increment_current_attempt()


def _wait(
    state: RetryState, response: HttpResponse | None, error: Exception | None
) -> float | None:
    if response is not None:
        return seconds_before_next(
            state.current_attempt,
            status=response.status_code,
            code=error_of(response.body),
            retry_after=_header(response, "retry-after"),
        )
    status = None
    if isinstance(error, SlackApiError):  # JSON that is none: only the raw response is there
        status = getattr(error.response, "status", None)
    return seconds_before_next(state.current_attempt, status=status, error=error)


def _header(response: HttpResponse, name: str) -> str | None:
    for header, values in response.headers.items():
        if header.lower() == name:
            return values[0]
    return None


def _seconds(retry_after: str | None) -> float:
    try:
        return max(float(retry_after or 1.0), 0.0)
    except ValueError:
        return 1.0
