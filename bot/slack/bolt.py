"""The app of Slack's library, set so that it neither waits, nor guesses, nor talks."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import t
from bot.running.settings import Settings
from bot.slack.identity import Identity
from bot.slack.teams import Teams


def new_app(
    settings: Settings, identity: Identity | Teams, session: aiohttp.ClientSession
) -> AsyncApp:
    """An app without listeners."""
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
    return AsyncApp(
        name="gpumem.app",
        logger=_quiet_logger(),
        # Without a token of its own, or Bolt warns that `authorize` makes it superfluous.
        client=AsyncWebClient(base_url=settings.api_url, session=session),
        authorize=_as_function(identity),
        user_facing_authorize_error_message=t("en", "notice.not_installed"),
        signing_secret=secret,
        request_verification_enabled=settings.mode == "http",
        # Otherwise Bolt looks every 10 ms whether a listener has acknowledged.
        process_before_response=True,
        # Otherwise Bolt logs what it cannot handle, people's words included.
        raise_error_for_unhandled_request=True,
    )


def _quiet_logger() -> logging.Logger:
    """Below warnings Bolt repeats what people wrote."""
    logger = logging.getLogger("gpumem.bolt")
    logger.setLevel(logging.WARNING)
    return logger


def _as_function(identity: Identity | Teams) -> Callable[..., Awaitable[Any]]:
    """Bolt looks at the names of the arguments and stumbles over `self`."""
    if isinstance(identity, Identity):

        async def authorize() -> AuthorizeResult:
            return await identity.authorize()

        return authorize

    async def authorize_team(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        return await identity.authorize(context, enterprise_id, team_id)

    return authorize_team
