"""
How likely a placement is to do without running out of memory, in a word, from our own ranges.

    safe      the card holds the top of the range: nine in ten runs of programs nobody had seen
    likely    it holds more than half of the way from our figure to the top: three in four
    on the edge   it holds the bottom of the range, and less than that
    no        not even that, or the split is not possible

What was measured lies below our figure plus so much of the way to the top in so many runs, each
family weighing the same: tests/accuracy/calibration.py and docs/accuracy.md, "How often it would
have run out".
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.planning.fit import card, layouts, place, serve_on
from core.planning.placement import Placement, Role
from core.planning.plan import Plan
from core.planning.practical import most_cards
from core.planning.train import COUNTS, train_on

LIKELY = 0.5  # of the way from our figure to the top of the range


class Chance(StrEnum):
    SAFE = "safe"
    LIKELY = "likely"
    EDGE = "edge"
    NO = "no"


def chance(placement: Placement) -> Chance:
    """Of this placement."""
    share = placement.share
    needed, high = share.needed, share.needed_high
    if placement.fits and high <= share.budget:
        return Chance.SAFE
    if placement.fits and needed + LIKELY * (high - needed) <= share.budget:
        return Chance.LIKELY
    low = needed if share.needed_low is None else share.needed_low
    possible = placement.fits or needed > share.budget  # otherwise it is the split
    return Chance.EDGE if possible and low <= share.budget else Chance.NO


def safe_on(plan: Plan, best: Placement) -> Placement | None:
    """
    *best*, or the fewest of the same cards from there on that are safe; None where no practical
    number is, or where only a size is known and the plan has none.
    """
    if chance(best) == Chance.SAFE:
        return best
    same = (each for each in plan.placements if each.estimate == best.estimate)
    told = [each for each in same if each.gpu.id == best.gpu.id and each.count > best.count]
    more = [*told, *_more(plan.scenarios[best.estimate], best)]
    safe = [each for each in more if chance(each) == Chance.SAFE]
    return min(safe, key=lambda each: each.count, default=None)


def is_known(scenario: Scenario) -> bool:
    """Whether every number of cards can be looked at: the layers, or a training run, are known."""
    return scenario.task != "serve" or isinstance(scenario.model, Model)


def _more(scenario: Scenario, best: Placement) -> Iterator[Placement]:
    """On more of the same cards, ascending, up to the first that are safe."""
    for each in _larger(scenario, best):
        yield each
        if chance(each) == Chance.SAFE:
            return


def _larger(scenario: Scenario, best: Placement) -> Iterator[Placement]:
    kind, most = card(best.gpu), most_cards(best.gpu, scenario.task)
    if scenario.task != "serve":
        for count in COUNTS:
            if best.count < count <= most:
                yield train_on(scenario, kind, count, index=best.estimate)[0]
        return
    if not isinstance(scenario.model, Model):
        return
    flags = replace(scenario.engine, tensor_parallel_size=None, pipeline_parallel_size=None)
    served = serve_on(replace(scenario, engine=flags), scenario.model, kind)
    for layout in layouts(served, kind):
        if best.count < layout.gpus <= most:
            yield place(served, kind, layout, index=best.estimate, role=Role.NONE)
