"""Numbers and flags that have no role in the question, named in the first line."""

from collections.abc import Sequence

from core.wording.note import Note
from core.wording.say import say, say_note

MOST = 4  # that the first line names; of more, all are named below as well


# Notes on how a question was read that the whole figure hangs on
_FIRST = (
    "reading.slices_apart",
    "reading.per_node",
    "reading.engine_like",
    "reading.by_its_name",
    "team.pool",
    "team.no_pool",
    "team.away",
    "team.nobody",
)


def assumed_first(language: str, notes: Sequence[Note], first: str) -> str:
    """*first*, and what was assumed that nobody may overlook."""
    said = [say_note(language, one) for one in notes if one.key in _FIRST]
    return " ".join((first, *(f"{one[:1].upper()}{one[1:]}." for one in said)))


def without_role(language: str, numbers: Sequence[str], first: str) -> str:
    """
    *first*, and the numbers and flags that were not used.

    >>> without_role("en", ["12 giraffes"], "8B at 16 bits: 19.2 GB.")
    '8B at 16 bits: 19.2 GB. Not used: 12 giraffes.'
    >>> without_role("en", ["1", "2", "3", "4", "5", "6"], "19.2 GB.")
    '19.2 GB. Not used: 1, 2, 3, 4 and 2 more.'
    """
    if not numbers:
        return first
    words = ", ".join(numbers[:MOST])
    more = len(numbers) - MOST
    if more > 0:
        return first + say(language, "verdict.not_used_more", words=words, more=more)
    return first + say(language, "verdict.not_used", words=words)
