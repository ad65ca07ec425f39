"""
What stands in the database. The steps that lead here are in migrations/; a test compares.

Tokens and requests stand there encrypted, so their columns are bytes of any length: a token of 80
characters takes 200, and the library's own columns end at that.
"""

from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from sqlalchemy import (
    Column,
    Double,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
)

ENCRYPTED = ("bot_token", "bot_refresh_token")  # of the bots
BOTS = AsyncSQLAlchemyInstallationStore.default_bots_table_name


def bots_table(metadata: MetaData) -> Table:
    """The library's table of bots, one row for each workspace or organisation."""
    table = AsyncSQLAlchemyInstallationStore.build_bots_table(metadata, BOTS)
    for name in ENCRYPTED:
        table.c[name].type = LargeBinary()
    return table


metadata = MetaData()

bots = bots_table(metadata)

# What an installation began with, for ten minutes and once.
oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", String(64), primary_key=True),
    Column("expires_at", Double, nullable=False),  # seconds since 1970, like all times here
)

# What Slack was told we have taken: the body until it is answered, the rest to know it again.
requests = Table(
    "requests",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("body", LargeBinary),  # encrypted
    Column("taken_at", Double, nullable=False),
    Column("answered_at", Double),
    Column("worker", String(32), nullable=False),  # the process that answers it,
    Column("leased_until", Double, nullable=False),  # as long as it says so
    Index("requests_taken_at", "taken_at"),
    Index("requests_leased_until", "answered_at", "leased_until"),
)

# What a team has set in its home tab: its cards, its prices, its defaults.
team_settings = Table(
    "team_settings",
    metadata,
    Column("id", String(32), primary_key=True),  # of the workspace
    Column("enterprise_id", String(32)),  # of its organisation, with whose installation it goes
    Column("settings", LargeBinary, nullable=False),  # encrypted
    Column("changed_at", Double, nullable=False),
    Index("team_settings_enterprise_id", "enterprise_id"),
)

# Who alone may do something that must not be done twice at once.
locks = Table(
    "locks",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("holder", String(32), nullable=False),
    Column("until", Double, nullable=False),
)
