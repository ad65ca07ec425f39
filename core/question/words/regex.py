"""
Patterns that are compiled when they are first used.

Compiling the 180 patterns of the grammar takes as long as loading all tables; a process that only
starts, or asks for help, need not wait for it.
"""

import re
from typing import cast

_USED = ("search", "match", "fullmatch", "finditer", "findall", "sub")


class _Later:
    """Stands for a compiled pattern; becomes one, method by method, at the first call."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self._text, self._flags)
        for method in _USED:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, later. A pattern that cannot be compiled fails in the tests, not at import."""
    return cast("re.Pattern[str]", _Later(text, flags))
