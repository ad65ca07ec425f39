"""Quantities in our own tables: `memory = "46068 MiB/gpu"`, `parameters = 70553706496`."""

from collections.abc import Callable
from functools import cache

from core.units import Quantity, Unit, UnitError

_unit = cache(Unit)


def quantity_in(unit: Unit) -> Callable[[object], Quantity]:
    """
    A validator that accepts only text with a unit of the right dimension.

    "80 GB" where GiB/gpu is expected is refused: the author of the row sees it, not the asker.
    """

    @cache  # "16 bit/element" stands in hundreds of rows
    def parse(text: str) -> Quantity:
        number, name = text.split(" ", 1)
        return Quantity(float(number), _unit(name)).to(unit)

    def read(value: object) -> Quantity:
        if isinstance(value, Quantity):
            return value.to(unit)
        try:
            return parse(str(value))
        except (ValueError, *UnitError) as error:
            raise ValueError(f"{value!r} is not a quantity in {unit:~P}") from error

    return read


def number_in(unit: Unit) -> Callable[[object], Quantity]:
    """
    A validator for a column whose name says its unit: `bits = 16`, `parameters = 70553706496`.

    A number above zero, as it is written: a whole one stays whole.
    """

    def read(value: object) -> Quantity:
        if isinstance(value, Quantity):
            return value.to(unit)
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise ValueError(f"{value!r} is not a number above zero")
        return Quantity(value, unit)

    return read
