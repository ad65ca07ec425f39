"""One part of what a GPU holds, as the formulas count it: plain integers of bytes."""

from dataclasses import dataclass
from enum import StrEnum

from core.asked.question import ComponentName
from core.wording.note import Formula, Note


class Known(StrEnum):
    """How an amount is known."""

    EXACT = "exact"  # counted from the architecture and the format
    MEASURED = "measured"  # read in logs of real runs, fitted where docs/accuracy.md says so
    MODELLED = "modelled"  # from a formula that was checked against few runs


@dataclass(frozen=True, slots=True)
class Part:
    """
    Bytes, the range they may lie in, and where the number comes from.

    A plan makes hundreds of these; what leaves it is a `Component`, in quantities.
    """

    name: ComponentName
    size: int  # byte
    low: int  # byte
    high: int  # byte
    known: Known
    formula: Formula  # in words, with this scenario's numbers
    source: Note
