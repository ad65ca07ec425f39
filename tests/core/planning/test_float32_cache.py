"""A cache that nobody named a format of is of the model's own type."""

import pytest

from core.answer import answer

GIB = 2**30


def _cache(text: str) -> int:
    return next(part.size for part in answer(text).estimates[0].parts if part.name == "kv_cache")


def test_gemma_2_on_a_v100_caches_in_float32():
    # Refused in float16, and a V100 has no BF16. 21 of 42 layers keep 8,192 tokens, 21 the 4,096 of
    # their window and the 2,048 of a step in blocks of 16: 6,160; 8 heads x 256 x 2 x 4 bytes.
    size = _cache("gemma 2 9b vllm on 2x V100 32GB")
    assert size == 21 * (8_192 + 6_160) * 8 * 256 * 2 * 4
    assert size / GIB == pytest.approx(4.6, abs=0.05)


def test_a_format_that_was_named_counts():
    wide, narrow = "llama 3.1 8b fp32 vllm on H100", "llama 3.1 8b fp32 fp8 kv cache vllm on H100"
    assert _cache(wide) == 4 * _cache(narrow)


def test_sixteen_bits_stay_sixteen():
    assert _cache("llama 3.1 8b vllm on H100") == 8_192 * 128 * 1024


def test_only_one_type_of_the_weights_is_assumed():
    assumed = answer("gemma 2 9b vllm on 2x V100 32GB").assumed
    assert not any(one.startswith("BF16 weights") for one in assumed)
    assert any("KV cache in FP32" in one for one in assumed)
