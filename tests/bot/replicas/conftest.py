"""Several bots over one store."""

from tests.bot.databases import database, kind, postgres, redis_server, store_url

__all__ = ["database", "kind", "postgres", "redis_server", "store_url"]
