"""What a scenario takes, part by part, and how each part is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from core.asked.question import Size
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.units import BYTE, Quantity
from core.wording.note import Formula, Note

ComponentName = Literal[
    "weights", "kv_cache", "state", "activations", "runtime", "gradients", "optimizer"
]


class Known(StrEnum):
    """How an amount is known."""

    EXACT = "exact"  # counted from the architecture and the format
    MEASURED = "measured"  # read in logs of real runs, fitted where docs/accuracy.md says so
    MODELLED = "modelled"  # from a formula that was checked against few runs


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the memory: bytes, the range it may lie in, and where the number comes from."""

    name: ComponentName
    size: int  # byte
    low: int  # byte
    high: int  # byte
    known: Known
    formula: Formula  # in words, with this scenario's numbers
    source: Note

    @property
    def amount(self) -> Quantity:
        """The size as a quantity in bytes."""
        return Quantity(self.size, BYTE)


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    All parts of one model at one precision, over all cards together, before anything is split.

    *method* is `architecture` where the layers are known, `size_only` where only a number of
    parameters was given.
    """

    model: Model | Size
    precision: Precision
    components: tuple[Component, ...]
    method: Literal["architecture", "size_only"]

    @property
    def total(self) -> int:
        """byte"""
        return sum(part.size for part in self.components)

    @property
    def low(self) -> int:
        """byte"""
        return sum(part.low for part in self.components)

    @property
    def high(self) -> int:
        """byte"""
        return sum(part.high for part in self.components)

    def sizes(self) -> Mapping[str, int]:
        """Component name -> bytes."""
        return {part.name: part.size for part in self.components}
