"""What one GPU of a placement holds, as the planner counts it: plain integers."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.asked.question import ComponentName


@dataclass(frozen=True, slots=True)
class Share:
    """
    The fullest GPU's share, in bytes; what each field means stands at `Placement`.

    Hundreds are weighed against each other in a plan; what leaves it is a `Placement`, which
    gives the same in quantities.
    """

    parts: Mapping[ComponentName, int]
    needed: int
    needed_high: int
    reserved: int
    capacity: int
    budget: int
    max_context: int | None = None  # token/sequence
    max_sequences: int | None = None

    @property
    def headroom(self) -> int:
        """byte; negative where it does not fit"""
        return self.budget - self.needed
