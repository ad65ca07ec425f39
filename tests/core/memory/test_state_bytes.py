"""
In how many bytes engines keep recurrent states and sparse latents, worked out from the configs.

vLLM 0.33.0: layers/mamba/mamba_utils.py, models/config.py, platforms/cuda.py; SGLang 0.5.23:
srt/configs/mamba_utils.py; llama.cpp: src/llama-model.cpp.
"""

import pytest

from core.asked.question import Engine
from core.memory.engines import llama_cpp, sglang, vllm
from core.memory.kv_cache import cache_of_one_sequence
from core.memory.state import state_per_layer
from tests.core.conftest import model_named
from tests.sizes import GIB

VLLM = vllm.settings(Engine("vllm"), None, 80 * GIB, 8192)

# Qwen3 Next and Qwen3.5 35B: 16 key and 32 value heads of 128, a kernel of 4
GDN_CONVOLUTION = (2 * 16 * 128 + 32 * 128) * 3
GDN_STATE = 32 * 128 * 128


def one_layer(name, states):
    model = model_named(name)
    assert model.linear is not None
    return state_per_layer(model.linear, 1, states)


def test_the_state_of_qwen3_next_has_the_type_of_the_model():
    """Its config names none, so that "auto" is BF16."""
    states = vllm.rules(VLLM, model_named("Qwen3 Next 80B A3B")).states

    expected = GDN_CONVOLUTION * 2 + GDN_STATE * 2
    assert one_layer("Qwen3 Next 80B A3B", states) == expected


@pytest.mark.parametrize("name", ["Qwen3.5 35B A3B", "Qwen3.6 35B A3B"])
def test_the_state_of_qwen3_5_is_float32(name):
    """mamba_ssm_dtype of its config."""
    states = vllm.rules(VLLM, model_named(name)).states

    assert one_layer(name, states) == GDN_CONVOLUTION * 2 + GDN_STATE * 4


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nemotron 3 Nano 30B A3B", (2, 4)),
        ("Kimi Linear 48B A3B", (2, 4)),
        ("Falcon H1 7B", (2, 2)),
        ("Granite 4.0 H Small", (2, 2)),
        ("Jamba v0.1", (2, 2)),
    ],
)
def test_vllm_follows_the_model_unless_it_says_otherwise(name, expected):
    assert vllm.rules(VLLM, model_named(name)).states == expected


def test_a_model_in_float32_has_such_states():
    assert vllm.state_bytes(model_named("Falcon H1 7B"), 4) == (4, 4)


def test_sglang_keeps_states_in_float32():
    rules = sglang.rules(
        sglang.settings(Engine("sglang"), 80 * GIB), model_named("Qwen3 Next 80B A3B")
    )

    assert one_layer("Qwen3 Next 80B A3B", rules.states) == GDN_CONVOLUTION * 2 + GDN_STATE * 4


def test_llama_cpp_keeps_both_in_float32():
    rules = llama_cpp.rules(llama_cpp.settings(Engine("llama.cpp")))

    assert one_layer("Qwen3 Next 80B A3B", rules.states) == (GDN_CONVOLUTION + GDN_STATE) * 4


@pytest.mark.parametrize(
    ("card", "version", "latent"),
    [
        ("h200-sxm5-141gb", None, 656),
        ("b200-sxm6-180gb", None, 576),
        ("b200-sxm6-180gb", "0.20.2", 576),
        ("b200-sxm6-180gb", "0.15.1", 656),
    ],
)
def test_the_latents_of_deepseek_v3_2_in_fp8(catalog, card, version, latent):
    """
    512 values and 64 rotary ones in FP8 on Blackwell; 512, 16 bytes of scales and 64 in BF16
    elsewhere. 61 layers, and 132 bytes of index keys in each.
    """
    gpu = catalog.gpus[card]
    flags = vllm.settings(Engine("vllm", version), gpu, gpu.capacity, 8192)
    model = model_named("DeepSeek V3.2")
    one = cache_of_one_sequence(model, 8, 1600, rules=vllm.rules(flags, model))

    assert one.kv_cache == 1600 * 61 * (latent + 132)
