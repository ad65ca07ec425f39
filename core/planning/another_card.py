"""Larger cards that people buy or rent, for as many of them as were named."""

from core.asked.scenario import usual_cards
from core.catalog.catalog import Catalog
from core.catalog.gpu import GPU

ALIKE = ("consumer", "workstation")  # of one of these the others are tried before data centres'


def larger_cards(than: GPU, catalog: Catalog) -> list[GPU]:
    """Usual cards with more memory, smallest first; none instead of a Mac or a part of a card."""
    if than.vendor == "apple" or than.part_of or than.members > 1 or than.smallest:
        return []
    larger = [each.gpu for each in usual_cards(catalog) if each.gpu.capacity > than.capacity]
    at_home = than.segment in ALIKE
    return sorted(larger, key=lambda gpu: (at_home and gpu.segment not in ALIKE, gpu.capacity))
