"""Laws of memory, over every model of the catalogue."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.load import load_catalog
from core.memory.kv_cache import STEADY, Rules, cache, cache_of_one_sequence
from core.memory.layout import Layout
from core.memory.parallelism import tensor_parallel_sizes, valid_sizes
from core.memory.weights import classes, weights, weights_per_gpu
from tests.examples import examples
from tests.rows import one_of

CATALOG = load_catalog()
BLOCK = 16  # tokens
VLLM = Rules(BLOCK, in_flight=8192, grouped=True)

models = one_of(CATALOG.models.values())
latent = one_of(model for model in CATALOG.models.values() if model.mla)
heads_alone = st.sampled_from(  # every layer keeps the keys and values of as many heads
    [
        model
        for model in CATALOG.models.values()
        if not (model.linear or model.mla or model.indexer)
        and len({group.num_key_value_heads for group in model.attention}) == 1
    ]
)
formats = one_of(CATALOG.precisions.values())
widths = st.sampled_from([4.5, 8.0, 8.5, 16.0, 32.0])  # bits of a cache element
contexts = st.integers(1, 1_000_000)
rules = st.sampled_from([STEADY, VLLM])


@given(models, widths, contexts, st.integers(1, 500), rules)
def test_twice_the_sequences_take_twice_the_cache(model, bits, tokens, sequences, kept):
    once = cache(model, bits, tokens, sequences, rules=kept)
    twice = cache(model, bits, tokens, 2 * sequences, rules=kept)

    assert (twice.kv_cache, twice.state) == (2 * once.kv_cache, 2 * once.state)


@given(models, contexts, st.integers(1, 1_000_000), widths, rules)
def test_a_longer_context_never_takes_less(model, tokens, more, bits, kept):
    shorter = cache_of_one_sequence(model, bits, tokens, rules=kept)

    assert shorter.total <= cache_of_one_sequence(model, bits, tokens + more, rules=kept).total


@given(models, widths, widths, contexts)
def test_a_wider_cache_never_takes_less(model, one, other, tokens):
    narrow, wide = sorted((one, other))

    narrow_cache = cache_of_one_sequence(model, narrow, tokens)
    assert narrow_cache.total <= cache_of_one_sequence(model, wide, tokens).total


@pytest.mark.parametrize(
    "widening",
    [
        ("q2_k", "q3_k_m", "q4_k_m", "q5_k_m", "q6_k", "q8_0", "bf16", "fp32"),
        ("awq", "int8", "bf16"),
        ("nvfp4", "fp8", "fp16", "fp32"),
    ],
    ids=lambda ids: ids[0],
)
@given(model=models)
def test_wider_weights_never_take_less(model, widening):
    sizes = [weights(model, CATALOG.precisions[id]) for id in widening]

    assert sizes == sorted(sizes)


@settings(max_examples=examples(150))
@given(models, formats)
def test_more_ranks_never_hold_more_weights_each(model, precision):
    groups = classes(model, precision)
    sizes = valid_sizes(model, precision)
    held = [weights_per_gpu(groups, model, Layout(tensor_parallel_size=size)) for size in sizes]

    assert held == sorted(held, reverse=True)


@settings(max_examples=examples(150))
@given(models, widths, contexts)
def test_more_ranks_never_hold_more_cache_each(model, bits, tokens):
    bf16 = CATALOG.precisions["bf16"]
    sizes = valid_sizes(model, bf16)
    held = [_per_gpu(model, bits, tokens, size) for size in sizes]

    assert held == sorted(held, reverse=True)


@given(heads_alone, widths, contexts)
def test_ranks_share_the_heads_evenly_until_a_head_is_repeated(model, bits, tokens):
    whole = _per_gpu(model, bits, tokens, 1)
    for choice in tensor_parallel_sizes(model, CATALOG.precisions["bf16"], 16):
        if choice.reason is None:
            held = _per_gpu(model, bits, tokens, choice.size) * choice.size
            assert abs(held - whole * choice.kv_copies) <= choice.size * choice.kv_copies


@given(latent, widths, contexts)
def test_a_latent_cache_is_the_same_on_one_rank_and_on_eight(model, bits, tokens):
    if model.linear is None:
        assert _per_gpu(model, bits, tokens, 1) == _per_gpu(model, bits, tokens, 8)


@given(models, formats, st.integers(2, 16))
def test_the_fullest_stage_never_holds_more_than_the_whole_or_less_than_its_share(
    model, precision, stages
):
    groups = classes(model, precision)
    whole = weights_per_gpu(groups, model)
    stage = weights_per_gpu(groups, model, Layout(pipeline_parallel_size=stages))

    assert whole / stages * 0.999 <= stage <= whole


def _per_gpu(model, bits: float, tokens: int, size: int) -> int:
    layout = Layout(tensor_parallel_size=size)
    return cache_of_one_sequence(model, bits, tokens, layout=layout).total
