"""What one GPU holds when it serves."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.asked.question import ComponentName
from core.memory.engines.demand import Demand
from core.memory.pool import Pool


@dataclass(frozen=True, slots=True)
class Load:
    """
    What one GPU holds, in bytes: the parts and their sum, and how the engine shares out the card.

    *needed_high* and *needed_low* have every part at the end of its range (what a cache is charged
    has none); *fixed* leaves out what depends on context
    or sequences; *one_sequence* is cache and state of a sequence of the scenario's context, *cache*
    those of all. *pool* is a size of the cache that was named, None where the engine chooses.
    """

    sizes: Mapping[ComponentName, int]  # without those that are nothing
    demand: Demand
    needed: int
    needed_high: int
    needed_low: int
    fixed: int
    one_sequence: int
    cache: int
    pool: Pool | None = None
