"""
The few placements that a person decides between: three at most.

Where no card was named: what the first line names, the cheapest that works, the comfortable one,
the newest. Of cards that were named: the number that was asked, the fewest that work, the
comfortable number, and what stands instead. The first line's own are always among them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from core.planning.cost import Price
from core.planning.placement import FEWEST, Placement, Role
from core.planning.result import Answer

MOST = 3
Kind = Literal["cheapest", "comfortable", "newest", "minimum", "asked", "instead", "other"]


@dataclass(frozen=True, slots=True)
class Option:
    """*kind* is why it is offered; *price* what it costs to rent, None where nobody knows."""

    kind: Kind
    placement: Placement
    price: Price | None


def options(answer: Answer) -> tuple[Option, ...]:
    """In the order in which they are worth a look; none where alternatives are compared."""
    if len(answer.estimates) != 1 or not answer.placements:
        return ()
    chosen: list[Option] = []
    for kind, placement in _wanted(answer):
        if len(chosen) == MOST:
            break
        if all(placement is not one.placement for one in chosen):
            chosen.append(Option(kind, placement, answer.price_of(placement)))
    return tuple(chosen)


def _wanted(answer: Answer) -> Iterator[tuple[Kind, Placement]]:
    named = bool(answer.question.gpus)
    worth = _usable(answer.placements, one_machine=not named)
    first = [one for one in (answer.headline, *answer.verdict.placements) if one is not None]
    cheapest = None if named or answer.prices is None else answer.prices.cheapest(worth)
    if cheapest is not None and any(cheapest is one for one in first):
        yield "cheapest", cheapest
    yield from map(_of_its_role, first)
    if cheapest is not None:
        yield "cheapest", cheapest
    held = any(Role.RECOMMENDED in one.role for one in first)
    recommended = [] if held else [one for one in worth if Role.RECOMMENDED in one.role]
    same = [one for one in recommended if first and one.gpu is first[0].gpu]
    yield from map(_of_its_role, (same or recommended)[:1])
    if named:
        yield from map(_of_its_role, answer.placements)
        return
    for one in _newest(worth):
        yield "newest", one


def _usable(placements: Iterable[Placement], *, one_machine: bool) -> list[Placement]:
    """What an engine can use, in one machine where that is possible."""
    fits = [one for one in placements if one.fits and one.is_usable]
    near = [one for one in fits if one.nodes == 1]
    return near if one_machine and near else fits


def _newest(worth: list[Placement]) -> list[Placement]:
    """Of the newest architecture, the fewest cards; of data centres where it runs on theirs."""
    known = [one for one in worth if one.gpu.vendor == "nvidia" and one.gpu.compute_capability]
    rented = [one for one in known if one.gpu.segment == "data-centre"]
    by_age = sorted(
        rented or known, key=lambda one: (-float(one.gpu.compute_capability or 0), one.count)
    )
    return by_age[:1]


def _of_its_role(placement: Placement) -> tuple[Kind, Placement]:
    return _kind(placement), placement


def _kind(placement: Placement) -> Kind:
    if Role.INSTEAD in placement.role:
        return "instead"
    if Role.RECOMMENDED in placement.role:
        return "comfortable"
    if placement.role & FEWEST:
        return "minimum"
    return "asked" if Role.ASKED in placement.role else "other"
