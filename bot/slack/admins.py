"""Who administers a workspace; Slack is asked each time, because we keep nothing about people."""

import asyncio
import logging

from bot.slack.client import Client
from bot.slack.errors import CALL_FAILED, error_of

_logger = logging.getLogger("gpumem.admins")

PATIENCE = 1.0  # seconds; a trigger, and an acknowledgement, are worth three


class Admins:
    """*client* asks `users.info`, which needs the scope `users:read`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def has(self, user: str) -> bool:
        """False where Slack does not say, or does not say it in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._client.users_info(user=user)
        except CALL_FAILED as error:
            _logger.info("nobody says whether a person is an admin: %s", error_of(error))
            return False
        person = answer.get("user") or {}
        is_one = any(person.get(role) for role in ("is_admin", "is_owner", "is_primary_owner"))
        return is_one and not person.get("is_stranger")
