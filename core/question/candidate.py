"""
One thing that a stretch of the text may mean.

Recognisers offer candidates and decide nothing: "Q3 budget" is offered as a number format by one
and as a quarter of the year by another, and one step (`choose`) takes the best set that does not
overlap. The roles there are, and what a value of each is, stand in `roles`.
"""

import re
from enum import IntEnum
from typing import NamedTuple

from core.wording.note import Note


class Evidence(IntEnum):
    """How plainly the text says that the stretch has this role, weakest first."""

    BARE = 1  # a number and nothing beside it: "4096"
    SHAPE = 2  # its form is usual for the role: "70B", "8x7B", "32k"
    NEAR = 3  # a word of the role stands in the neighbourhood
    NAMED = 4  # the role's own word or unit stands beside it: "32k tokens", "batch of 8"
    FLAG = 5  # a flag, a key or a table's column says it: "--max-model-len 32768"


BARE, SHAPE, NEAR, NAMED, FLAG = Evidence


class Candidate(NamedTuple):
    """
    *role* is what the stretch would be ("context_length", "cards", "decoy.money"),
    *value* what it would say, *why* the reason in a few words ('unit "tokens"'), for
    ``python -m core --why``. *start* and *end* are places in `Text.plain`. *notes* are said where
    the candidate is taken. A flag that says several things is offered in parts of one *whole*.
    """

    start: int
    end: int
    role: str
    value: object
    evidence: Evidence
    why: str
    notes: tuple[Note, ...] = ()
    whole: tuple[int, int] | None = None  # of a part: what is named where it does not count

    @property
    def is_decoy(self) -> bool:
        """Understood, and none of what we count."""
        return self.role.startswith("decoy.")


def matched(
    match: re.Match[str],
    role: str,
    value: object,
    evidence: Evidence,
    why: str,
    notes: tuple[Note, ...] = (),
) -> Candidate:
    """A candidate that is as long as *match*."""
    return Candidate(match.start(), match.end(), role, value, evidence, why, notes)
