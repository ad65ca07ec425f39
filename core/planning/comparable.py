"""
The cache of a model of which only the size is known: what models of that size take.

A size tells nothing about the layers: 70 billion parameters keep 320 KiB a token in one
model and 2.5 MiB in another. So the answer is a range, with the models at its ends.
"""

from dataclasses import dataclass

from core.asked.question import Size
from core.asked.scenario import Scenario
from core.catalog.catalog import Catalog
from core.memory.kv_cache import cache
from core.units import BYTE, Quantity

NEAR = 0.15  # of the parameters
FEWEST = 3  # models; from fewer no range is told


@dataclass(frozen=True, slots=True)
class CacheRange:
    """For all sequences together (byte), and whose they are."""

    low: Quantity
    low_model: str
    high: Quantity
    high_model: str
    models: int


def cache_of_comparable_models(scenario: Scenario, catalog: Catalog) -> CacheRange | None:
    """The smallest and the largest cache among models of about this size; None for too few."""
    if not isinstance(scenario.model, Size):
        return None
    size = scenario.model.elements
    bits = scenario.kv_precision.cache_bits_per_element
    found = sorted(
        (
            cache(model, bits, scenario.held.tokens, scenario.held.sequences).total,
            model.name,
        )
        for model in catalog.models.values()
        if model.is_language_model and abs(model.elements - size) <= NEAR * size
    )
    if len(found) < FEWEST:
        return None
    (low, low_model), (high, high_model) = found[0], found[-1]
    return CacheRange(Quantity(low, BYTE), low_model, Quantity(high, BYTE), high_model, len(found))
