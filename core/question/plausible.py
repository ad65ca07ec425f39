"""How likely a number is in its role, by the limits of plausible.toml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import rtoml

from core.question.candidate import Candidate
from core.question.normalise import Text
from core.question.reading import CardMention

_TABLE = Path(__file__).with_name("plausible.toml")


@dataclass(frozen=True, slots=True)
class Limit:
    """Beyond *above* or *below*, *times* of the score is left."""

    times: float
    why: str
    above: float = float("inf")
    below: float = float("-inf")
    typed: str = ""  # a part of the words: "k"

    def is_passed(self, number: float, words: str) -> bool:
        """Whether this number, written like this, is beyond the limit."""
        return (number > self.above or number < self.below) and self.typed in words


@cache
def limits() -> dict[str, tuple[Limit, ...]]:
    """The limits of each role."""
    rows = cast("list[dict[str, Any]]", rtoml.loads(_TABLE.read_text("utf-8"))["limit"])
    roles = {str(row["role"]) for row in rows}
    return {
        role: tuple(
            Limit(**{key: said for key, said in row.items() if key != "role"})
            for row in rows
            if row["role"] == role
        )
        for role in roles
    }


def passed(candidate: Candidate, text: Text) -> Limit | None:
    """The limit that the candidate is beyond, the strongest where there are several."""
    of_role = limits().get(candidate.role)
    number = None if of_role is None else _number(candidate.value)
    if of_role is None or number is None:
        return None
    words = text.plain[candidate.start : candidate.end]
    beyond = [limit for limit in of_role if limit.is_passed(number, words)]
    return min(beyond, key=lambda limit: limit.times, default=None)


def _number(value: object) -> float | None:
    if isinstance(value, CardMention):
        return max(value.counts, default=None)
    return float(value) if isinstance(value, int | float) else None
