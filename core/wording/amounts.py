"""
Numbers and amounts of memory as text, the one place where they are written.

A quantity goes in, so that no caller knows bytes: what is no memory is refused by its unit.
Of one card (byte/gpu) or of all (byte) is for the words around it to say.
"""

from core.units import (
    BYTE,
    BYTE_PER_GPU,
    GB,
    GIB,
    MIB,
    Quantity,
    Unit,
    plain,
)

CENTS_BELOW = 1000  # dollars
MOST_DIGITS = 10  # a byte is 9.3e-10 GiB
_SWAP = str.maketrans(",.", ".,")  # 1,234.5 in English is 1.234,5 in Portuguese
_BYTES_IN = {unit: Quantity(1, unit).m_as(BYTE) for unit in (MIB, GIB, GB)}


def number(language: str, value: float, digits: int = 0) -> str:
    """
    >>> number("en", 131072), number("pt", 4096.25, 1)
    ('131,072', '4.096,2')
    """
    text = f"{value:,.{digits}f}"
    return text.translate(_SWAP) if language == "pt" else text


def trimmed(language: str, value: float) -> str:
    """
    Up to three decimals, none that say nothing.

    >>> trimmed("en", 16.0), trimmed("pt", 4.65)
    ('16', '4,65')
    """
    whole, _, decimals = f"{value:,.3f}".partition(".")
    decimals = decimals.rstrip("0")
    text = f"{whole}.{decimals}" if decimals else whole
    return text.translate(_SWAP) if language == "pt" else text


def money(language: str, amount: Quantity, unit: Unit) -> str:
    """
    Dollars in *unit* (by the hour, by the month): cents where they say something.

    >>> from core.units import USD_PER_HOUR, USD_PER_MONTH
    >>> money("en", Quantity(55.04, USD_PER_HOUR), USD_PER_HOUR)
    '$55.04'
    >>> money("pt", Quantity(55.04, USD_PER_HOUR), USD_PER_MONTH)
    'US$ 40.179'
    """
    dollars = plain(amount, unit)
    sign = "US$ " if language == "pt" else "$"
    return sign + number(language, dollars, 2 if dollars < CENTS_BELOW else 0)


def both_units(language: str, amount: Quantity) -> str:
    """
    An amount of memory in the two units people use, decimal first.

    >>> both_units("en", Quantity(168, GB))
    '168.0 GB (156.5 GiB)'
    """
    return f"{gb(language, amount)} ({gib(language, amount)})"


def gb(language: str, amount: Quantity) -> str:
    """
    >>> gb("pt", Quantity(168, GB))
    '168,0 GB'
    """
    return f"{figure(language, amount, GB)} GB"


def gib(language: str, amount: Quantity, digits: int = 1) -> str:
    """
    >>> gib("en", Quantity(80, GB))
    '74.5 GiB'
    """
    return f"{figure(language, amount, GIB, digits)} GiB"


def gib_apart(language: str, one: Quantity, other: Quantity) -> tuple[str, str]:
    """
    Two amounts beside each other, with as many decimals as tell them apart: "23.21 of 23.19".

    >>> gib_apart("en", Quantity(23.21, GIB), Quantity(23.19, GIB))
    ('23.21 GiB', '23.19 GiB')
    >>> gib_apart("en", Quantity(80, GIB), Quantity(24, GIB))
    ('80.0 GiB', '24.0 GiB')
    """
    digits = _telling_digits(_bytes(one), _bytes(other))
    return gib(language, one, digits), gib(language, other, digits)


def figure(language: str, amount: Quantity, unit: Unit = GIB, digits: int = 1) -> str:
    """
    The number alone, for a column whose head names *unit* (MIB, GIB or GB).

    >>> figure("en", Quantity(80, GIB), GB)
    '85.9'
    """
    return number(language, _bytes(amount) / _BYTES_IN[unit], digits)


def small_or_large(language: str, amount: Quantity) -> str:
    """
    GiB, or MiB where GiB would round a page or a table away.

    >>> small_or_large("en", Quantity(2, MIB)), small_or_large("en", Quantity(2, GIB))
    ('2.00 MiB', '2.00 GiB')
    """
    size = _bytes(amount)
    if size < _BYTES_IN[GIB] / 64:
        return f"{figure(language, amount, MIB, 2)} MiB"
    return gib(language, amount, 2 if size < 10 * _BYTES_IN[GIB] else 1)


def figure_of_some(language: str, amount: Quantity) -> str:
    """
    GiB as `figure` gives them, but never 0.0 where there is something.

    >>> figure_of_some("en", Quantity(3, MIB)), figure_of_some("en", Quantity(0, MIB))
    ('0.003', '0.0')
    """
    return figure(language, amount, GIB, _telling_digits(_bytes(amount), 0))


def gib_of_some(language: str, amount: Quantity) -> str:
    """
    >>> gib_of_some("en", Quantity(3, MIB))
    '0.003 GiB'
    """
    return f"{figure_of_some(language, amount)} GiB"


def _telling_digits(one: float, other: float) -> int:
    """Decimals of GiB at which two amounts read differently; one where they are equal."""
    gibibytes = one / _BYTES_IN[GIB], other / _BYTES_IN[GIB]
    return next(
        (digits for digits in range(1, MOST_DIGITS) if _differ(*gibibytes, digits)),
        1 if one == other else MOST_DIGITS,
    )


def _differ(one: float, other: float, digits: int) -> bool:
    return f"{one:.{digits}f}" != f"{other:.{digits}f}"


def _bytes(amount: Quantity) -> float:
    """Of one card or of all. Raises DimensionalityError where *amount* is no memory."""
    unit = amount.units
    if unit in (BYTE_PER_GPU, BYTE):  # as the core gives them
        return amount.magnitude
    return amount.m_as(BYTE_PER_GPU if amount.is_compatible_with(BYTE_PER_GPU) else BYTE)
