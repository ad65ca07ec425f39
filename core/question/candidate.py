"""
One thing that a stretch of the text may mean.

Recognisers offer candidates and decide nothing: "Q3 budget" is offered as a number format by one
and as a quarter of the year by another, and one step chooses the best set that does not overlap.
"""

from dataclasses import dataclass
from enum import IntEnum


class Evidence(IntEnum):
    """How plainly the text says that the stretch has this role, weakest first."""

    BARE = 1  # a number and nothing beside it: "32k"
    SHAPE = 2  # its form is usual for the role: "70B", "8x7B"
    NEAR = 3  # a word of the role stands in the neighbourhood
    NAMED = 4  # the role's own word or unit stands beside it: "32k tokens", "batch of 8"
    FLAG = 5  # a flag, a key or a table's column says it: "--max-model-len 32768"


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    *role* is what the stretch would be ("context_length", "sequences", "gpu", "decoy.money", ...),
    *value* what it would say, *why* the reason in a few words ('unit "tokens"'), for
    ``python -m core --why``. *start* and *end* are places in `Text.plain`.
    """

    start: int
    end: int
    role: str
    value: object
    evidence: Evidence
    why: str
