"""
The address that comes with a click: five posts in half an hour, in any channel, for one or for all.

https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses
"""

from typing import Any

import aiohttp

from bot.slack.client import Client
from bot.slack.errors import error_of, of_body
from bot.slack.retry import pause, seconds_before_next


async def respond(client: Client, url: str, message: dict[str, Any], attempt: int = 0) -> str:
    """Post *message* to *url*; empty where it was taken, otherwise why not, in one word."""
    code, wait = await _once(client, url, message, attempt)
    if wait is None:
        return code
    await pause(wait)
    return await respond(client, url, message, attempt + 1)


async def _once(
    client: Client, url: str, message: dict[str, Any], attempt: int
) -> tuple[str, float | None]:
    """The code, and after how many seconds another attempt is worth it."""
    try:
        async with client.http.post(url, json=message, proxy=client.proxy) as answer:
            body = await answer.text(errors="replace")
    except (aiohttp.ClientError, OSError) as error:
        return error_of(error), seconds_before_next(attempt, error=error)
    code = "" if answer.ok and not body.strip() else of_body(body, answer.status)
    retry_after = answer.headers.get("Retry-After")
    return code, seconds_before_next(
        attempt, status=answer.status, code=code, retry_after=retry_after
    )
