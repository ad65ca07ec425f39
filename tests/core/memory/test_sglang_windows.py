"""
Sliding windows under SGLang: a pool of their own for some families, none for the others.

srt/configs/model_config.py (is_hybrid_swa_model), srt/model_executor/pool_configurator.py and
srt/server_args.py of SGLang 0.5.x: where a model has a pool for windows, it holds 0.8 of the tokens
of the other (swa_full_tokens_ratio); Gemma 2 and 3, EXAONE 4 and OLMo 2 and 3 have none.
"""

import pytest

from core.answer import answer
from core.memory.engines import sglang
from core.memory.kv_cache import cache_of_one_sequence
from core.units import GIB_PER_GPU, SEQUENCE
from tests.core.conftest import model_named
from tests.sizes import GIB


def of_one(name: str, tokens: int) -> float:
    """GiB of one sequence in 16 bits on one GPU."""
    model = model_named(name)
    rules = sglang.rules(sglang.settings(answer("70B with sglang").scenarios[0].engine, 80), model)
    return cache_of_one_sequence(model, 16, tokens, rules=rules).kv_cache / GIB


@pytest.mark.parametrize(
    ("name", "tokens", "bytes_of_all"),
    [
        # 62 layers x 16 heads x (128 + 128) x 2 bytes, every token: 496 KiB
        ("Gemma 3 27B", 131072, 131072 * 62 * 16 * 256 * 2),
        # 64 layers x 8 heads x (128 + 128) x 2 bytes
        ("EXAONE 4.0 32B", 131072, 131072 * 64 * 8 * 256 * 2),
        # 36 layers, half of them windows of 128: 18 x 8 x (64 + 64) x 2 x (1 + 0.8)
        ("gpt-oss 120B", 131072, 131072 * 18 * 8 * 128 * 2 * 1.8),
        # 24 layers: 12 and 12
        ("gpt-oss 20B", 131072, 131072 * 12 * 8 * 128 * 2 * 1.8),
        # 48 layers, 36 chunked: (12 + 0.8 x 36) x 8 x (128 + 128) x 2
        ("Llama 4 Scout", 1048576, 1048576 * (12 + 0.8 * 36) * 8 * 256 * 2),
        # shorter than the window: the pool of the windows binds, the other stands with 1/0.8 of it
        ("Llama 4 Scout", 8192, 8192 * (12 / 0.8 + 36) * 8 * 256 * 2),
    ],
)
def test_a_sequence_takes(name: str, tokens: int, bytes_of_all: float):
    assert of_one(name, tokens) * GIB == pytest.approx(bytes_of_all, rel=1e-4)


def test_gemma_3_27b_holds_one_user_at_128k_on_two_h100_where_vllm_holds_several():
    """62 GiB a user over 2 GPUs is 31 each; 25.5 GiB of weights each leave about 43 GiB."""
    said = answer("sglang gemma-3-27b 2x H100 --tp 2 128k 4 users")

    assert said.verdict.fits is not True
    held = next(one for one in said.placements if one.count == 2)
    assert held.max_sequences.m_as(SEQUENCE) == 1
    assert held.headroom.m_as(GIB_PER_GPU) < 0


def test_the_pools_are_named():
    said = " ".join(answer("sglang gpt-oss-120b 2x H100 --tp 2 128k 8 users").caveats)
    none = " ".join(answer("sglang gemma-3-27b 2x H100 --tp 2 32k").caveats)

    assert "--swa-full-tokens-ratio" in said
    assert "SGLang keeps every token" in none
    assert "SGLang keeps every token" not in " ".join(answer("sglang qwen3 32b 32k").caveats)


def test_another_ratio_is_counted():
    """Of 0.1: 18 x (1 + 0.1) in place of 18 x 1.8."""
    usual = answer("sglang gpt-oss-120b 2x H100 --tp 2 128k 8 users").estimates[0]
    less = answer(
        "python -m sglang.launch_server --model openai/gpt-oss-120b --tp 2 --context-length 131072"
        " --max-running-requests 8 --swa-full-tokens-ratio 0.1 on 2x H100"
    ).estimates[0]

    kept = {part.name: part.size for part in less.parts}["kv_cache"]
    assert kept / {part.name: part.size for part in usual.parts}["kv_cache"] == pytest.approx(
        1.1 / 1.8, rel=1e-3
    )
