"""The home tab, drawn anew whenever somebody opens it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.tools import Tools, checked, only_action
from bot.slack.place import place_of
from bot.views.help import help_view
from bot.views.home import HELP, home_view


def register(app: AsyncApp, tools: Tools) -> None:
    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("tab") == "home":
            tools.work.start(_publish(tools, client, event["user"]))

    @app.action(HELP)
    async def help(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        language = "pt" if only_action(body).get("value") == "pt" else "en"
        tools.work.start(tools.edits.add(place_of(body), help_view(language)))


async def _publish(tools: Tools, client: AsyncWebClient, user: str) -> None:
    """In the language of the person's Slack."""
    view = checked(home_view(await tools.locale.of(user)))
    await client.views_publish(user_id=user, view=view)
