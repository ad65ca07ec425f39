"""The sequences that are held at the same time, as the formulas count them: plain integers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """
    *tokens* of one sequence, prompt and answer together; *sequences* at the same time;
    *shared_prefix*: the first tokens, which all of them have in common.
    """

    tokens: int
    sequences: int = 1
    shared_prefix: int = 0
