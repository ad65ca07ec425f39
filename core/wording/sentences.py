"""
The tables of sentences, the core's and the bot's: `<package>/<language>/*.toml`.

A table has sections, and a section has keys: `[assumed] context = "{tokens} tokens of context"` is
the sentence "assumed.context". A section stands in one file of a language only.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

import rtoml

from core.units import BYTE, Quantity
from core.wording.amounts import number, small_or_large, trimmed
from core.wording.note import Bytes, FormatName, Formula, Note

OTHERWISE = "en"


class Sentences:
    """What *package* says, in every language that has a folder in it."""

    def __init__(self, package: str) -> None:
        self._package = package

    def say(self, language: str, key: str, **values: object) -> str:
        """
        The sentence *key* with its braces filled; numbers and amounts are written as the language
        does.

        A key that a table lacks raises KeyError: a test keeps the tables in step.
        """
        shown = {name: self._shown(language, value) for name, value in values.items()}
        return table(self._package, language)[key].format(**shown)

    def say_note(self, language: str, note: Note) -> str:
        """The same for a `Note`."""
        return self.say(language, note.key, **note.values)

    def say_formula(self, language: str, formula: Formula) -> str:
        """The terms of a sum; one that begins with a minus is taken off."""
        text = " + ".join(self.say_note(language, term) for term in formula)
        return text.replace(" + −", " −")

    def _shown(self, language: str, value: object) -> object:
        if isinstance(value, Bytes):
            return small_or_large(language, Quantity(value, BYTE))
        if isinstance(value, Quantity):
            return small_or_large(language, value)
        if isinstance(value, tuple):
            return self.say_formula(language, cast("Formula", value))
        if isinstance(value, FormatName):
            return format_name(language, value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return number(language, value) if isinstance(value, int) else trimmed(language, value)


@cache
def table(package: str, language: str) -> Mapping[str, str]:
    """section.key -> sentence. A language that *package* does not speak reads English."""
    folder = files(package) / language
    folder = folder if language.isalpha() and folder.is_dir() else files(package) / OTHERWISE
    found: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        rows: dict[str, dict[str, str]] = rtoml.loads(file.read_text("utf-8"))
        for section, group in rows.items():
            found |= {f"{section}.{key}": text for key, text in group.items()}
    return found


@cache
def format_name(language: str, name: str) -> str:
    """
    The name of a number format; what of it is English is said in the language.

    >>> format_name("pt", "FP8 (128x128 blocks)"), format_name("en", "HQQ 4-bit")
    ('FP8 (blocos de 128x128)', 'HQQ 4-bit')
    """
    return _reworded(language, name, "format_words.")


def comments(language: str, command: str) -> str:
    """
    Lines for a shell with their comments in the language.

    >>> comments("pt", "# on the second machine")
    '# na segunda máquina'
    """
    return _reworded(language, command, "command_words.") if "#" in command else command


def _reworded(language: str, text: str, section: str) -> str:
    there = table("core.wording", language)
    for key, english in table("core.wording", OTHERWISE).items():
        if key.startswith(section):
            text = text.replace(english, there[key])
    return text
