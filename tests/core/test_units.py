"""The registry: conversions that matter, sums that must fail, and a stub that tells the truth."""

import ast
from pathlib import Path

import pint
import pytest

from core import units
from core.units import BYTE, GB, GIB, GIB_PER_GPU, TOKEN, Quantity


def test_an_80_gib_card_holds_85_9_gb():
    assert Quantity(80, GIB).m_as(GB) == 85.89934592


def test_eight_bits_are_a_byte():
    assert Quantity(8, "bit").m_as(BYTE) == 1


def test_a_parameter_count_times_a_width_is_a_size():
    assert (Quantity(8, "parameter") * Quantity(16, "bit/element")).m_as(BYTE) == 16


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(Quantity(1, GIB), Quantity(1, GIB_PER_GPU), id="total and per GPU"),
        pytest.param(Quantity(1, TOKEN), Quantity(1, "token/sequence"), id="tokens and context"),
        pytest.param(Quantity(1, BYTE), Quantity(1, "parameter"), id="size and count"),
    ],
)
def test_sums_of_different_things_fail(left, right):
    with pytest.raises(pint.DimensionalityError):
        left + right
    with pytest.raises(pint.DimensionalityError):
        bool(left <= right)


@pytest.mark.parametrize("text", ["70b", "128k", "80Gb", "80g", "16K", "2T", "1M"])
def test_what_people_type_is_no_unit(text):
    with pytest.raises(pint.UndefinedUnitError):
        Quantity(text)


def test_every_name_of_the_stub_exists():
    tree = ast.parse(Path(units.__file__).with_suffix(".pyi").read_text())
    names = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    names |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    names |= {node.target.id for node in tree.body if isinstance(node, ast.AnnAssign)}

    assert names
    assert all(hasattr(units, name) for name in names)
