"""Number formats: widths against the GGML table, mixes against published files."""

import pytest

from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.tensors import tensors
from core.units import BIT_PER_ELEMENT
from tests.core import ggml

PRECISIONS = load_catalog().precisions
MODELS = load_catalog().models
BLOCKS = {"GGML " + name: 8 * size / elements for name, (elements, size) in ggml.BLOCKS.items()}
# llama.cpp, tools/quantize/README.md, Llama-3.1-8B: bits per weight of the whole file
PUBLISHED = {
    "iq1_s": 2.0042,
    "iq1_m": 2.1460,
    "iq2_xxs": 2.3824,
    "iq2_xs": 2.5882,
    "iq2_s": 2.7403,
    "iq2_m": 2.9294,
    "iq3_xxs": 3.2548,
    "iq3_xs": 3.4977,
    "iq3_s": 3.6606,
    "iq3_m": 3.7628,
    "iq4_xs": 4.4597,
    "iq4_nl": 4.6818,
    "q2_k_s": 2.9697,
    "q2_k": 3.1593,
    "q3_k_s": 3.6429,
    "q3_k_l": 4.2979,
    "q4_k_s": 4.6672,
    "q4_k_m": 4.8944,
    "q5_k_s": 5.5704,
    "q5_k_m": 5.7036,
    "q6_k": 6.5633,
    "q8_0": 8.5008,
}


def of_kind(kind: str) -> list[Precision]:
    return [precision for precision in PRECISIONS.values() if precision.kind == kind]


def bits_per_weight(model: Model, precision: Precision) -> float:
    """Of the whole file, from the classes of tensors."""
    bits = precision.bits_of_class
    total = 0.0
    for group in tensors(model):
        kind = group.kind
        if kind == "embedding" and model.tie_word_embeddings:
            kind = "tied_embedding"
        total += group.elements * bits.get(kind, precision.bits_per_element)
    return total / model.elements


@pytest.mark.parametrize("precision", of_kind("gguf_type"), ids=lambda row: row.id)
def test_block_widths_are_those_of_the_gguf_package(precision: Precision) -> None:
    assert precision.width.m_as(BIT_PER_ELEMENT) == BLOCKS[precision.name]


def test_every_quantised_block_type_of_a_file_is_in_the_table() -> None:
    """Q8_1 and Q8_K are for sums in flight; Q1_0 has no file type people use."""
    elsewhere = {"F32", "F16", "BF16", "F64", "I8", "I16", "I32", "I64", "Q8_1", "Q8_K", "Q1_0"}
    ours = {precision.name for precision in of_kind("gguf_type")}

    assert {name for name in BLOCKS if name.removeprefix("GGML ") not in elsewhere} == ours


@pytest.mark.parametrize(("name", "published"), PUBLISHED.items())
def test_a_gguf_file_of_llama_8b_has_the_published_bits_per_weight(
    name: str, published: float
) -> None:
    precision = PRECISIONS[name]

    computed = bits_per_weight(MODELS["meta-llama/Llama-3.1-8B"], precision)

    assert computed == pytest.approx(published, rel=0.001)
    assert precision.width.m_as(BIT_PER_ELEMENT) == pytest.approx(published, rel=0.001)


def test_embeddings_weigh_less_in_a_larger_file() -> None:
    """llama.cpp, tools/quantize/README.md: 70B in Q4_K_M is 43.1 GB, 405B 249.1 GB (rounded)."""
    seventy, large = MODELS["meta-llama/Llama-3.1-70B"], MODELS["meta-llama/Llama-3.1-405B"]
    mix = PRECISIONS["q4_k_m"]

    assert bits_per_weight(seventy, mix) == pytest.approx(4.82, abs=0.01)
    assert bits_per_weight(large, mix) * large.elements / 8e9 == pytest.approx(249.1, rel=0.03)


def test_tied_embeddings_are_stored_as_wide_as_a_head() -> None:
    """Gemma 3 27B, Q4_K_M: 1.41e9 embeddings at 6.5625 bits, not at 4.5."""
    gemma, mix = MODELS["google/gemma-3-27b-it"], PRECISIONS["q4_k_m"]

    assert mix.bits_of_class["tied_embedding"] == 6.5625
    assert bits_per_weight(gemma, mix) == pytest.approx(4.92 + 0.015 * 11.08, rel=0.02)


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("fp32", 32.0),
        ("bf16", 16.0),
        ("fp16", 16.0),
        ("fp8", 8.0),
        ("fp8-block", 8.002),
        ("mxfp8", 8.25),
        ("int8", 8.004),
        ("awq", 4.156),
        ("awq-g64", 4.3125),
        ("awq-g32", 4.625),
        ("gptq", 4.125),
        ("w4a16", 4.125),
        ("nf4", 4.5),
        ("nf4-dq", 4.127),
        ("mxfp4", 4.25),
        ("nvfp4", 4.5),
        ("mlx-4bit", 4.5),
        ("int4", 4.156),
    ],
)
def test_scales_and_zero_points_are_part_of_the_width(name: str, width: float) -> None:
    assert PRECISIONS[name].width.m_as(BIT_PER_ELEMENT) == width


@pytest.mark.parametrize(
    ("name", "width"),
    [("fp8", 8.0), ("int8", 8.0), ("q8_0", 8.5), ("q4_0", 4.5), ("nvfp4", 4.5), ("bf16", 16.0)],
)
def test_a_cache_element_has_its_own_width(name: str, width: float) -> None:
    precision = PRECISIONS[name]

    assert precision.for_kv_cache
    assert precision.cache_width.m_as(BIT_PER_ELEMENT) == width


def test_a_bare_number_of_bits_is_a_format() -> None:
    readings = {
        alias: precision.id
        for precision in PRECISIONS.values()
        for alias in precision.aliases
        if alias in ("32 bits", "16 bits", "8 bits", "4 bits")
    }

    assert readings == {"32 bits": "fp32", "16 bits": "bf16", "8 bits": "int8", "4 bits": "int4"}


@pytest.mark.parametrize("name", ["awq", "gptq", "fp8", "nf4", "w4a16", "int8", "nvfp4"])
def test_formats_of_linear_layers_leave_embeddings_and_heads_at_16_bits(name: str) -> None:
    """70B: 2.1e9 of 70.55e9 weights stay at 16 bits, so AWQ takes 4.51 bits a weight, not 4.16."""
    bits = PRECISIONS[name].bits_of_class

    assert {
        kind: bits[kind] for kind in ("embedding", "lm_head", "norm", "router")
    } == dict.fromkeys(("embedding", "lm_head", "norm", "router"), 16.0)


def test_awq_of_a_70b_takes_eleven_per_cent_more_than_parameters_times_four_bits() -> None:
    llama = MODELS["meta-llama/Llama-3.1-70B"]

    assert bits_per_weight(llama, PRECISIONS["awq"]) / 4 == pytest.approx(1.128, abs=0.01)
