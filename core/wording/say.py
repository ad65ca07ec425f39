"""
Turn a `Note` into a sentence, in the asker's language.

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
from core.wording.amounts import number, small_or_large, trimmed
from core.wording.note import Bytes, Formula, Note


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


def _shown(language: str, value: object) -> object:
    if isinstance(value, Bytes):
        return small_or_large(language, Quantity(value, BYTE))
    if isinstance(value, Quantity):
        return small_or_large(language, value)
    if isinstance(value, tuple):
        return say_formula(language, cast("Formula", value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return number(language, value) if isinstance(value, int) else trimmed(language, value)


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
