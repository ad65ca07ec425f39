"""
Numbers and amounts of memory as text, the one place where they are written.

A quantity goes in, so that no caller knows bytes: what is no memory is refused by its unit.
Of one card (byte/gpu) or of all (byte) is for the words around it to say.
"""

from core.units import BYTE, BYTE_PER_GPU, GB, GIB, MIB, Quantity, Unit, plain

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


def _bytes(amount: Quantity) -> float:
    """Of one card or of all. Raises DimensionalityError where *amount* is no memory."""
    return plain(amount, BYTE_PER_GPU if amount.is_compatible_with(BYTE_PER_GPU) else BYTE)
