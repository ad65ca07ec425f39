"""
The language of a person's Slack, for what no text of theirs tells: help, forms, the home tab.

Asked each time, because we keep nothing about people.
"""

import asyncio
import logging

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from core.asked.question import Language

_logger = logging.getLogger("gpumem.locale")

PATIENCE = 1.0  # seconds; a trigger, and an acknowledgement, are worth three


class Locale:
    """*client* asks `users.info`, which needs the scope `users:read`."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def of(self, user: str) -> Language:
        """English where Slack does not say, or does not say it in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._client.users_info(user=user, include_locale=True)
        except SlackApiError as error:
            _logger.info("no locale of a person: %s", error.response.get("error"))
            return "en"
        except (aiohttp.ClientError, TimeoutError) as error:
            _logger.info("no locale of a person: %s", type(error).__name__)
            return "en"
        locale = (answer.get("user") or {}).get("locale") or ""
        return "pt" if locale.startswith("pt") else "en"
