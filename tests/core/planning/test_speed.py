"""Ceilings of speed by hand: what a step reads and computes over what the card can."""

import pytest

from core.answer import Answer, answer
from core.catalog.gpu import GPU
from core.catalog.load import load_catalog
from core.memory.speed.operations import of_prompt, per_token
from core.memory.speed.rates import rate
from core.memory.speed.read import experts_touched
from core.planning.placement import Placement
from core.planning.speed import Speed, no_speed
from core.planning.speed_words import (
    first_token_clause,
    million_clause,
    reach_clause,
    speed_clause,
)
from core.units import TOKEN_PER_SECOND, TOKEN_PER_SECOND_PER_SEQUENCE, plain
from core.wording.say import say_formula, say_note
from tests.rows import every
from tests.sizes import GIB

CATALOG = load_catalog()
LLAMA = CATALOG.models["meta-llama/Llama-3.1-8B"]
# Llama 3.1 8B: 32 layers of 4,096 (q, o), 1,024 (k, v) and three of 14,336; norms; vocabulary
LAYERS_OF_LLAMA = 32 * (2 * 4096 * 4096 + 2 * 4096 * 1024 + 3 * 4096 * 14336)
HEAD_OF_LLAMA = 128_256 * 4096
NORMS_OF_LLAMA = 65 * 4096


def first(text: str) -> tuple[Answer, Placement]:
    found = answer(text)
    assert found.headline is not None
    return found, found.headline


def fast(text: str) -> Speed:
    found, placement = first(text)
    speed = found.speed_of(placement)
    assert speed is not None
    return speed


def per_user(text: str) -> float:
    return plain(fast(text).per_user, TOKEN_PER_SECOND_PER_SEQUENCE)


def in_all(text: str) -> float:
    return plain(fast(text).in_all, TOKEN_PER_SECOND)


def test_one_user_of_a_dense_model():
    weights = 2 * (LAYERS_OF_LLAMA + HEAD_OF_LLAMA + NORMS_OF_LLAMA)  # the embedding is not read
    cache = 8192 * 32 * 2 * 8 * 128 * 2

    assert per_user("llama 3.1 8b bf16 8192 context on one H100") == pytest.approx(
        3350e9 / (weights + cache)
    )


def test_users_share_the_weights_and_have_a_cache_each():
    weights = 2 * (LAYERS_OF_LLAMA + HEAD_OF_LLAMA + NORMS_OF_LLAMA)
    cache = 8192 * 32 * 2 * 8 * 128 * 2

    assert in_all("llama 3.1 8b bf16 8192 context 16 users on one H100") == pytest.approx(
        16 * 3350e9 / (weights + 16 * cache)
    )


def test_tensor_parallelism_divides_what_is_read_and_norms_stay_whole():
    sizes = LAYERS_OF_LLAMA + HEAD_OF_LLAMA
    weights = 2 * (sizes / 4 + NORMS_OF_LLAMA)
    cache = 8192 * 32 * 2 * 2 * 128 * 2  # two of eight heads

    assert per_user("llama 3.1 8b bf16 8192 context on 4x H100") == pytest.approx(
        3350e9 / (weights + cache)
    )


def test_pipeline_stages_make_nobody_faster_and_serve_more():
    one = "llama 3.1 8b q4_k_m 4096 context on one 3090"
    two = "llama 3.1 8b q4_k_m 4096 context llama.cpp on 2x 3090"

    assert per_user(two) == pytest.approx(per_user(one))
    assert in_all(f"{two} 2 users") == pytest.approx(2 * per_user(one))


def test_a_window_reads_no_more_than_itself():
    short, long = (fast(f"gemma 3 27b bf16 {n} context on one H100") for n in (8192, 32768))
    # 10 of 62 layers see everything: 16 heads x 128, keys and values, 2 bytes
    more = (32768 - 8192) * 10 * 2 * 16 * 128 * 2

    assert long.step.read - short.step.read == pytest.approx(more, rel=1e-6)


def test_latents_are_read_whole_on_every_rank():
    one = fast("deepseek v3 fp8 1024 context vllm on 8x H200")
    two = fast("deepseek v3 fp8 2048 context vllm on 8x H200")

    assert two.step.read - one.step.read == pytest.approx(1024 * 61 * 576 * 2)


def test_one_token_picks_as_many_experts_as_the_router_says():
    mixtral = CATALOG.models["mistralai/Mixtral-8x7B-Instruct-v0.1"]
    assert mixtral.moe is not None

    assert experts_touched(mixtral.moe, 1) == pytest.approx(2)
    assert experts_touched(mixtral.moe, 2) == pytest.approx(8 * (1 - 0.75**2))
    assert experts_touched(mixtral.moe, 10_000) == pytest.approx(8)


def test_a_mixture_reads_its_active_experts():
    expert = 32 * 3 * 4096 * 14336 * 2
    one = fast("mixtral 8x7b bf16 4096 context on 2x H200").step.read
    two = fast("mixtral 8x7b bf16 4096 context 2 users on 2x H200").step.read
    cache = 4096 * 32 * 2 * 8 * 128 * 2

    assert two - one == pytest.approx((8 * (1 - 0.75**2) - 2) * expert / 2 + cache / 2)


def test_many_users_are_bound_by_computing():
    found = fast("llama 3.1 8b bf16, 16 tokens of context, 2048 users on one H100")

    assert found.step.bound == "compute"
    assert plain(found.in_all, TOKEN_PER_SECOND) == pytest.approx(
        989e12 / (2 * (LAYERS_OF_LLAMA + HEAD_OF_LLAMA))
    )


def test_a_prompt_takes_two_operations_for_each_weight_and_the_attention():
    attention = 32 * 2 * 32 * 256 * 8192**2 / 2
    operations = 8192 * 2 * LAYERS_OF_LLAMA + attention + 2 * HEAD_OF_LLAMA

    assert per_token(LLAMA) == 2 * LAYERS_OF_LLAMA
    assert of_prompt(LLAMA, 8192) == operations
    found = fast("llama 3.1 8b bf16 8192 context on one H100")
    assert found.prompt is not None
    assert found.prompt.seconds == pytest.approx(operations / 989e12)


def test_a_short_prompt_reads_all_weights():
    found = fast("llama 3.1 8b bf16 8 tokens context on one H100")

    assert found.prompt is not None
    assert found.prompt.bound == "bandwidth"


def test_a_bare_size_reads_its_parameters():
    assert per_user("70B at 16 bits on 4x H100") == pytest.approx(3350e9 * 4 / 140e9)
    assert per_user("47B-A13B at 16 bits on 2x H200") == pytest.approx(4800e9 * 2 / 26e9)


@pytest.mark.parametrize(
    ("gpu", "precision", "tera"),
    [
        ("h100-sxm5-80gb", "bf16", 989),
        ("h100-sxm5-80gb", "fp8", 1979),
        ("h100-sxm5-80gb", "awq", 989),
        ("a100-sxm4-80gb", "fp8", 312),  # no FP8: unpacked to 16 bits
        ("a100-sxm4-80gb", "int8", 624),
        ("b200-sxm6-180gb", "nvfp4", 9000),
        ("rtx-4090", "bf16", 330.4),  # fp16 sums
        ("rtx-4090", "q4_k_m", 660.8),  # int8
    ],
)
def test_the_rate_of_a_format(gpu, precision, tera):
    found = rate(CATALOG.gpus[gpu], CATALOG.precisions[precision])

    assert found == pytest.approx(tera * 1e12, rel=0.001)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("llama 3.1 8b on a jetson agx orin 64gb", "the memory bandwidth of"),
        ("whisper large v3 on a T4", "writes no text"),
        ("qlora of llama 3.1 8b on a 4090", "a training run writes no tokens"),
        ("llama 3.1 8b q4_k_m llama.cpp -ngl 10 on a 4090", "what lies in the host's memory"),
        ("vllm serve meta-llama/Llama-3.1-8B --cpu-offload-gb 5 on a 4090", "what lies in"),
    ],
)
def test_what_cannot_be_told_is_not(text, why):
    found, placement = first(text)
    said = no_speed(found.scenarios[placement.estimate], placement)

    assert found.speed_of(placement) is None
    assert said is not None
    assert why in say_note("en", said)


def test_cards_of_two_kinds_read_their_shares_in_turn():
    found, placement = first("llama 3.3 70b q4_k_m on a 4090 and a 3090 together")
    together = placement.gpu.bytes_per_second

    # shares by memory: 24,564 and 24,576 MiB at 1,008 and 936 GB/s
    assert together == pytest.approx((24564 + 24576) / (24564 / 1008e9 + 24576 / 936e9))
    assert found.speed_of(placement) is not None


def test_how_it_is_said():
    found, placement = first("llama 3.1 70b fp8 16 users on 2x H100")
    speed, price = found.speed_of(placement), found.price_of(placement)
    assert speed is not None
    assert price is not None

    assert speed_clause("en", speed) == "at most 59 tokens/s per user, 944 in all"
    assert speed_clause("pt", speed) == "no máximo 59 tokens/s por usuário, 944 ao todo"
    assert first_token_clause("en", speed) == (
        "first token after 0.31 s at least (8,192 prompt tokens)"
    )
    # 22.12 dollars over 944 x 3,600 tokens
    assert million_clause("en", price, speed) == (
        "$6.51 per million output tokens at the speed ceiling"
    )
    assert reach_clause("en", found.scenarios[0], speed) == "vLLM reaches 35 to 62 % of it"
    assert say_formula("en", speed.step.formula) == (
        "(32.9 GiB of weights + 16 × 1.25 GiB of cache) / 3,350 GB/s"
    )
    assert speed.step.read == pytest.approx(52.9 * GIB, rel=0.01)


@every(CATALOG.gpus.values())
def test_facts_of_speed_have_a_source_and_are_of_a_card(gpu: GPU) -> None:
    assert bool(gpu.speed_source) == bool(gpu.bandwidth or gpu.tflops)
    if gpu.bytes_per_second is not None:
        assert 50e9 < gpu.bytes_per_second < 25e12
    sixteen = gpu.tflops.get("bf16", gpu.tflops.get("fp16"))
    if "fp8" in gpu.tflops:
        assert sixteen is not None
        assert sixteen <= gpu.tflops["fp8"] <= 4 * sixteen
