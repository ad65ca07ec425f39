"""
The language of a person's Slack, for what no text of theirs tells: help, forms, the home tab.

Asked each time, because we keep nothing about people.
"""

import asyncio
import logging

from bot.slack.client import Client
from bot.slack.errors import CALL_FAILED, error_of
from core.asked.question import Language

_logger = logging.getLogger("gpumem.locale")

PATIENCE = 1.0  # seconds; a trigger, and an acknowledgement, are worth three


class Locale:
    """*client* asks `users.info`, which needs the scope `users:read`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def of(self, user: str) -> Language:
        """English where Slack does not say, or does not say it in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._client.users_info(user=user, include_locale=True)
        except CALL_FAILED as error:
            _logger.info("no locale of a person: %s", error_of(error))
            return "en"
        locale = (answer.get("user") or {}).get("locale") or ""
        return "pt" if locale.startswith("pt") else "en"
