"""Which placement the first line of a reply speaks of, and whether it is comfortable."""

from collections.abc import Sequence

from core.planning.placement import Placement, Role

TIGHT = 0.05  # of the budget; less than this left is said aloud
EDGE = 0.10  # of the budget; less than this missing may be our own range
# Where no card is named the headline takes the first of these that holds it alone, else the first
# of the large ones that hold it in one machine, else the last of the first (decisions/0007).
HEADLINE_CARDS = ("t4", "l4", "l40s", "h100-sxm5-80gb")
LARGE_CARDS = ("h100-sxm5-80gb", "h200-sxm5-141gb", "b200-sxm6-180gb")
HEADLINE_CARDS_OF_A_SIZE = ("t4", "l4", "l40s", "a100-sxm4-80gb")  # the article's card


def headline_of(placed: Sequence[Placement], *, known: bool) -> Placement | None:
    """
    The one of *placed* (all of one estimate) that is told first; None where there is none.

    *known*: the layers of the model are known, not only its size.
    """
    placed = [placement for placement in placed if Role.INSTEAD not in placement.role]
    if not placed:
        return None
    if len({placement.gpu.id for placement in placed}) == 1:
        return next((p for p in placed if Role.ASKED in p.role or p.fits), placed[0])
    wanted = HEADLINE_CARDS if known else HEADLINE_CARDS_OF_A_SIZE
    usable = [p for p in placed if p.fits and (Role.USABLE in p.role or Role.ASKED in p.role)]
    by_card = {placement.gpu.id: placement for placement in reversed(usable)}
    candidates = [by_card[name] for name in wanted if name in by_card]
    alone = next((p for p in candidates if p.count == 1), None)
    if alone is not None or not candidates:
        return alone or (usable or placed)[0]
    large = [by_card[name] for name in LARGE_CARDS if known and name in by_card]
    one_machine = next((p for p in large if p.nodes == 1), None)
    return one_machine or candidates[-1]


def is_tight(placement: Placement) -> bool:
    """Whether it fits with less than a twentieth to spare, or only if all goes well."""
    return has_little_left(placement) or may_be_too_few(placement)


def has_little_left(placement: Placement) -> bool:
    """Less than a twentieth."""
    return placement.fits and placement.share.headroom < TIGHT * placement.share.budget


def may_be_too_few(placement: Placement) -> bool:
    """Whether it fits, but not with every part at the top of its range."""
    share = placement.share
    return placement.fits and share.needed_high > share.budget


def on_the_edge(placement: Placement) -> bool:
    """Whether so little is missing that by our own range it might fit."""
    share = placement.share
    low = share.needed if share.needed_low is None else share.needed_low
    missing = -share.headroom
    edge = EDGE if placement.zero_stage is None else TIGHT  # ranges of training runs are wide
    return 0 < missing <= edge * share.budget and low <= share.budget
