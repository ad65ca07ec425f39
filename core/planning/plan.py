"""From scenarios to estimates and placements."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from core.asked.question import Size
from core.asked.scenario import Resolved, Scenario
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.memory.engines.profile import REFERENCE_CAPACITY, Profile, profile
from core.memory.estimate import Estimate
from core.memory.layout import Layout
from core.memory.rule_of_thumb import RuleOfThumb
from core.memory.serving import Serving, serving
from core.planning.commands.refuses import refused_by_card, too_old
from core.planning.fit import Card, card, fits, fits_comfortably, layouts, layouts_of, place
from core.planning.headline import headline_of, on_the_edge
from core.planning.placement import COMFORTABLE, FEWEST, Placement, Role
from core.planning.size_only import cards_for_size, size_estimate
from core.planning.train import train_on, training_estimate

ABOUT = 1.05  # layouts this close are alike; the earlier in the list is the usual one


@dataclass(frozen=True, slots=True)
class Refused:
    """The usual format, and the cards that it does not fit."""

    precision: Precision
    placement: Placement


@dataclass(frozen=True)
class Plan:
    """
    What was computed, by scenario: `estimates[i]` and `rules[i]` belong to `scenarios[i]`.

    *refused* is what the format of the scenario stands in for.
    """

    scenarios: tuple[Scenario, ...]
    rules: tuple[RuleOfThumb, ...]
    estimates: tuple[Estimate, ...]
    placements: tuple[Placement, ...]
    refused: Refused | None = None

    @cached_property
    def headlines(self) -> tuple[Placement | None, ...]:
        """By scenario, the placement that the first line speaks of."""
        placed: list[list[Placement]] = [[] for _ in self.scenarios]
        for placement in self.placements:
            placed[placement.estimate].append(placement)
        return tuple(
            headline_of(some, known=isinstance(scenario.model, Model))
            for scenario, some in zip(self.scenarios, placed, strict=True)
        )


def plan(resolved: Resolved) -> Plan:
    """Every scenario on every card."""
    cards = [(card(named.gpu), named.count) for named in resolved.cards]
    rules: list[RuleOfThumb] = []
    estimates: list[Estimate] = []
    placements: list[Placement] = []
    for index, scenario in enumerate(resolved.scenarios):
        parameters = scenario.model.parameters
        rules.append(RuleOfThumb(parameters, scenario.precision.bits, scenario.overhead))
        if scenario.task != "serve":
            trained = [
                each
                for kind, count in cards
                for each in train_on(scenario, kind, count, index=index)
            ]
            first = headline_of(trained, known=isinstance(scenario.model, Model))
            estimate = training_estimate(scenario, first)
            placements += trained
        elif isinstance(scenario.model, Size):
            estimate = size_estimate(scenario, rules[-1])
            for kind, count in cards:
                placements += cards_for_size(estimate, kind, count, index=index)
        else:
            served = Served(scenario, scenario.model)
            run_on = (
                cards if resolved.asked_for_cards else _that_run(scenario, scenario.model, cards)
            )
            placed = [
                each
                for kind, count in run_on
                for each in place_on(served.on(kind), kind, count, index=index)
            ]
            first = headline_of(placed, known=True)
            estimate = model_estimate(served, first.gpu if first else None)
            placements += placed
        estimates.append(estimate)
    return Plan(resolved.scenarios, tuple(rules), tuple(estimates), tuple(placements))


def _that_run(
    scenario: Scenario, model: Model, cards: list[tuple[Card, int | None]]
) -> list[tuple[Card, int | None]]:
    """Of cards that nobody named those on which the engine starts the model; all where on none."""
    return [
        (kind, count)
        for kind, count in cards
        if refused_by_card(scenario, model, kind.gpu) is None
        and not too_old(kind.gpu, scenario.engine)
    ] or cards


class Served:
    """A scenario as engines serve it: cards on which they behave alike share one calculation."""

    def __init__(self, scenario: Scenario, model: Model) -> None:
        self.scenario = scenario
        self.model = model
        self._by_key: dict[Hashable, Serving] = {}

    def on(self, kind: Card) -> Serving:
        """On cards of this kind."""
        return self.with_engine(profile(self.scenario, self.model, kind.gpu, kind.capacity))

    def with_engine(self, engine: Profile) -> Serving:
        """Where the engine behaves so."""
        served = self._by_key.get(engine.key)
        if served is None:
            first = next(iter(self._by_key.values()), None)
            served = first.on(engine) if first else serving(self.scenario, self.model, engine)
            self._by_key[engine.key] = served
        return served


def model_estimate(served: Served, gpu: GPU | None) -> Estimate:
    """
    All parts on one card that is large enough: the whole before anything is split.

    The engine's own part depends on the kind of card, so *gpu* is that of the first line; None
    takes one of 80 GiB.
    """
    scenario, model = served.scenario, served.model
    capacity = card(gpu).capacity if gpu else REFERENCE_CAPACITY
    parts = served.with_engine(profile(scenario, model, gpu, capacity)).parts()
    return Estimate(model, scenario.precision, parts, "architecture")


def place_on(served: Serving, kind: Card, count: int | None, *, index: int) -> list[Placement]:
    """
    The asked *count*, with what would do where it is too few; or smallest and recommended.

    Every list is ascending in cards.
    """
    if count is not None:
        asked = _asked(served, kind, count, index)
        if asked.fits:
            return [asked]
        return [asked] + [
            each for each in _smallest(served, kind, index) if each.fits and each.count > count
        ]
    return _smallest(served, kind, index)


def _asked(served: Serving, kind: Card, count: int, index: int) -> Placement:
    """The best split of so many cards; where none holds it, one that lacks next to nothing."""
    choices = layouts_of(served, kind, count)

    def placed(layout: Layout) -> Placement:
        return place(served, kind, layout, index=index, role=Role.ASKED)

    best = placed(_best(served, kind, choices))
    if best.fits or on_the_edge(best):
        return best
    return next((near for near in map(placed, choices) if on_the_edge(near)), best)


def _smallest(served: Serving, kind: Card, index: int) -> list[Placement]:
    choices = layouts(served, kind)
    fitting = (layout for layout in choices if fits(served, kind, layout))
    smallest = next(fitting, None)
    if smallest is None:
        return [place(served, kind, choices[-1], index=index, role=Role.TOO_SMALL)]
    if fits_comfortably(served, kind, smallest):
        return [place(served, kind, smallest, index=index, role=COMFORTABLE)]
    placed = [place(served, kind, smallest, index=index, role=FEWEST)]
    comfortable = next((each for each in fitting if fits_comfortably(served, kind, each)), None)
    if comfortable is not None:
        placed.append(place(served, kind, comfortable, index=index, role=Role.RECOMMENDED))
    return placed


def _best(served: Serving, kind: Card, choices: list[Layout]) -> Layout:
    """The first that fits; otherwise the first whose fullest GPU holds about as little as any."""
    for layout in choices:
        if fits(served, kind, layout):
            return layout
    least = min(served.load(layout).needed for layout in choices)
    return next(each for each in choices if served.load(each).needed <= ABOUT * least)
