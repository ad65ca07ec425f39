"""Whether Slack still accepts the token."""

import aiohttp

from bot.workspace import Workspace
from tests.bot.conftest import over_http


async def test_it_is_not_ready_once_slack_has_taken_the_token_back(workspace: Workspace):
    async with over_http(workspace) as bot, aiohttp.ClientSession() as session:
        address = workspace._http.request_url.replace("/slack/events", "/readyz")

        async def ready() -> int:
            async with session.get(address) as answer:
                return answer.status

        before = await ready()
        workspace.faults.on("token_revoked")
        await workspace.person("alice").mention("70B", channel="ml", expect="nothing")
        await workspace.settled()
        await bot.work.drain(1)

        assert (before, await ready()) == (200, 503)
        assert bot.identity.why == "token_revoked"
