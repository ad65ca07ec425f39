"""Transformers, llama.cpp, SGLang and TensorRT-LLM: by hand, and against lines of logs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.asked.question import Engine
from core.memory.engines import llama_cpp, llama_cpp_offload, sglang, tensorrt_llm, transformers
from core.memory.kv_cache import cache
from core.memory.layout import ONE_GPU, Layout
from core.memory.weights import weights
from core.wording.say import say_formula
from tests.core.conftest import model_named, precision
from tests.sizes import GIB, MIB


def transformers_settings(prompt: int, version: str | None = None, sequences: int = 1):
    return transformers.settings(Engine("transformers", version), prompt, sequences)


# Transformers


def test_the_prompt_step_is_the_widest_feed_forward():
    """Qwen2.5 1.5B, 30,720 tokens: x (3 x 8,960 + 4 x 1,536) x 2 bytes = 1.89 GiB."""
    model = model_named("Qwen2.5 1.5B")

    part = transformers.step(model, transformers_settings(30_720, "4.46.0"), ONE_GPU)

    assert part.size == 30_720 * (3 * 8960 + 4 * 1536) * 2
    assert say_formula("en", part.formula) == (
        "feed-forward of 30,720 prompt tokens × 66,048 bytes"
    )


def test_before_4_45_the_logits_of_the_whole_prompt_were_made():
    """Qwen2 1.5B on 4.38, 30,720 tokens x 151,936 words x 6 bytes; 30.31 GiB measured in all."""
    model = model_named("Qwen2 1.5B")
    flags = transformers_settings(30_720, "4.38.2")

    part = transformers.step(model, flags, ONE_GPU)

    assert part.size == 30_720 * 151_936 * 6
    total = weights(model, precision("bf16")) + part.size + cache(model, 16, 30_720, 1).total
    total += transformers.rotary_tables(model, flags)
    assert total / GIB == pytest.approx(30.31, rel=0.01)


def test_one_token_of_logits_is_made_since():
    model = model_named("Qwen2 1.5B")

    part = transformers.step(model, transformers_settings(1, "4.51.3", sequences=64), ONE_GPU)

    assert part.size == 64 * 151_936 * 6


def test_old_versions_kept_rotary_tables_in_every_layer():
    """Qwen2 1.5B: 28 layers x 32,768 positions x cos and sin x 128 x 2 bytes = 0.44 GiB."""
    model = model_named("Qwen2 1.5B")

    assert transformers.rotary_tables(model, transformers_settings(1, "4.38")) == (
        28 * 32_768 * 2 * 128 * 2
    )
    assert transformers.rotary_tables(model, transformers_settings(1, "4.51")) == 0


def test_fp8_checkpoints_get_a_head_of_their_own():
    """Qwen3 4B: 151,936 x 2,560 x 2 bytes; 5.16 GiB measured with 2,049 tokens in the cache."""
    model = model_named("Qwen3 4B")

    extra = transformers.second_head(model, "fp8-block")

    assert extra == 2 * 151_936 * 2560
    total = weights(model, precision("fp8-block")) + extra + cache(model, 16, 2049, 1).total
    assert total / GIB == pytest.approx(5.157, rel=0.01)
    assert transformers.second_head(model, "bf16") == 0
    assert transformers.second_head(model_named("Llama 3.1 8B"), "fp8") == 0


def test_outputs_of_several_gpus_are_brought_back_to_the_first():
    model = model_named("Qwen2 1.5B")
    flags = transformers_settings(1000, "4.38")

    part = transformers.step(model, flags, Layout(pipeline_parallel_size=2))

    forward = 1000 * (3 * 8960 + 4 * 1536) * 2
    assert part.size == forward + 1000 * 151_936 * (6 + 4)


# llama.cpp


def test_a_sliding_window_keeps_itself_and_a_micro_batch_in_steps_of_256():
    """
    gpt-oss 20B at 131,072: 12 full layers 3,072 MiB; 12 of 768 tokens 18 MiB; 3,090.0 logged.
    """
    rules = llama_cpp.rules(llama_cpp.Settings())

    found = cache(model_named("gpt-oss 20B"), 16, 131_072, 1, rules=rules)

    assert found.kv_cache == 3090 * MIB


def test_the_compute_buffer_is_mostly_logits():
    """gpt-oss 20B: 512 tokens x 201,088 words x 4 bytes = 392.75 MiB of 456.98 logged."""
    part = llama_cpp.demand(model_named("gpt-oss 20B"), llama_cpp.Settings(), ONE_GPU).activations

    assert part.size == 512 * 201_088 * 4 + 40 * MIB
    assert part.low < 456.98 * MIB < part.high


def test_input_embeddings_stay_on_the_host():
    """Llama 3.1 8B in Q4_K_M: the file without them, 4,403.49 MiB logged."""
    model, q4 = model_named("Llama 3.1 8B"), precision("q4_k_m")

    on_card = weights(model, q4) - llama_cpp_offload.on_the_host(model, q4)

    assert on_card / MIB == pytest.approx(4403.49, rel=0.01)
    assert (
        llama_cpp_offload.on_the_host(model_named("Llama 3.2 3B"), q4) == 0
    )  # they are the head too


# SGLang


def test_sglang_sets_aside_by_its_own_rule():
    """A 24 GB card: 512 + 1.5 x 2,048 + 2 x 24 + 1 / 8 x 1,024 = 3,760 MiB."""
    flags = sglang.settings(Engine("sglang"), 24 * GIB)

    assert sglang.reserved(flags, ONE_GPU) == 3760 * MIB


def test_sglang_sets_aside_at_least_ten_gib_on_a_large_card():
    """H100 at TP 1: 512 + 12,288 + 512 + 128 = 13,440 MiB; with small chunks still 10 GiB."""
    large = sglang.settings(Engine("sglang"), 80 * GIB)
    small = sglang.settings(Engine("sglang", max_num_batched_tokens=512, max_num_seqs=8), 80 * GIB)

    assert sglang.reserved(large, ONE_GPU) == 13_440 * MIB
    assert sglang.reserved(small, ONE_GPU) == 10 * GIB


def test_a_named_fraction_overrides_the_rule():
    flags = sglang.settings(Engine("sglang", gpu_memory_utilization=0.88), 80 * GIB)

    assert sglang.demand(model_named("Llama 3.1 8B"), flags, ONE_GPU).share == pytest.approx(0.88)


# TensorRT-LLM


def test_tensorrt_llm_keeps_a_tenth_of_what_is_left():
    flags = tensorrt_llm.settings(Engine("tensorrt-llm"))

    found = tensorrt_llm.demand(model_named("Llama 3.1 8B"), flags, ONE_GPU)

    assert found.share == 0.9
    assert found.takes_it_all
    step = 8192 * (4 * 4096 + 3 * 14_336) * 2
    assert found.activations.size == step + 256 * 128_256 * 8


def test_the_workspace_of_deepseek_v3_lies_in_the_range():
    """2,265.58 MiB logged at TP 8 (TensorRT-LLM 0.17)."""
    flags = tensorrt_llm.settings(Engine("tensorrt-llm"))

    part = tensorrt_llm.demand(model_named("DeepSeek V3"), flags, Layout(8)).activations

    assert part.low < 2265.58 * MIB < part.high


# Laws

NAMES = st.sampled_from(["Llama 3.1 8B", "Mixtral 8x7B", "DeepSeek V3", "Gemma 3 27B"])


@given(NAMES, st.integers(1, 100_000), st.integers(1, 100_000))
def test_a_longer_prompt_never_takes_less(name, tokens, more):
    model = model_named(name)
    short, long = (transformers_settings(count) for count in (tokens, tokens + more))

    assert (
        transformers.step(model, short, ONE_GPU).size
        <= transformers.step(model, long, ONE_GPU).size
    )


@given(NAMES, st.sampled_from([16, 24, 40, 80, 141, 192]), st.sampled_from([1, 2, 4, 8]))
def test_every_engines_parts_lie_within_their_ranges(name, gib, ranks):
    model, layout = model_named(name), Layout(ranks)
    demands = (
        sglang.demand(model, sglang.settings(Engine("sglang"), gib * GIB), layout),
        tensorrt_llm.demand(model, tensorrt_llm.settings(Engine("tensorrt-llm")), layout),
        llama_cpp.demand(model, llama_cpp.Settings(), layout),
        transformers.demand(model, transformers_settings(gib * 100), layout),
    )

    for demand in demands:
        for part in (demand.activations, demand.runtime):
            assert 0 <= part.low <= part.size <= part.high
