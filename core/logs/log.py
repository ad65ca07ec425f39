"""A log that was read: facts by what they are of, what was set, why it failed."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.asked.question import Cards
from core.logs.fact import UNITS, Fact, Program
from core.logs.failure import Failure
from core.logs.settings import Settings
from core.units import BYTE, BYTE_PER_GPU, Quantity

# Programs that print a line for each buffer, so that what a device holds is their sum
BY_BUFFER: tuple[Program, ...] = ("llama.cpp", "ollama")
_PAIRS = {"kv_cache": ("keys", "values"), "state": ("conv_state", "ssm_state")}


@dataclass(frozen=True, slots=True)
class Log:
    """*facts* are those of the last start in the log, in order."""

    program: Program
    facts: tuple[Fact, ...]
    settings: Settings
    cards: tuple[Cards, ...] = ()
    failure: Failure | None = None

    def name(self, what: str) -> str:
        """The last word that is said of *what*, or ""."""
        return next((str(fact.value) for fact in reversed(self.facts) if fact.what == what), "")

    def by_rank(self, what: str) -> dict[str, Quantity]:
        """
        In the unit of `UNITS`; the last figure of each rank, or the sum where a program prints
        one for each buffer.
        """
        found: dict[str, Quantity] = {}
        for rank, value in self._values(what):
            adds = self.program in BY_BUFFER and UNITS[what] in (BYTE_PER_GPU, BYTE)
            found[rank] = found[rank] + value if adds and rank in found else value
        return found

    def most(self, what: str) -> Quantity | None:
        """Of the rank that says most."""
        return max(self.by_rank(what).values(), default=None)

    def least(self, what: str) -> Quantity | None:
        """Of the rank that says least: what all of them have."""
        return min(self.by_rank(what).values(), default=None)

    def summed(self, what: str) -> Quantity | None:
        """Of all ranks together, in the unit of one."""
        values = list(self.by_rank(what).values())
        return sum(values[1:], values[0]) if values else None

    def _values(self, what: str) -> Iterator[tuple[str, Quantity]]:
        one, other = _PAIRS.get(what, ("", ""))
        pending: dict[str, Quantity] = {}
        for fact in self.facts:
            if not isinstance(fact.value, Quantity):
                continue
            if fact.what == what:
                yield fact.rank, fact.value
            elif fact.what == one:
                pending[fact.rank] = fact.value
            elif fact.what == other and fact.rank in pending:
                yield fact.rank, pending.pop(fact.rank) + fact.value
