"""Another card, where no number of the named one that somebody would put together is enough."""

from dataclasses import replace

from core.asked.question import Cards
from core.asked.scenario import Resolved, usual_cards
from core.catalog.catalog import Catalog
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.planning.headline import headline_of
from core.planning.placement import Placement, Role
from core.planning.plan import Plan, plan


def with_another_card(resolved: Resolved, planned: Plan, catalog: Catalog) -> Plan:
    """*planned*, and what would hold it where nothing of the named cards does."""
    if not resolved.asked_for_cards or len(resolved.scenarios) != 1:
        return planned
    if any(placement.fits for placement in planned.placements):
        return planned
    if resolved.scenarios[0].engine.tensor_split:
        return planned  # parts that were named are what does not fit, not the cards
    named = resolved.cards[0].gpu
    another = _smallest_alike(resolved, named, catalog) or _usual(resolved, catalog)
    if another is None:
        return planned
    instead = replace(another, role=Role.INSTEAD)
    return replace(planned, placements=(*planned.placements, instead))


def _smallest_alike(resolved: Resolved, named: GPU, catalog: Catalog) -> Placement | None:
    """For a gaming card the fewest and smallest of gaming cards; for a Mac a larger one."""
    if named.segment not in ("consumer", "apple"):
        return None
    held = [each for each in _held(resolved, _alike(named, catalog)) if Role.USABLE in each.role]
    return min(held, key=lambda each: (each.count, each.share.capacity), default=None)


def _alike(named: GPU, catalog: Catalog) -> tuple[Cards, ...]:
    """Of several of one size the newest comes first: it stands last in the tables."""
    if named.segment == "apple":
        macs = [Cards(gpu) for gpu in catalog.gpus.values() if gpu.segment == "apple"]
        return tuple(reversed(macs))
    return tuple(each for each in usual_cards(catalog) if each.gpu.segment == named.segment)


def _usual(resolved: Resolved, catalog: Catalog) -> Placement | None:
    """What the first line would speak of if no card had been named (decisions/0007)."""
    known = isinstance(resolved.scenarios[0].model, Model)
    return headline_of(_held(resolved, usual_cards(catalog)), known=known)


def _held(resolved: Resolved, cards: tuple[Cards, ...]) -> list[Placement]:
    return [each for each in plan(replace(resolved, cards=cards)).placements if each.fits]
