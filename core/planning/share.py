"""What one GPU of a placement holds, as the planner counts it: plain integers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.asked.question import ComponentName
from core.planning.room import Room


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
    room: Room | None = field(default=None, compare=False, repr=False)
    needed_low: int | None = None  # every part at the bottom of its range; None: not worked out

    @property
    def max_context(self) -> int | None:
        """token/sequence"""
        return self.room.max_context if self.room else None

    @property
    def max_sequences(self) -> int | None:
        """sequence"""
        return self.room.max_sequences if self.room else None

    @property
    def uneven(self) -> bool:
        """Whether the cards hold different parts: the fullest says nothing of the others."""
        return self.room is not None and self.room.uneven

    @property
    def headroom(self) -> int:
        """byte; negative where it does not fit"""
        return self.budget - self.needed
