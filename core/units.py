"""
The one pint registry, and the units as constants.

``Quantity(80, GIB)`` takes 6 µs, ``Quantity(80, "GiB")`` twelve times that: the constants are
for speed and so that a misspelt unit fails at import. People's text never comes here: pint
evaluates ``9**9**9`` without end.

Inside the formulas of ``core/memory`` amounts are plain integers of bytes, bits or elements, named
in each docstring; they become quantities where a value leaves. The reason, with the measurement,
is in docs/decisions/0002-where-pint-stops.md.
"""

from importlib.resources import files

import pint

_ureg = pint.UnitRegistry(str(files("core") / "units.txt"))
pint.set_application_registry(_ureg)

Quantity = _ureg.Quantity
Unit = _ureg.Unit
UnitError = (pint.PintError, TypeError)

BIT = Unit("bit")
BYTE = Unit("byte")
KIB = Unit("KiB")
MIB = Unit("MiB")
GIB = Unit("GiB")
GB = Unit("GB")
PARAMETER = Unit("parameter")
BILLION = Unit("gigaparameter")  # of parameters
TOKEN = Unit("token")
SEQUENCE = Unit("sequence")
GPU = Unit("gpu")
DIMENSIONLESS = Unit("dimensionless")
BIT_PER_ELEMENT = Unit("bit/element")
BYTE_PER_ELEMENT = Unit("byte/element")
BYTE_PER_GPU = Unit("byte/gpu")
GIB_PER_GPU = Unit("GiB/gpu")
TOKEN_PER_SEQUENCE = Unit("token/sequence")
SECOND = Unit("second")
HOUR = Unit("hour")
BYTE_PER_SECOND_PER_GPU = Unit("byte/second/gpu")
TOKEN_PER_SECOND = Unit("token/second")
TOKEN_PER_SECOND_PER_SEQUENCE = Unit("token/second/sequence")
USD = Unit("dollar")
USD_PER_HOUR = Unit("dollar/hour")
USD_PER_GPU_HOUR = Unit("dollar/gpu/hour")
USD_PER_MONTH = Unit("dollar/month")
USD_PER_TOKEN = Unit("dollar/token")


def plain(amount: Quantity, unit: Unit) -> float:
    """
    *amount* in *unit* as a number, as `m_as` gives it; a microsecond where that is its unit.

    Raises DimensionalityError for a unit of another kind.
    """
    return amount.magnitude if amount.units == unit else amount.m_as(unit)


def whole(amount: Quantity, unit: Unit) -> int:
    """The same as a whole number: tokens, sequences, bytes."""
    return round(plain(amount, unit))


def in_bytes(size: float, unit: Unit) -> float:
    """A constant of the formulas, which count in plain bytes: `in_bytes(0.5, GIB)`."""
    return plain(Quantity(size, unit), BYTE)


BITS_PER_BYTE = whole(Quantity(1, BYTE), BIT)
