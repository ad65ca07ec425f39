"""Run by alembic, with the connection that bot/store/migrating.py gives it."""

from alembic import context
from sqlalchemy import text

from bot.store.tables import metadata

LOCK = 7_317_001  # any number that nobody else takes

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    if connection.dialect.name == "postgresql":  # two replicas may start at once
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    context.run_migrations()
