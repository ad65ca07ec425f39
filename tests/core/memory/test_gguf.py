"""
GGUF files: the block type of each tensor by hand, whole files against published sizes.

Sizes are those that llama-bench prints for files of llama-quantize's own recipe. Files that
publishers tune tensor by tensor ("UD", "_XL") carry the same file type and are other sizes: the
range of the weights is for them.
"""

from statistics import median

import pytest

from core.catalog.tensors import tensors
from core.memory.gguf import mixture
from core.memory.gguf.blocks import BLOCKS, bits, fitting
from core.memory.gguf.mixture import Facts, more_bits, type_of
from core.memory.gguf.widths import widths
from core.memory.weights import bits_of, weights
from tests.core import ggml
from tests.core.catalog.test_precisions import PUBLISHED
from tests.core.conftest import model_named, precision
from tests.sizes import GIB

# Model, file type, GiB as llama-bench prints it
FILES = [
    ("Llama 3.1 8B", "q4_k_m", 4.58),
    ("Llama 3.1 8B", "q8_0", 7.95),
    ("Llama 3.1 70B", "q4_k_m", 39.59),
    ("Llama 3.2 3B", "q4_k_m", 1.87),
    ("Llama 3.2 3B", "q8_0", 3.18),
    ("Llama 3.2 3B", "q4_0", 1.78),
    ("Llama 2 7B", "q4_0", 3.56),
    ("Llama 2 7B", "q4_k_m", 3.80),
    ("Llama 2 13B", "q4_k_m", 7.33),
    ("Mistral 7B v0.3", "q4_k_m", 4.07),
    ("Mistral Nemo 12B", "q4_k_m", 6.96),
    ("Mistral Nemo 12B", "q5_k_m", 8.12),
    ("Mistral Small 3 24B", "q4_k_m", 13.34),
    ("Mistral Small 3 24B", "q6_k", 18.01),
    ("Qwen2.5 7B", "q4_k_m", 4.36),
    ("Qwen2.5 7B", "q4_0", 4.12),
    ("Qwen2.5 32B", "q4_k_m", 18.48),
    ("Qwen2.5 32B", "q8_0", 32.42),
    ("Qwen3 8B", "q8_0", 8.11),
    ("Qwen3 32B", "q6_k", 25.03),
    ("Qwen3 30B A3B", "q2_k", 10.48),
    ("Qwen3 30B A3B", "q4_k_s", 16.25),
    ("Qwen3 30B A3B", "q4_k_m", 17.28),
    ("Qwen3 30B A3B", "q5_k_m", 20.23),
    ("Qwen3 235B A22B", "q2_k", 79.80),
    ("Qwen3 235B A22B", "q2_k_s", 74.33),
    ("Qwen3 235B A22B", "q3_k_s", 94.47),
    ("Qwen3 235B A22B", "iq4_xs", 116.86),
    ("Gemma 3 12B", "q4_k_m", 6.79),
    ("Gemma 3 12B", "q8_0", 11.64),
    ("Gemma 3 27B", "q4_0", 14.49),
    ("Gemma 3 27B", "q4_k_m", 15.40),
    ("Phi 3 Mini 4K", "q4_0", 2.03),
    ("Phi 3 Mini 4K", "q4_k_m", 2.23),
    ("Mixtral 8x7B", "q4_k_m", 26.49),
    ("DeepSeek V3", "q4_k_m", 376.65),
    ("DeepSeek V2 Lite", "q4_k_m", 9.65),
    ("DeepSeek V2 Lite", "q4_0", 8.29),
    ("Qwen3 Next 80B A3B", "q4_k_m", 45.08),
    ("gpt-oss 20B", "q4_k_m", 10.81),
    ("gpt-oss 120B", "q4_k_m", 58.46),
    ("gpt-oss 20B", "mxfp4_moe", 11.27),
    ("gpt-oss 120B", "mxfp4_moe", 59.02),
]


def error(name: str, file: str, size: float) -> float:
    """Of the weights, without the vision tower, which has a file of its own."""
    model = model_named(name)
    ours = weights(model, precision(file)) - 2 * model.other_parameters
    return abs(ours / GIB / size - 1)


def test_blocks_are_those_of_llama_cpp():
    for name, block in BLOCKS.items():
        elements, size = ggml.BLOCKS[name]
        assert (block.bits, block.size) == (8 * size / elements, elements), name


@pytest.mark.parametrize(("name", "file", "size"), FILES)
def test_a_file_is_as_large_as_published(name, file, size):
    assert error(name, file, size) < 0.003


def test_half_of_the_files_lie_within_a_twentieth_of_a_per_cent():
    """The figures have two decimals: half of the last one is 0.06 % of 8 GiB."""
    assert median(error(*row) for row in FILES) < 0.0005


@pytest.mark.parametrize(("file", "published"), PUBLISHED.items())
def test_llama_8b_has_the_bits_that_llama_cpp_publishes(file, published):
    """tools/quantize/README.md; its four-bit I-quants were made without an importance matrix."""
    model = model_named("Llama 3.1 8B")
    made = dict(widths(model, precision(file)))
    if file.startswith("iq4"):
        first = 4 / 32 * (BLOCKS["Q5_K"].bits - BLOCKS[mixture.DEFAULTS[file]].bits)
        made["mlp"] += first / 3  # ffn_down of the first eighth, without an importance matrix

    total = sum(
        group.elements * made.get(group.kind, bits_of(group.kind, precision(file)))
        for group in tensors(model)
    )

    assert total / model.elements == pytest.approx(published, rel=0.001)


def test_more_bits_go_to_both_ends_and_every_third_between():
    """32 layers: 0 to 3, 28 to 31, and 6, 9, ... 27 of those between: 4 + 4 + 8."""
    chosen = [layer for layer in range(32) if more_bits(layer, 32)]

    assert chosen == [0, 1, 2, 3, *range(6, 28, 3), 28, 29, 30, 31]
    assert len(chosen) == 16


@pytest.mark.parametrize(
    ("category", "facts", "expected"),
    [
        ("v", Facts(gqa=1), "Q4_K"),
        ("v", Facts(gqa=8, is_70b=True), "Q5_K"),
        ("v", Facts(gqa=4, experts=8), "Q8_0"),
        ("k", Facts(gqa=4, experts=8), "Q8_0"),
        ("attn_output", Facts(gqa=4, experts=8), "Q5_K"),
        ("attn_output", Facts(gqa=4, experts=128), "Q4_K"),
        ("down", Facts(gqa=4), "Q4_K"),
        ("q", Facts(gqa=4), "Q4_K"),
    ],
)
def test_size_and_experts_decide_in_q4_k_m(category, facts, expected):
    """Layer 4 of 32 is none of those that get more bits."""
    assert not more_bits(4, 32)
    assert type_of("q4_k_m", category, facts, 4, 32) == expected


@pytest.mark.parametrize(
    ("type", "columns", "expected"),
    [
        ("Q4_K", 4096, "Q4_K"),
        ("Q4_K", 2880, "Q5_0"),  # 11.25 blocks of 256, 90 of 32
        ("Q6_K", 1408, "Q8_0"),
        ("Q5_K", 1408, "Q5_1"),
        ("Q2_K", 1408, "Q4_0"),
        ("IQ3_S", 1408, "IQ4_NL"),
        ("Q4_0", 2880, "Q4_0"),
        ("Q4_K", 1000, "F16"),  # no whole blocks of 32 either
    ],
)
def test_a_row_that_is_no_whole_blocks_gets_another_type(type, columns, expected):
    assert fitting(type, columns) == expected
    assert bits(type, columns) == BLOCKS[expected].bits


def test_deepseek_v2_lite_falls_back_in_its_experts():
    """
    1,408 = 5.5 x 256: ffn_down gets Q5_0 for Q4_K and Q8_0 for Q6_K. Of 27 layers 14 get more bits
    (0 to 2, 23 to 26, 5, 8, ... 20), the first of them dense: 13 of 26 with experts.
    """
    more = sum(more_bits(layer, 27) for layer in range(1, 27))
    down = (more * 8.5 + (26 - more) * 5.5) / 26

    found = widths(model_named("DeepSeek V2 Lite"), precision("q4_k_m"))

    assert found["expert"] == pytest.approx((2 * 4.5 + down) / 3)


@pytest.mark.parametrize("file", ["q2_k", "q4_k_m", "q8_0", "mxfp4_moe"])
def test_gpt_oss_keeps_its_experts_in_mxfp4(file):
    assert widths(model_named("gpt-oss 20B"), precision(file))["expert"] == (32 * 4 + 8) / 32


def test_other_formats_have_no_mixture():
    assert widths(model_named("Llama 3.1 8B"), precision("awq")) == {}
