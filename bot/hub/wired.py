"""Look-ups as the settings want them."""

from bot.hub.hub import Hub
from bot.hub.kept import Kept
from bot.hub.lookups import Lookups
from bot.running.metrics import Metrics
from bot.running.settings import Settings, usual_cache
from core.catalog.catalog import Catalog
from core.catalog.looked_up import LookedUp


def new_lookups(
    settings: Settings, catalog: Catalog, found: dict[str, LookedUp] | None, metrics: Metrics
) -> Lookups:
    """With a hub where it is switched on and *catalog* looks into *found*."""
    if settings.hub == "off" or found is None:
        return Lookups(None, catalog, {}, metrics)
    token = settings.hub_token.get_secret_value() if settings.hub_token else None
    kept = Kept((settings.cache or usual_cache()) / "hub")
    return Lookups(Hub(settings.hub_endpoint, token), catalog, found, metrics, kept)
