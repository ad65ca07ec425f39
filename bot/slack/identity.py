"""Who the bot is in its workspace, and whether Slack still accepts its token."""

import asyncio
import logging

from slack_bolt.authorization import AuthorizeResult

from bot.slack.client import Client
from bot.slack.errors import CALL_FAILED, error_of
from bot.slack.refusals import FOR_THE_OPERATOR, OF_THE_TOKEN

_logger = logging.getLogger("gpumem.identity")


class Identity:
    """
    The answer of `auth.test`.

    Bolt would ask Slack on the first request, while somebody waits. `learn` asks before we call
    ourselves ready, and `authorize` is what Bolt asks instead. *refused* is set, and *why* says the
    code, once Slack has taken the token back.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: AuthorizeResult | None = None
        self.refused = asyncio.Event()
        self.why = ""

    @property
    def is_known(self) -> bool:
        return self._known is not None

    @property
    def team(self) -> str:
        """The name of the workspace, as far as it is known."""
        return (self._known.team if self._known else None) or "?"

    async def learn(self) -> AuthorizeResult:
        """Raises one of CALL_FAILED where Slack is out of reach or the token is not accepted."""
        response = await self._client.auth_test()
        self._known = AuthorizeResult.from_auth_test_response(
            auth_test_response=response, bot_token=self._client.token
        )
        return self._known

    async def authorize(self) -> AuthorizeResult:
        """What Bolt needs to know on every request."""
        return self._known or await self.learn()

    async def confirm(self) -> None:
        """Ask again, after a call was refused or from time to time: a single refusal may pass."""
        try:
            await self.learn()
        except CALL_FAILED as error:
            if (code := error_of(error)) in OF_THE_TOKEN and not self.refused.is_set():
                self._refuse(code)

    def _refuse(self, code: str) -> None:
        self._known, self.why = None, code
        self.refused.set()
        _logger.error(
            "Slack no longer accepts the bot token (%s): %s.", code, FOR_THE_OPERATOR[code]
        )
