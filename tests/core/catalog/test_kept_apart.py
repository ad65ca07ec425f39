"""The repository of a command is the one whose bytes were counted."""

import pytest

from core.answer import answer

GIB = 2**30
LAYERS, HIDDEN, HEADS, KV_HEADS, HEAD = 126, 16_384, 128, 8, 128
ATTENTION = LAYERS * HIDDEN * HEAD * (2 * HEADS + 2 * KV_HEADS)  # of Llama 3.1 405B


def _weights(text: str) -> int:
    return next(part.size for part in answer(text).estimates[0].parts if part.name == "weights")


def test_metas_own_fp8_keeps_the_attention_in_16_bits():
    # 71.9 B parameters of attention take one byte more each: 67 GiB
    whole = _weights("vllm serve RedHatAI/Meta-Llama-3.1-405B-Instruct-FP8 on 16xH100")
    apart = _weights("vllm serve meta-llama/Llama-3.1-405B-Instruct-FP8 on 16xH100")
    assert pytest.approx(67, abs=0.1) == ATTENTION / GIB
    assert apart - whole == pytest.approx(ATTENTION, rel=0.001)


def test_llama_405b_in_fp8_is_served_as_counted():
    found = answer("llama 3.1 405b fp8 on 2 machines of 8xH100, 32k, 16 users")
    assert found.command is not None
    assert "RedHatAI/Meta-Llama-3.1-405B-Instruct-FP8" in found.command
    weights = next(part.size for part in found.estimates[0].parts if part.name == "weights")
    assert weights / GIB == pytest.approx(381.9, abs=0.1)


def test_r1_in_nvfp4_keeps_the_attention_in_16_bits():
    # 671 B at 4.5 bits are 351.5 GiB with 1.85 B of embedding and head at 16; 11.4 B of attention
    # at 16 instead of 4.5 bits are 15.3 GiB more.
    found = answer("deepseek r1 nvfp4 on 4xB200 32k context 32 users")
    weights = next(part.size for part in found.estimates[0].parts if part.name == "weights")
    assert weights / GIB == pytest.approx(351.5 + 2.5 + 15.3, abs=1)
    assert found.command is not None
    assert "nvidia/DeepSeek-R1-NVFP4 " in found.command
