"""
How long the header of a GGUF file is, from its first bytes: where the weights begin.

The layout is in ggml's docs/gguf.md: magic, version, two counts, pairs of key and value, one entry
a tensor, then padding to `general.alignment`.
"""

import struct
from collections.abc import Callable

MAGIC = b"GGUF"
ALIGNMENT = 32
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_STRING, _ARRAY = 8, 9
_MOST = 1 << 26  # of anything that is counted: more is no header
_LONGEST = 1 << 24  # bytes of a string


class NoGGUFError(ValueError):
    """These bytes are no header of a GGUF file."""


class Header:
    """Reads forward; *more* gives the next bytes, or none at the end."""

    def __init__(self, more: Callable[[], bytes]) -> None:
        self._more = more
        self._held = b""
        self._at = 0
        self._gone = 0  # bytes that were read and dropped

    def data_begins(self) -> int:
        """The place of the first weight: bytes. Raises NoGGUFError."""
        if self._take(4) != MAGIC:
            raise NoGGUFError("it does not begin with GGUF")
        version, tensors, pairs = struct.unpack("<IQQ", self._take(20))
        if version not in (2, 3) or tensors > _MOST or pairs > _MOST:
            raise NoGGUFError("its counts are none")
        alignment = ALIGNMENT
        for _ in range(pairs):
            key, kind = self._string(), self._number("<I", 4)
            if key == b"general.alignment" and kind == 4:
                alignment = self._number("<I", 4)
            else:
                self._skip_value(kind)
        for _ in range(tensors):
            self._string()
            dimensions = self._number("<I", 4)
            if dimensions > 8:
                raise NoGGUFError("a tensor has too many dimensions")
            self._take(8 * dimensions + 12)  # its shape, its type, where it stands
        if not 0 < alignment <= 1 << 16:
            raise NoGGUFError("its alignment is none")
        end = self._gone + self._at
        return -(-end // alignment) * alignment

    def _skip_value(self, kind: int) -> None:
        if kind == _STRING:
            self._string()
        elif kind == _ARRAY:
            inner, count = struct.unpack("<IQ", self._take(12))
            if count > _MOST or inner == _ARRAY:
                raise NoGGUFError("a list is none")
            if inner == _STRING:
                for _ in range(count):
                    self._string()
            else:
                self._skip(count * self._size(inner))
        else:
            self._skip(self._size(kind))

    def _size(self, kind: int) -> int:
        if kind not in _SIZES:
            raise NoGGUFError("a value is of no known type")
        return _SIZES[kind]

    def _string(self) -> bytes:
        length = self._number("<Q", 8)
        if length > _LONGEST:
            raise NoGGUFError("a text is too long")
        return self._take(length)

    def _number(self, form: str, size: int) -> int:
        return int(struct.unpack(form, self._take(size))[0])

    def _skip(self, count: int) -> None:
        while count > 0:
            step = min(count, 1 << 16)
            self._take(step)
            count -= step

    def _take(self, count: int) -> bytes:
        while len(self._held) - self._at < count:
            more = self._more()
            if not more:
                raise NoGGUFError("it ends within its header")
            self._gone += self._at
            self._held, self._at = self._held[self._at :] + more, 0
        first, self._at = self._at, self._at + count
        return self._held[first : self._at]
