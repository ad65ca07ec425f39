"""
Installing the app: off to Slack, and back with a code that becomes a token.

Bolt's flow, with our stores and our client. https://docs.slack.dev/authentication/installing-with-oauth
"""

import logging
import re

from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
    DefaultAsyncCallbackOptions,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.running.metrics import Metrics
from bot.running.settings import SLACK_API_URL, Settings
from bot.slack.client import Client
from bot.slack.manifest import SCOPES

INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"

_logger = logging.getLogger("gpumem.oauth")
_TEAM = re.compile(r"[TE][A-Z0-9]{1,30}", re.ASCII)
_REASON = re.compile(r"[a-z_]{1,40}", re.ASCII)


class Flow(AsyncOAuthFlow):
    """Bolt's, which takes what stands in an address as it is; we do not."""

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Only the team of `?team=` goes along: anything else there could ask for more scopes."""
        team = (request.query.get("team") or [""])[0]
        wanted = team if _TEAM.fullmatch(team) else None
        return self.settings.authorize_url_generator.generate(state=state, team=wanted)


def new_flow(
    settings: Settings,
    client: Client,
    installations: AsyncInstallationStore,
    states: AsyncOAuthStateStore,
    metrics: Metrics,
) -> Flow:
    """The flow of the app in *settings*, which is one for many workspaces."""
    secret = settings.client_secret
    made = AsyncOAuthSettings(
        client_id=settings.client_id,
        client_secret=secret.get_secret_value() if secret else None,
        scopes=SCOPES,
        user_scopes=[],
        redirect_uri=f"{settings.public_url}{REDIRECT}",
        install_path=INSTALL,
        install_page_rendering_enabled=False,  # whoever comes here has clicked already
        redirect_uri_path=REDIRECT,
        authorization_url=_authorization_url(settings.api_url),
        installation_store=installations,
        state_store=states,
        logger=_silent_logger(),
    )
    pages = DefaultAsyncCallbackOptions(
        logger=_silent_logger(),
        state_utils=made.state_utils,
        redirect_uri_page_renderer=made.redirect_uri_page_renderer,
    )
    made.callback_options = _counted(pages, metrics)
    return Flow(client=client, settings=made, logger=_silent_logger())


def _counted(pages: AsyncCallbackOptions, metrics: Metrics) -> AsyncCallbackOptions:
    async def success(args: AsyncSuccessArgs) -> BoltResponse:
        metrics.stored("installed")
        _logger.info("The app was installed in a workspace.")
        return await pages.success(args)

    async def failure(args: AsyncFailureArgs) -> BoltResponse:
        """The reason may come from the address, and then be anything."""
        reason = args.reason if _REASON.fullmatch(args.reason) else "?"
        metrics.stored("install_failed")
        _logger.info("An installation did not succeed: %s", reason)
        return await pages.failure(args)

    return AsyncCallbackOptions(success=success, failure=failure)


def _authorization_url(api_url: str) -> str | None:
    """Slack's own page, or the one of whatever stands in for Slack; None is the library's."""
    return None if api_url == SLACK_API_URL else api_url.removesuffix("api/") + "oauth/v2/authorize"


def _silent_logger() -> logging.Logger:
    """In its warnings the library writes out the code that could have become a token."""
    logger = logging.getLogger("gpumem.oauth.bolt")
    logger.setLevel(logging.ERROR)
    return logger
