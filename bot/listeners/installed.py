"""The app was taken out of a workspace, or its token was taken back: what is kept of it goes."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.conversation.team_settings import TeamSettings
from bot.listeners.payload import Body
from bot.slack.teams import Teams

SECOND = 1.0  # Slack's times are whole seconds


def register(app: AsyncApp, *, teams: Teams, settings: TeamSettings) -> None:
    """The events and who takes them."""
    app.event("app_uninstalled")(partial(uninstalled, teams=teams, settings=settings))
    app.event("tokens_revoked")(partial(revoked, teams=teams, settings=settings))


async def uninstalled(
    body: Body, context: AsyncBoltContext, *, teams: Teams, settings: TeamSettings
) -> None:
    """Done before Slack has its acknowledgement: where it fails, Slack tells us again."""
    team_id = None if context.is_enterprise_install else context.team_id
    before = float(body["event_time"]) + SECOND
    await settings.forget(context.enterprise_id, team_id, before)
    await teams.removed(context.enterprise_id, team_id, before)


async def revoked(
    event: dict[str, Any],
    body: Body,
    context: AsyncBoltContext,
    *,
    teams: Teams,
    settings: TeamSettings,
) -> None:
    """Tokens of people may be among them, which we have none of."""
    if (event.get("tokens") or {}).get("bot"):
        await uninstalled(body, context, teams=teams, settings=settings)
