"""
Cards as their drivers call them, and how many of each there are.

    >>> from core.catalog.load import load_catalog
    >>> from core.catalog.names import index_of
    >>> card_of("NVIDIA A100-SXM4-80GB", None, index_of(load_catalog())).id
    'a100-sxm4-80gb'
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.asked.question import Language
from core.catalog.gpu import GPU
from core.catalog.names import Found, NameIndex
from core.catalog.spelling import pieces
from core.question.pasted.item import NOTHING, Item
from core.question.reading import CardMention
from core.question.steps.nameless_cards import nameless_card
from core.units import GIB_PER_GPU

_FAR = 0.08  # a driver's total that is so far from the table's is another card's
_GIB = 2**30


@dataclass(frozen=True, slots=True)
class Seen:
    """One line that names a card, with its memory in bytes where that stands beside it."""

    start: int
    end: int
    name: str
    memory: int | None = None
    slice_of: str = ""  # a MIG profile: "3g.40gb"


def card_of(name: str, memory: int | None, index: NameIndex) -> GPU | None:
    """The row of a driver's name; of the sizes it is sold in, the one with so much memory."""
    found = _longest(name, index)
    if found is None or not isinstance(found.row, GPU):
        return None
    if memory is None:
        return found.row
    rows = [found.row, *index.card_sizes(found.key).values()]
    nearest = min(rows, key=lambda row: abs(_bytes(row) - memory))
    return nearest if abs(_bytes(nearest) - memory) < _FAR * memory else None


def _bytes(row: GPU) -> float:
    return row.memory.m_as(GIB_PER_GPU) * _GIB


def _longest(name: str, index: NameIndex) -> Found | None:
    """The longest name of a card in it: "H100 80GB" of "NVIDIA H100 80GB HBM3"."""
    cut = pieces(name.lower())
    found = [index.longest(cut, first, len(cut)) for first in range(len(cut))]
    cards = [one for one in found if one is not None and isinstance(one.row, GPU)]
    return max(cards, key=lambda one: one.last - one.first, default=None)


def counted(seen: Sequence[Seen], index: NameIndex, language: Language, why: str) -> Iterator[Item]:
    """Each kind of card once, with how many lines name it; the further lines as nothing."""
    rows = [_row(one, index, language) for one in seen]
    ids = [None if row is None else row.id for row in rows]
    for place, (one, row) in enumerate(zip(seen, rows, strict=True)):
        if row is None or ids[place] in ids[:place]:
            yield Item(one.start, one.end, NOTHING, None, why)
            continue
        count = ids.count(row.id)
        mention = CardMention(one.start, one.end, row, row.id, counts=(count,), said=True)
        yield Item(one.start, one.end, "cards", mention, why)


def _row(one: Seen, index: NameIndex, language: Language) -> GPU | None:
    """A card of the table, or a nameless one with the memory that the driver reports."""
    row = card_of(one.name, one.memory, index)
    if row is not None and one.slice_of:
        return _slice(row, one.slice_of, index)
    if row is None and one.memory is not None:
        return nameless_card(round(one.memory / _GIB), language)
    return row


def _slice(card: GPU, profile: str, index: NameIndex) -> GPU | None:
    """The row of a MIG profile of this card."""
    chip = card.id.split("-")[0]
    rows = [
        row
        for row in index.catalog.gpus.values()
        if row.id.startswith(f"{chip}-") and row.id.endswith(f"-mig-{profile}")
    ]
    same = [row for row in rows if f"{card.label}gb-mig" in row.id]
    return next(iter(same or rows), None)


def cards_only(seen: Sequence[Seen]) -> list[Seen]:
    """Where a card is cut into slices, the slices are the cards."""
    sliced = {one.name for one in seen if one.slice_of}
    return [one for one in seen if one.slice_of or one.name not in sliced]
