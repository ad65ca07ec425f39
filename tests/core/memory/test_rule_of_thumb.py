"""The quick rule, as the article has it."""

import pytest

from core.memory.rule_of_thumb import RuleOfThumb
from core.units import BILLION, BIT_PER_ELEMENT, BYTE, DIMENSIONLESS, GB, Quantity

SIZE = Quantity(70, BILLION)
SIXTEEN = Quantity(16, BIT_PER_ELEMENT)


@pytest.mark.parametrize(("bits", "gigabytes"), [(32, 336), (16, 168), (8, 84), (4, 42)])
def test_70b_as_in_the_article(bits, gigabytes):
    """
    (70e9 x 4) / (32 / bits) x 1.2
    """
    rule = RuleOfThumb(SIZE, Quantity(bits, BIT_PER_ELEMENT))

    assert rule.size == Quantity(gigabytes, GB)


@pytest.mark.parametrize(("overhead", "size"), [(1.3, 33_800_000_000), (1.0, 26_000_000_000)])
def test_the_overhead_can_be_named(overhead, size):
    """
    13e9 x 2 bytes x 1.3 = 33.8 GB; without overhead 26 GB.
    """
    rule = RuleOfThumb(Quantity(13, BILLION), SIXTEEN, Quantity(overhead, DIMENSIONLESS))

    assert rule.size == Quantity(size, BYTE)


def test_the_steps_in_portuguese():
    assert RuleOfThumb(SIZE, SIXTEEN).steps("pt") == (
        "M = (P × 4 bytes) / (32 / Q) × 1,2",
        "P × 4 bytes = 70.000.000.000 × 4 = 280,0 GB (260,8 GiB)",
        "32 / Q = 32 / 16 = 2",
        "280,0 GB / 2 = 140,0 GB (130,4 GiB)",
        "× 1,2 = 168,0 GB (156,5 GiB)",
    )
