"""What enters and leaves the core carries its unit, so that a mix-up raises instead of lying."""

import re
from pathlib import Path

import pint
import pytest

from core import units
from core.answer import answer
from core.asked.question import Size
from core.question.parser import parse
from core.units import (
    BILLION,
    BIT_PER_ELEMENT,
    BYTE,
    BYTE_PER_GPU,
    DIMENSIONLESS,
    GB,
    GIB,
    GPU,
    PARAMETER,
    SEQUENCE,
    TOKEN_PER_SEQUENCE,
    Quantity,
)
from core.wording.amounts import both_units, figure, gib

CORE = Path(units.__file__).parent
LOADED = "llama 3.1 70b fp8 32k context 16 users on 4x H100"


def test_the_question_of_the_readme_is_read_into_quantities():
    question = parse("70B at 16 bits?")
    [size], [precision] = question.models, question.precisions

    assert size.parameters == Quantity(70, BILLION)
    assert precision.bits == precision.width == Quantity(16, BIT_PER_ELEMENT)


def test_what_is_said_of_the_load_and_the_overhead_is_read_into_quantities():
    question = parse("671B-A37B in fp8, 32k context, 16 users, 30% overhead")
    [size] = question.models

    assert isinstance(size, Size)
    assert size.active_parameters == Quantity(37, BILLION)
    assert question.context_length == Quantity(32_768, TOKEN_PER_SEQUENCE)
    assert question.sequences == Quantity(16, SEQUENCE)
    assert question.overhead == Quantity(1.3, DIMENSIONLESS)


def test_the_rule_of_thumb_is_parameters_times_width_times_overhead():
    rule = answer("70B at 16 bits?").rule_of_thumb

    assert rule is not None
    assert rule.size == Quantity(168, GB)
    assert (rule.parameters * rule.bits * rule.overhead).m_as(GB) == 168


def test_a_total_and_a_figure_of_one_card_cannot_be_added_or_compared():
    found = answer(LOADED)
    [estimate], [placement, *_] = found.estimates, found.placements

    assert estimate.total.is_compatible_with(BYTE)
    assert placement.needed.is_compatible_with(BYTE_PER_GPU)
    with pytest.raises(pint.DimensionalityError):
        estimate.total + placement.needed
    with pytest.raises(pint.DimensionalityError):
        bool(estimate.total <= placement.budget)


def test_all_cards_together_hold_at_least_the_whole():
    found = answer(LOADED)
    [estimate], [placement, *_] = found.estimates, found.placements

    assert placement.needed * Quantity(placement.count, GPU) > estimate.total


def test_every_part_of_a_placement_is_of_one_card_and_every_component_of_all():
    found = answer(LOADED)
    [estimate], [placement, *_] = found.estimates, found.placements

    assert {part.name for part in estimate.components} == set(placement.parts)
    assert sum(placement.parts.values(), Quantity(0, BYTE_PER_GPU)) == placement.needed
    assert sum(estimate.sizes().values(), Quantity(0, BYTE)) == estimate.total


def test_room_for_context_and_for_sequences_are_two_things():
    [placement, *_] = answer(LOADED).placements

    assert placement.max_context is not None
    with pytest.raises(pint.DimensionalityError):
        bool(placement.max_context <= placement.max_sequences)


def test_gb_are_never_shown_as_gib():
    card = Quantity(80, GB)

    assert gib("en", card) == gib("en", card.to(GIB)) == "74.5 GiB"
    assert both_units("pt", card) == both_units("pt", card.to(BYTE)) == "80,0 GB (74,5 GiB)"
    assert figure("en", card, GB) == "80.0"


def test_a_figure_of_one_card_is_shown_in_the_same_units():
    assert both_units("en", Quantity(168_000_000_000, BYTE_PER_GPU)) == "168.0 GB (156.5 GiB)"


@pytest.mark.parametrize(
    "amount",
    [
        pytest.param(Quantity(70, BILLION), id="parameters"),
        pytest.param(Quantity(16, BIT_PER_ELEMENT), id="a width"),
        pytest.param(Quantity(8192, TOKEN_PER_SEQUENCE), id="a context"),
        pytest.param(Quantity(1.2, DIMENSIONLESS), id="a factor"),
        pytest.param(Quantity(80, GIB) / Quantity(1, PARAMETER), id="memory of each parameter"),
    ],
)
def test_what_is_no_memory_is_not_shown_as_memory(amount):
    with pytest.raises(pint.DimensionalityError):
        gib("en", amount)


def test_a_number_without_a_unit_is_not_shown_as_memory():
    with pytest.raises(AttributeError):
        gib("en", 85_899_345_920)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("folder", ["catalog", "memory", "planning", "wording"])
def test_how_many_bytes_a_gib_has_is_written_in_the_registry_alone(folder):
    """Numbers that people say ("32k", "7B") are the reading's affair."""
    written = re.compile(r"2\s*\*\*\s*[23]0|1024\s*\*\s*1024")

    paths = [*(CORE / folder).rglob("*.py"), *(CORE.parent / "bot" / "views").glob("*.py")]
    assert paths
    assert [path.name for path in paths if written.search(path.read_text("utf-8"))] == []
