"""
How often a card that was said to do would have run out of memory, and how much of it was left over.

For each measured total: the smallest usual card that a figure fits. It ran out where the measured
total is more than that card; otherwise the rest of the card is wasted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from tests.accuracy.peers import PEERS
from tests.accuracy.score import Scored

CARDS = (6, 8, 12, 16, 24, 32, 40, 48, 80, 96, 141, 180, 288)  # GiB, as they are sold
TOTALS = ("total_peak", "total_allocated")

Figure = Callable[[Scored], float | None]


@dataclass(frozen=True, slots=True)
class Budget:
    """Of one way to say a total: runs, how many ran out, the median share of the card left over."""

    name: str
    rows: int
    ran_out: int
    wasted: float


def budgets(scored: Iterable[Scored]) -> list[Budget]:
    """Ours, the top of our range, and every peer that has a figure for a total."""
    totals = [each for each in scored if each.row.quantity in TOTALS]
    ways: list[tuple[str, Figure]] = [
        ("our figure", lambda each: each.ours.value),
        ("the top of our range", lambda each: each.ours.high),
        *((peer.name, lambda each, peer=peer: peer.figure(each.row)) for peer in PEERS),
    ]
    found = (_budget(name, way, totals) for name, way in ways)
    return [each for each in found if each.rows]


def smallest_card(figure: float) -> float:
    """The smallest usual card of *figure* GiB, or several of the largest."""
    largest = CARDS[-1]
    return next((card for card in CARDS if card >= figure), largest * -(-figure // largest))


def _budget(name: str, way: Figure, totals: list[Scored]) -> Budget:
    held: list[float] = []
    ran_out = 0
    for each in totals:
        figure = way(each)
        if figure is None:
            continue
        card = smallest_card(figure)
        left = 1 - each.row.nearest(figure) / card
        ran_out += left < 0
        held += [left] if left >= 0 else []
    return Budget(name, len(held) + ran_out, ran_out, median(held) if held else 0.0)
