"""
A sentence that is chosen in the core and said later, in the asker's language.

The core decides *that* 8,192 tokens were assumed; the tables in en/ and pt/ decide how that reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """*key* is a row of the wording tables, *pairs* fill its braces."""

    key: str
    pairs: tuple[tuple[str, object], ...] = ()

    @property
    def values(self) -> Mapping[str, object]:
        """What fills the braces, by name."""
        return dict(self.pairs)


Formula = tuple[Note, ...]  # terms of a sum


class Bytes(int):
    """A value of a note that is an amount of memory; it is said in GiB."""


class FormatName(str):
    """A value of a note that names a number format; its English words are said in the language."""


def note(key: str, **values: object) -> Note:
    """`note("assumed.context", tokens=8192)`. A value may be a `Formula` itself."""
    return Note(key, tuple(values.items()))
