"""What a scenario takes, part by part, and how each part is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.asked.question import ComponentName, Size
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.memory.part import Known, Part
from core.units import BYTE, Quantity
from core.wording.note import Formula, Note


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the memory: an amount (byte), its range, and where the number comes from."""

    part: Part

    @property
    def name(self) -> ComponentName:
        return self.part.name

    @property
    def size(self) -> Quantity:
        """byte"""
        return Quantity(self.part.size, BYTE)

    @property
    def low(self) -> Quantity:
        """byte"""
        return Quantity(self.part.low, BYTE)

    @property
    def high(self) -> Quantity:
        """byte"""
        return Quantity(self.part.high, BYTE)

    @property
    def known(self) -> Known:
        return self.part.known

    @property
    def formula(self) -> Formula:
        """In words, with this scenario's numbers."""
        return self.part.formula

    @property
    def source(self) -> Note:
        return self.part.source


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    All parts of one model at one precision, over all cards together, before anything is split.

    *method* is `architecture` where the layers are known, `size_only` where only a number of
    parameters was given. *parts* are the planner's integers, *components* the same in quantities.
    """

    model: Model | Size
    precision: Precision
    parts: tuple[Part, ...]
    method: Literal["architecture", "size_only"]

    @property
    def components(self) -> tuple[Component, ...]:
        return tuple(Component(part) for part in self.parts)

    @property
    def total(self) -> Quantity:
        """byte"""
        return Quantity(self.size, BYTE)

    @property
    def size(self) -> int:
        """*total* as a plain number, for the planner."""
        return sum(part.size for part in self.parts)

    @property
    def low(self) -> Quantity:
        """byte"""
        return Quantity(sum(part.low for part in self.parts), BYTE)

    @property
    def high(self) -> Quantity:
        """byte"""
        return Quantity(sum(part.high for part in self.parts), BYTE)

    def sizes(self) -> Mapping[str, Quantity]:
        """Component name -> byte."""
        return {part.name: part.size for part in self.components}
