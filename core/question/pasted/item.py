"""One flag, key or variable of a pasted text, with what its value means."""

from dataclasses import dataclass

from core.wording.note import Note


@dataclass(frozen=True, slots=True)
class Item:
    """
    *role* as in the tables of flags, *value* as the role takes it, at [start, end) of the plain
    text. *why* names the flag and the tool, for ``python -m core --why``; *tool* is "" where the
    flag stands alone.
    """

    start: int
    end: int
    role: str
    value: object
    why: str
    tool: str = ""
    notes: tuple[Note, ...] = ()
    whole: tuple[int, int] | None = None  # of which it is a part


NOTHING = "nothing"
UNCOUNTED = "decoy.flag"
SPOKEN_OF = "decoy.spoken_of"  # a flag named in a sentence, without a value
OBJECT = "object"  # several settings in one value, on its way to items of their own
