"""What we say of a measured row."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.memory.part import Part
from tests.sizes import GIB


@dataclass(frozen=True, slots=True)
class Prediction:
    """In the unit of the row's figure: GiB, or tokens."""

    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """Of the range, as a share of the value."""
        return (self.high - self.low) / self.value if self.value else 0.0


def of_parts(parts: Iterable[Part]) -> Prediction:
    """The sum of parts in GiB."""
    found = list(parts)
    return Prediction(
        sum(part.size for part in found) / GIB,
        sum(part.low for part in found) / GIB,
        sum(part.high for part in found) / GIB,
    )


def in_gib(size: float, low: float, high: float) -> Prediction:
    """Bytes -> GiB."""
    return Prediction(size / GIB, low / GIB, high / GIB)
