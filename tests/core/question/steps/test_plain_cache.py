"""A cache that is said not to be quantised has 16 bits, and the weights keep their format."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("said", "weights"),
    [
        ("not quantized kv, fp8 weights", ["fp8"]),
        ("no quantization for the cache but weights in int8", ["int8"]),
        ("q4_k_m, no kv cache quantization", ["q4_k_m"]),
        ("fp8, kv cache not quantized", ["fp8"]),
        ("awq with fp16 cache", ["awq"]),
        ("cache sem quantizar, pesos em fp8", ["fp8"]),
    ],
)
def test_a_plain_cache(said, weights):
    question = parse(f"llama 3.1 8b, {said}")

    assert question.kv_precision.id == "bf16"
    assert [row.id for row in question.precisions] == weights


@pytest.mark.parametrize(
    "said", ["no quantization, 8k context", "fp8 kv cache", "fp8 kv", "without quantization"]
)
def test_near_misses(said):
    kv = parse(f"llama 3.1 8b, {said}").kv_precision

    assert kv is None or kv.id == "fp8"
