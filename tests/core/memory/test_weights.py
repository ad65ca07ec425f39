"""Weights: what is loaded, compared with what engines log."""

import pytest

from core.catalog.load import load_catalog
from core.memory.engines.profile import profile
from core.memory.layout import ONE_GPU, Layout
from core.memory.serving import serving
from core.memory.weights import classes, rotary_cache, weights, weights_per_gpu
from tests.core.conftest import model_named, precision, scenario
from tests.sizes import GB, GIB, MIB

H100 = int(79.65 * GIB)
MODELS = list(load_catalog().models.values())


def loaded(name: str, format: str, layout: Layout = ONE_GPU) -> float:
    """What vLLM prints as "Model loading took ... GiB" for the fullest GPU."""
    asked = scenario(model_named(name), format)
    served = serving(asked, model_named(name), profile(asked, model_named(name), None, H100))
    return served.weights_per_gpu(layout) / GIB


def test_bf16_takes_two_bytes_a_parameter():
    """
    80 layers of 8,192 x (8,192 + 1,024 + 1,024) + 8,192 x 8,192 in the attention, 3 x 8,192 x
    28,672 in the feed-forward part and two norms; embedding and head of 128,256 x 8,192; a norm.
    """
    layer = 8_192 * (2 * 8_192 + 2 * 1_024) + 3 * 8_192 * 28_672 + 2 * 8_192
    by_hand = 80 * layer + 2 * 128_256 * 8_192 + 8_192

    assert weights(model_named("Llama 3.1 70B"), precision("bf16")) == 2 * by_hand


def test_fp8_keeps_embedding_and_head_at_16_bits():
    """
    2 x 128,256 x 8,192 = 2,101,346,304 weights and 1,318,912 of norms at 2 bytes, the rest at 1.
    """
    kept = 2 * 128_256 * 8_192 + (2 * 80 + 1) * 8_192

    assert weights(model_named("Llama 3.1 70B"), precision("fp8")) == 70_553_706_496 + kept


# What vLLM logged: (model, precision, TP, PP, GiB per GPU), sources in accuracy/measured.jsonl.
LOGGED = [
    ("Llama 3.1 8B", "bf16", 1, 1, 14.99),
    ("Llama 3.1 8B", "fp32", 1, 1, 29.98),
    ("Llama 3.1 8B", "bf16", 2, 1, 7.51),
    ("Llama 3.1 8B", "bf16", 4, 1, 3.77),
    ("Llama 3.1 8B", "bf16", 1, 2, 7.51),
    ("Llama 3.1 8B", "bf16", 1, 4, 4.26),
    ("Llama 3.1 8B", "fp8", 1, 1, 8.49),
    ("Llama 3.1 8B", "int8", 1, 1, 8.49),
    ("Llama 3.1 8B", "w4a16", 1, 1, 5.38),
    ("Llama 3.3 70B", "fp8", 1, 1, 67.72),
    ("Llama 3.3 70B", "fp8", 4, 1, 16.96),
    ("Gemma 2 27B", "bf16", 1, 1, 50.72),
    ("Llama 4 Scout", "bf16", 4, 1, 53.12),
    ("gpt-oss 20B", "mxfp4-experts", 1, 1, 13.47),
]


@pytest.mark.parametrize(("name", "format", "tp", "pp", "logged"), LOGGED)
def test_loaded_weights_are_those_of_the_log_within_one_percent(name, format, tp, pp, logged):
    assert loaded(name, format, Layout(tp, pp)) == pytest.approx(logged, rel=0.01)


def test_the_rotary_table_of_llama_3_1_8b_is_32_mib():
    """
    131,072 positions x 128 x 2 bytes.
    """
    assert rotary_cache(model_named("Llama 3.1 8B")) == 32 * MIB


def test_all_experts_are_loaded_not_only_the_active_ones():
    mixtral = model_named("Mixtral 8x7B")

    assert weights(mixtral, precision("bf16")) == 2 * mixtral.elements > 90 * GB


def test_expert_parallelism_spreads_experts_over_all_ranks():
    """DeepSeek V3 on 2 x 8 GPUs: its experts are 97 % of the weights and are halved once more."""
    model = model_named("DeepSeek V3")
    groups = classes(model, precision("fp8"))
    apart = weights_per_gpu(groups, model, Layout(8, 1, 2, enable_expert_parallel=True))
    copied = weights_per_gpu(groups, model, Layout(8, 1, 2))

    assert 0.5 < apart / copied < 0.55


@pytest.mark.parametrize("name", ["w4a16", "fp8", "bf16"])
def test_a_wider_format_never_takes_less(name):
    wider = {"w4a16": "fp8", "fp8": "bf16", "bf16": "fp32"}[name]

    assert [
        model.name
        for model in MODELS
        if weights(model, precision(name)) > weights(model, precision(wider))
    ] == []


@pytest.mark.parametrize("size", [1, 2, 4, 8])
def test_twice_the_gpus_never_hold_more_each(size):
    def each(model, ranks):
        return weights_per_gpu(classes(model, precision("bf16")), model, Layout(ranks))

    assert [m.name for m in MODELS if each(m, 2 * size) > each(m, size)] == []
