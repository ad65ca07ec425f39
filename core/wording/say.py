"""
Turn a `Note` into a sentence, and amounts into text, in the asker's language.

    >>> say("en", "assumed.context", tokens=8192)
    '8,192 tokens of context'
    >>> say("pt", "assumed.context", tokens=8192)
    '8.192 tokens de contexto'
"""

from functools import cache
from importlib.resources import files
from typing import cast

import rtoml

from core.units import BYTE, Quantity
from core.wording.note import Bytes, Formula, Note

_SWAP = str.maketrans(",.", ".,")  # 1,234.5 in English is 1.234,5 in Portuguese
_BYTES = {"MiB": 2**20, "GiB": 2**30, "GB": 10**9}


def say(language: str, key: str, **values: object) -> str:
    """
    The sentence *key* with its braces filled; numbers are written as the language does.

    A key that a table lacks raises KeyError: a test keeps the tables in step.
    """
    shown = {name: _shown(language, value) for name, value in values.items()}
    return _table(language)[key].format(**shown)


def say_note(language: str, note: Note) -> str:
    """The same for a `Note`."""
    return say(language, note.key, **note.values)


def say_formula(language: str, formula: Formula) -> str:
    """The terms of a sum; one that begins with a minus is taken off."""
    text = " + ".join(say_note(language, term) for term in formula)
    return text.replace(" + −", " −")


def number(language: str, value: float, digits: int = 0) -> str:
    """
    >>> number("en", 131072), number("pt", 4096.25, 1)
    ('131,072', '4.096,2')
    """
    text = f"{value:,.{digits}f}"
    return text.translate(_SWAP) if language == "pt" else text


def both_units(language: str, amount: Quantity | int) -> str:
    """
    An amount of memory in the two units people use, decimal first.

    >>> both_units("en", 168_000_000_000)
    '168.0 GB (156.5 GiB)'
    """
    size = amount if isinstance(amount, int) else amount.m_as(BYTE)
    return f"{number(language, size / _BYTES['GB'], 1)} GB ({gib(language, int(size))})"


def gib(language: str, size: int, digits: int = 1) -> str:
    """
    Bytes as GiB.

    >>> gib("en", 85_899_345_920)
    '80.0 GiB'
    """
    return f"{number(language, size / _BYTES['GiB'], digits)} GiB"


def _amount(language: str, size: int) -> str:
    """GiB, or MiB where GiB would round a page or a table away."""
    if size < _BYTES["GiB"] // 64:
        return f"{number(language, size / _BYTES['MiB'], 2)} MiB"
    return gib(language, size, 2 if size < 10 * _BYTES["GiB"] else 1)


def _trimmed(language: str, value: float) -> str:
    """Up to three decimals, none that say nothing."""
    whole, _, decimals = number("en", value, 3).partition(".")
    decimals = decimals.rstrip("0")
    text = f"{whole}.{decimals}" if decimals else whole
    return text.translate(_SWAP) if language == "pt" else text


def _shown(language: str, value: object) -> object:
    if isinstance(value, Bytes):
        return _amount(language, value)
    if isinstance(value, tuple):
        return say_formula(language, cast("Formula", value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int):
        return number(language, value)
    return _trimmed(language, value)


@cache
def _table(language: str) -> dict[str, str]:
    """All files of a language: section.key -> sentence. A section stands in one file only."""
    folder = files("core.wording") / language
    table: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        rows: dict[str, dict[str, str]] = rtoml.loads(file.read_text("utf-8"))
        for section, group in rows.items():
            table |= {f"{section}.{key}": text for key, text in group.items()}
    return table
