"""
One file a Slack feature; `register` is where they meet the app.

A listener is a function of Slack's arguments and, by keyword, of what it works with: `register`
binds the second, and a test passes both.
"""

from slack_bolt.async_app import AsyncApp

from bot.conversation.asking import Asking
from bot.conversation.replies import Replies
from bot.conversation.talk import Talk
from bot.conversation.team_settings import TeamSettings
from bot.hub.lookups import Lookups
from bot.listeners import (
    actions,
    arriving,
    command,
    errors,
    feedback,
    home,
    installed,
    limited,
    links,
    looking_up,
    mention,
    message,
    modal,
    shortcut,
    team,
    workflow_step,
)
from bot.running.limits import Limits
from bot.running.metrics import Metrics
from bot.running.work import Work
from bot.slack.admins import Admins
from bot.slack.client import Client
from bot.slack.locale import Locale
from bot.slack.modal import Modals
from bot.slack.post import Poster
from bot.slack.teams import Teams


def register(
    app: AsyncApp,
    *,
    client: Client,
    asking: Asking,
    replies: Replies,
    talk: Talk,
    poster: Poster,
    modals: Modals,
    locale: Locale,
    metrics: Metrics,
    work: Work,
    limits: Limits,
    lookups: Lookups,
    settings: TeamSettings,
    teams: Teams | None = None,
) -> None:
    """Everything that Slack may send us, and who takes it."""
    arriving.register(app, client=client, metrics=metrics, settings=settings)
    limited.register(app, limits=limits, poster=poster, metrics=metrics, work=work)
    looking_up.register(app, lookups=lookups)
    command.register(app, replies=replies, poster=poster, locale=locale, lookups=lookups, work=work)
    mention.register(app, talk=talk, work=work)
    message.register(app, talk=talk, work=work)
    actions.register(app, asking=asking, poster=poster, modals=modals, work=work)
    modal.register(app, asking=asking, poster=poster, modals=modals, work=work)
    shortcut.register(app, asking=asking, poster=poster, modals=modals, locale=locale, work=work)
    home_tab = home.HomeTab(modals, locale, settings, Admins(client), asking.catalog)
    home.register(app, home=home_tab, poster=poster, work=work)
    team.register(app, settings=settings, home=home_tab, modals=modals, poster=poster, work=work)
    links.register(app, poster=poster, replies=replies, lookups=lookups, work=work)
    workflow_step.register(app, poster=poster, replies=replies, lookups=lookups, work=work)
    feedback.register(app, metrics=metrics, poster=poster, work=work)
    if teams:
        installed.register(app, teams=teams, settings=settings)
    errors.register(app, replies=replies, poster=poster, work=work)
