"""Placements of one scenario, for the tests beside this file."""

from core.asked.question import Cards
from core.asked.scenario import Resolved, Scenario
from core.catalog.load import load_catalog
from core.planning.placement import Placement
from core.planning.plan import plan


def placed(asked: Scenario, gpu: str, count: int | None = None) -> list[Placement]:
    """Placements of one scenario on one kind of card."""
    cards = (Cards(load_catalog().gpus[gpu], count),)
    return list(plan(Resolved((asked,), cards, True, ())).placements)
