"""The answer as values: what a view, the terminal and a test may show."""

from dataclasses import dataclass

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.catalog.precision import Precision
from core.memory.estimate import Estimate
from core.memory.rule_of_thumb import RuleOfThumb
from core.planning.cost import Price, Prices
from core.planning.placement import Placement
from core.planning.speed import Speed, speed_of
from core.units import Quantity
from core.wording.note import Note


@dataclass(frozen=True, slots=True)
class Change:
    """
    One change that would make it fit, and what it gives back.

    *question* is the changed question as text, so that a button can ask it.
    """

    what: Note
    gives_back: Quantity  # byte/gpu
    question: str
    max_sequences: Quantity | None = None  # sequence
    max_context: Quantity | None = None  # token/sequence
    command: str | None = None  # `vllm serve ...` with the change made
    placed: Placement | None = None  # what each of the cards holds with the change made
    precision: Precision | None = None  # of the weights, then


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    The first line of the reply. *fits* is None where nobody asked whether it fits.

    *placements* are those that the line names, so that a view need not search the sentence.
    """

    fits: bool | None
    value: int | str | None
    summary: str
    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a view may show; language is the question's."""

    question: Question
    scenarios: tuple[Scenario, ...]  # with everything chosen; `estimates[i]` is of `scenarios[i]`
    assumed: tuple[str, ...]
    rule_of_thumb: RuleOfThumb | None
    estimates: tuple[Estimate, ...]
    placements: tuple[Placement, ...]
    verdict: Verdict
    caveats: tuple[str, ...] = ()  # sentences: tight, replicated KV, words that were not understood
    changes: tuple[Change, ...] = ()  # what would make it fit, smallest first
    command: str | None = None  # `vllm serve ...` for the placement of the first line
    headline: Placement | None = None  # the placement that the first line speaks of
    safe: Placement | None = None  # as many of its cards as hold the top of the range
    labels: tuple[str, ...] = ()  # of alternatives: what tells `estimates[i]` from the others
    prices: Prices | None = None  # what placements are priced by; None: nobody said

    def placement_of(self, like: Placement) -> Placement | None:
        """The one on as many of the same cards; None where there is none."""
        same = (one for one in self.placements if one.gpu.id == like.gpu.id)
        return next((one for one in same if one.count == like.count), None)

    def price_of(self, placement: Placement) -> Price | None:
        """What all its cards cost to rent; None where no price is known."""
        return self.prices.of(placement, self.question.gpus) if self.prices else None

    def speed_of(self, placement: Placement) -> Speed | None:
        """How fast it can be at most; None where that cannot be told."""
        return speed_of(self.scenarios[placement.estimate], placement)
