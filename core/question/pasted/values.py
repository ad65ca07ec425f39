"""
What is written after a flag, read as the tool reads it.

    >>> from core.question.pasted.table import Flag
    >>> read_value(Flag("context_length", "human"), "32K"), read_value(Flag("", "human"), "32k")
    (Read(32768), Read(32000))
    >>> read_value(Flag("context_length", "count"), "$LENGTH") is None
    True
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.question.pasted.table import Flag, Reads
from core.question.steps.numbers import tokens
from core.question.words.regex import regex
from core.units import BYTE_PER_GPU, GIB, Quantity, in_bytes

YES = frozenset(["true", "yes", "on", "1", "enable", "enabled"])
NO = frozenset(["false", "no", "off", "0", "none", "null", "disable", "disabled"])
_EMPTY = frozenset(("auto", "none", "null", "default", "~", ""))

_NUMBER = regex(r"[+-]?(?:\d{1,15}(?:\.\d{0,9})?|\.\d{1,9})(?:e[+-]?\d{1,3})?")
_HUMAN = regex(r"(\d{1,15}(?:\.\d{1,9})?)([kKmMgGtT])(i?[bB]|i)?")
_WHOLE = regex(r"[+-]?\d{1,3}(?:[,_]\d{3}){1,4}|[+-]?\d{1,15}")
_BINARY = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_DECIMAL = {"k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_STAGE = regex(
    r"(?:z|ze?ro|stage|ds|deepspeed)[ _.-]{0,2}(?:opt(?:imization)?[ _.-]{0,2})?(?:stage[ _.-]?)?"
    r"([0-3])(?!\d)",
    re.IGNORECASE,
)
_NAMES = regex(r"[A-Za-z_*][\w.*-]{0,80}")
_DEVICE = regex(r"\d{1,4}|gpu-[\w-]{4,60}|mig-[\w/-]{4,60}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A value, or *full*: as long as the model was made for; or *nothing*: it changes nothing."""

    value: object
    full: bool = False
    nothing: bool = False

    def __repr__(self) -> str:
        return f"Read({self.value!r})" if not (self.full or self.nothing) else "Read(-)"


def read_value(flag: Flag, written: str) -> Read | None:
    """None where it is not what the flag takes: a variable of the shell, a placeholder."""
    text = written.strip().strip("\"'").rstrip(".:")
    low = text.lower()
    if low in flag.neutral:
        return Read(None, nothing=True)
    if low in flag.full:
        return Read(True, full=True)
    if low in flag.values:
        return Read(flag.values[low])
    value = _READERS[flag.reads](text)
    if value is None and low in _EMPTY:
        return Read(None, nothing=True)
    return None if value is None else Read(value)


def switch(text: str) -> bool | None:
    """Yes or no."""
    low = text.lower()
    return True if low in YES else False if low in NO else None


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _positive(text: str) -> bool | None:
    number = _number(text)
    return None if number is None else number > 0


def _count(text: str) -> int | float | None:
    """A whole number; one with a point is returned as it is, so that it can be refused."""
    if _WHOLE.fullmatch(text):
        return int(text.replace(",", "").replace("_", ""))
    number = _number(text)
    return int(number) if number is not None and number == int(number) else number


def _tokens(text: str) -> int | float | None:
    match = _HUMAN.fullmatch(text)
    if match is None or match[3]:
        return _count(text)
    return int(tokens(match[1], match[2].lower())) if match[2] in "kKmM" else None


def _human(text: str) -> int | float | None:
    match = _HUMAN.fullmatch(text)
    if match is None or match[3]:
        return _count(text)
    factors: Mapping[str, int] = _DECIMAL if match[2].islower() else _BINARY
    return int(float(match[1]) * factors[match[2].lower()])


def _si(text: str) -> int | float | None:
    """ "32k" is 32,000 and "32Ki" 32,768."""
    match = _HUMAN.fullmatch(text)
    if match is None:
        return _count(text)
    factors: Mapping[str, int] = _BINARY if match[3] else _DECIMAL
    return int(float(match[1]) * factors[match[2].lower()])


def _bytes(text: str) -> Quantity | None:
    """ "4G" and "4GiB" are binary, "4g" and "4GB" decimal, as in `_human`."""
    number = _human(text)
    return None if number is None else Quantity(int(number), BYTE_PER_GPU)


def _gib(text: str) -> Quantity | None:
    number = _number(text)
    return None if number is None else Quantity(round(in_bytes(number, GIB)), BYTE_PER_GPU)


def _list(text: str) -> tuple[str, ...] | None:
    return tuple(_NAMES.findall(text)) or None


def _words(text: str) -> tuple[str, ...] | None:
    """ "exps=CPU,shared=CUDA0" is two."""
    parts = (part.strip(" \"'[]") for part in text.split(","))
    return tuple(part for part in parts if part) or None


def _numbers(text: str) -> tuple[float, ...] | None:
    numbers = [_number(part.strip()) for part in text.strip("[]").split(",")]
    return tuple(number for number in numbers if number is not None) if all(numbers) else None


def _devices(text: str) -> int | None:
    text = text.strip("\"'").removeprefix("device=").strip("\"'")
    parts = [part.strip() for part in text.split(",")]
    ok = all(_DEVICE.fullmatch(part) for part in parts)
    return len(parts) if ok else None


def _stage(text: str) -> str | None:
    """ "3" of "ds_z3_offload_config.json"; the rest of the name is kept for what else it says."""
    if text in ("0", "1", "2", "3"):
        return text
    match = _STAGE.search(text)
    return None if match is None else f"{match[1]} {text.lower()}"


def _text(text: str) -> str | None:
    return text or None


_READERS: Mapping[Reads, Callable[[str], object]] = {
    "switch": switch,
    "text": _text,
    "lower": lambda text: text.lower() or None,
    "choice": lambda _: None,
    "several": _text,
    "count": _count,
    "tokens": _tokens,
    "human": _human,
    "si": _si,
    "number": _number,
    "positive": _positive,
    "gib": _gib,
    "bytes": _bytes,
    "format": _text,
    "list": _list,
    "words": _words,
    "numbers": _numbers,
    "object": lambda _: None,
    "devices": _devices,
    "model": _text,
    "stage": _stage,
}
