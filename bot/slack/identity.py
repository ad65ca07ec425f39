"""Who the bot is in its workspace: asked once, before the first question comes."""

from slack_bolt.authorization import AuthorizeResult

from bot.slack.client import Client


class Identity:
    """
    The answer of `auth.test`.

    Bolt would ask Slack on the first request, while somebody waits. `learn` asks before we call
    ourselves ready, and `authorize` is what Bolt asks instead.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: AuthorizeResult | None = None

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
