"""
How far programs are from our modelled parts of training, and whether ranges hold for families that
did not make them.

The unit is the family, a source's table: its rows share a program, a version and its author's
habits, so each family weighs the same, and is never in both halves. *Ratio*: what was measured
beside weights, gradients and optimizer states, over the activations and runtime that we say.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.memory.training.parts import context_of, largest_loss, parts_of, slack_share
from core.memory.training.ranges import SPANS, Kind, kind_of
from core.memory.training.states import states
from tests.accuracy.lookup import UnmappedError, model_of, precision_of
from tests.accuracy.row import Row
from tests.accuracy.training import gpus_counted, recipe_of
from tests.sizes import GIB

STATES = ("weights", "gradients", "optimizer")
MARGINS = (1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 2.0)
HELD = 0.9
TAIL = 0.05  # left outside on either side


class Ratio(NamedTuple):
    """Measured over modelled; for the high end nothing where the largest loss holds it anyway."""

    low: float
    high: float

    def inside(self, least: float, most: float) -> bool:
        """Whether the range that *least* and *most* make holds it."""
        return least <= self.low and self.high <= most


Ratios = Mapping[str, Sequence[Ratio]]  # by family


@dataclass(frozen=True, slots=True)
class Coverage:
    """A family against the range that all others give."""

    family: str
    rows: int
    inside: int
    least: float
    most: float


def ratios(rows: Iterable[Row], kind: Kind) -> dict[str, list[Ratio]]:
    """Of every training run of *kind* that can be compared and is not doubted."""
    found: dict[str, list[Ratio]] = defaultdict(list)
    for row in rows:
        if row.workload != "train" or row.doubtful or row.requirement or not row.values:
            continue
        try:
            ratio, of = _ratio(row)
        except UnmappedError:
            continue
        if of == kind:
            found[row.family].append(ratio)
    return dict(sorted(found.items()))


def span(known: Ratios) -> tuple[float, float]:
    """What all but a twentieth on either side lies between, each family weighing the same."""
    low = {family: [one.low for one in some] for family, some in known.items()}
    high = {family: [one.high for one in some] for family, some in known.items()}
    return _quantile(low, TAIL), _quantile(high, 1 - TAIL)


def margin(known: Ratios) -> float:
    """
    How much wider the span of others has to be, on either side, to hold nine in ten rows of
    families left out, and of each family in the mean: families differ more than their rows do.
    """
    for factor in MARGINS:
        left = coverage(known, factor)
        rows = sum(each.inside for each in left) / sum(each.rows for each in left)
        families = sum(each.inside / each.rows for each in left) / len(left)
        if min(rows, families) >= HELD:
            return factor
    return MARGINS[-1]


def coverage(known: Ratios, factor: float) -> list[Coverage]:
    """Each family left out; the span of the others is *factor* wider on either side."""
    found: list[Coverage] = []
    for family, own in known.items():
        least, most = span({name: some for name, some in known.items() if name != family})
        least, most = least / factor, most * factor
        inside = sum(one.inside(least, most) for one in own)
        found.append(Coverage(family, len(own), inside, least, most))
    return found


def held_at(known: Ratios, part: float) -> float:
    """
    In how many runs *part* of the way from our figure to the high end suffices, each family
    weighing the same.
    """
    least = 1 + part * (SPANS["whole"][1] - 1)
    shares = [sum(one.low <= least for one in some) / len(some) for some in known.values()]
    return sum(shares) / len(shares)


def shipped(rows: Sequence[Row]) -> dict[Kind, tuple[int, int]]:
    """By kind: runs, and how many of them lie in the span that is shipped."""
    found: dict[Kind, tuple[int, int]] = {}
    for kind, (least, most) in SPANS.items():
        every = [one for some in ratios(rows, kind).values() for one in some]
        found[kind] = (len(every), sum(one.inside(least, most) for one in every))
    return found


def _ratio(row: Row) -> tuple[Ratio, Kind]:
    if row.quantity != "total_peak":
        raise UnmappedError(row.quantity)
    model, plan = model_of(row), recipe_of(row)
    parts = parts_of(plan, model, precision_of(row, model))
    times = gpus_counted(row, plan) / GIB
    exact = times * sum(part.size for part in parts if part.name in STATES)
    modelled = times * sum(part.size for part in parts if part.name not in STATES)
    beyond = row.nearest(exact + modelled) - exact
    largest = largest_loss(plan, model, states(model, precision_of(row, model), plan))
    held = times * (context_of(plan) + (1 + slack_share(plan)) * largest)
    ratio = beyond / modelled
    return Ratio(ratio, ratio if beyond > held else 0.0), kind_of(model, plan)


def _quantile(known: Mapping[str, Sequence[float]], share: float) -> float:
    weighed = sorted((one, 1 / len(some)) for some in known.values() for one in some)
    passed = 0.0
    for one, weight in weighed:
        passed += weight
        if passed >= share * len(known):
            return one
    return weighed[-1][0]
