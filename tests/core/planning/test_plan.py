"""Placing scenarios: the smallest, the usable and the recommended number of cards."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.asked.question import Cards, Engine, Size
from core.asked.scenario import Resolved, Scenario
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.memory.engines.profile import profile
from core.memory.layout import ONE_GPU
from core.memory.serving import Serving, serving
from core.planning.placement import FEWEST, Role
from core.planning.plan import plan
from core.planning.room import Room
from core.units import BYTE, BYTE_PER_GPU, GIB_PER_GPU, PARAMETER, Quantity
from tests.core.conftest import model_named, precision, scenario
from tests.core.planning.placing import placed
from tests.rows import one_of
from tests.sizes import GIB, MIB


def _loaded(asked: Scenario, **load: int) -> Scenario:
    return replace(asked, held=replace(asked.held, **load))


def bare(parameters: int, bits: str = "bf16") -> Scenario:
    asked = scenario(model_named("Llama 3.1 8B"), bits)
    return replace(asked, model=Size("x", Quantity(parameters, PARAMETER)))


def test_70b_at_16_bits_takes_two_a100_80gb_and_that_is_tight():
    """
    168.0e9 bytes / 2 = 84.0e9; an A100 80GB has 81,920 MiB = 85.9e9: 1.9e9 bytes are left.
    """
    smallest, recommended = placed(bare(70_000_000_000), "a100-sxm4-80gb")

    assert (smallest.count, smallest.role, smallest.fits) == (2, FEWEST, True)
    assert smallest.headroom == Quantity(81_920 * MIB - 84_000_000_000, BYTE_PER_GPU)
    assert (recommended.count, recommended.role) == (4, Role.RECOMMENDED)


def test_a_bare_size_that_three_cards_hold_is_offered_on_four_as_well():
    """
    100B at 16 bits is 240 GB: 2.8 cards of 85.9 GB, so three hold it and four can be used.
    """
    counts = [(p.count, p.role) for p in placed(bare(100_000_000_000), "a100-sxm4-80gb")]

    assert counts == [(3, Role.SMALLEST), (4, Role.USABLE | Role.RECOMMENDED)]


def test_llama_70b_in_fp8_starts_on_two_h100():
    """
    vLLM 0.11 on H100: one card has no room for its cache, two do (accuracy/measured.jsonl).
    """
    asked = scenario(model_named("Llama 3.3 70B"), "fp8", context_length=16000)

    assert placed(asked, "h100-sxm5-80gb")[0].count == 2


def test_the_parts_of_a_placement_add_up_to_what_is_needed():
    for placement in placed(scenario(model_named("Qwen3.5 35B A3B")), "h100-sxm5-80gb"):
        parts = sum(placement.parts.values(), Quantity(0, BYTE_PER_GPU))
        assert parts == placement.needed


def test_vllm_reserves_its_share_of_the_card_whatever_the_model_needs():
    [placement] = placed(scenario(model_named("Llama 3.1 8B")), "h100-sxm5-80gb")

    assert placement.needed < Quantity(25, GIB_PER_GPU)
    assert placement.reserved == placement.budget > Quantity(70, GIB_PER_GPU)


def test_a_count_that_tensor_parallelism_cannot_use_becomes_pipeline_stages():
    [placement] = placed(scenario(model_named("Llama 3.1 70B")), "h100-sxm5-80gb", 3)

    assert (placement.tensor_parallel, placement.pipeline_parallel) == (1, 3)


def test_asked_cards_that_are_too_few_are_followed_by_how_many_would_do():
    asked, enough, *_ = placed(scenario(model_named("Llama 3.1 70B")), "h100-sxm5-80gb", 1)

    assert (asked.role, asked.fits) == (Role.ASKED, False)
    assert enough.fits
    assert enough.count > 1


def test_beyond_one_machine_stages_are_added_not_tensor_parallel_ranks():
    asked = scenario(model_named("Llama 3.1 405B"), context_length=131072, sequences=16)
    placement = placed(asked, "h100-sxm5-80gb")[0]

    assert (placement.tensor_parallel, placement.pipeline_parallel) == (8, placement.nodes)
    assert placement.nodes > 1


def test_named_parallel_sizes_are_used():
    engine = Engine("vllm", tensor_parallel_size=2, pipeline_parallel_size=2)
    asked = scenario(model_named("Llama 3.1 8B"), engine=engine)
    placement = placed(asked, "h100-sxm5-80gb")[0]

    assert (placement.count, placement.tensor_parallel, placement.pipeline_parallel) == (4, 2, 2)


NAMES = ("Llama 3.1 8B", "Gemma 3 27B", "DeepSeek V3", "Qwen3.5 35B A3B", "DeepSeek V4 Flash")
models = st.sampled_from(NAMES).map(model_named)
every_model = one_of(load_catalog().models.values())
contexts = st.integers(min_value=1, max_value=131072)
loads = st.integers(min_value=1, max_value=200)


def served(asked: Scenario) -> Serving:
    """The scenario on an 80 GB card."""
    model = asked.model
    assert isinstance(model, Model)
    return serving(asked, model, profile(asked, model, None, 80 * GIB))


rooms = st.integers(min_value=0, max_value=100 * GIB)  # byte on each GPU for cache and state


@given(models, loads, rooms)
def test_the_most_context_fits_and_one_block_more_does_not(model, sequences, room):
    served_model = served(scenario(model, sequences=sequences))
    most = Room(served_model, ONE_GPU, room).max_context

    assert most is not None
    each = room // sequences
    assert most == 0 or served_model.cache_of_one(ONE_GPU, most) <= each
    if most < model.max_position_embeddings:
        assert served_model.cache_of_one(ONE_GPU, most + 16) > each


@given(models, contexts, rooms)
def test_the_most_sequences_fit_and_one_more_does_not(model, context_length, room):
    served_model = served(scenario(model, context_length=context_length))
    one = served_model.cache_of_one(ONE_GPU, context_length)
    most = Room(served_model, ONE_GPU, room).max_sequences

    def takes(sequences: int) -> int:
        activations_of = served_model.engine.activations_of
        assert activations_of is not None
        rows = activations_of(ONE_GPU, sequences) - activations_of(ONE_GPU, 1)
        return sequences * one + rows

    assert most is not None
    assert most == 0 or takes(most) <= room
    assert takes(most + 1) > room


@given(contexts, st.integers(min_value=0, max_value=131072), rooms)
def test_a_shared_prefix_never_leaves_room_for_fewer(context_length, shared_prefix, room):
    asked = scenario(model_named("Llama 3.1 8B"), context_length=context_length)
    apart, shared = (
        Room(served(_loaded(asked, shared_prefix=prefix)), ONE_GPU, room).max_sequences
        for prefix in (0, min(shared_prefix, context_length))
    )

    assert shared >= apart


@given(every_model, contexts, loads, st.integers(min_value=1, max_value=8))
def test_what_costs_memory_never_takes_fewer_cards(model, context_length, sequences, more):
    asked = scenario(model, "fp8", context_length=context_length, sequences=sequences)
    larger = (
        _loaded(asked, sequences=sequences * more),
        _loaded(asked, tokens=context_length * more),
        replace(asked, precision=precision("bf16")),
        replace(asked, kv_precision=precision("fp32")),
    )
    before = placed(asked, "h100-sxm5-80gb")[0]

    for changed in larger:
        after = placed(changed, "h100-sxm5-80gb")[0]
        if after.fits and before.fits:
            assert after.count >= before.count


@pytest.mark.parametrize("name", NAMES)
def test_every_estimate_lies_in_its_range_and_is_the_sum_of_its_parts(name):
    cards = (Cards(load_catalog().gpus["h100-sxm5-80gb"]),)
    [estimate] = plan(Resolved((scenario(model_named(name)),), cards, True, ())).estimates

    assert estimate.total == sum((part.size for part in estimate.components), Quantity(0, BYTE))
    assert estimate.low <= estimate.total <= estimate.high
    assert all(part.low <= part.size <= part.high for part in estimate.components)
