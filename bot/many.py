"""The pieces of a bot for many workspaces; the rest is as for one."""

from typing import TYPE_CHECKING

from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.running.metrics import Metrics
from bot.running.settings import Settings
from bot.running.work import Work
from bot.slack.client import Client
from bot.slack.oauth import Flow, new_flow
from bot.slack.teams import Teams

if TYPE_CHECKING:
    from bot.store.opening import Tables


def many_teams(
    settings: Settings, client: Client, metrics: Metrics, work: Work, tables: "Tables"
) -> tuple[Teams, Flow]:
    """Who we are in each, and how they install us."""
    client_id, secret = settings.client_id or "", settings.client_secret
    installations = tables.installations(client_id)
    rotator = AsyncTokenRotator(
        client_id=client_id,
        client_secret=secret.get_secret_value() if secret else "",
        client=client,
    )
    teams = Teams(
        client,
        tables.cached(installations),
        tables.locks,
        rotator,
        metrics,
        work,
        tables.check,
    )
    client.on_refusal, client.renewed = teams.doubt, teams.renewed
    return teams, new_flow(settings, client, installations, tables.states, metrics)
