"""What is asked for is how much more: the difference leads."""

import re

import pytest

from core.answer import answer

GIB = 2**30


def _first(text: str) -> str:
    return answer(text).verdict.summary


def test_an_mtp_layer():
    # 11.5 B parameters of one more MoE layer at 8 bits, and 1/61 of the cache: 10.9 GiB, and an
    # eighth of the experts with its own copies of what is not divided: 1.3 to 1.6 a card.
    said = _first("mtp speculative decoding for deepseek r1 on 8xH200: how much extra memory")
    match = re.match(r"The MTP layer: ([\d.]+) GiB more in all, ([\d.]+) GiB per GPU\.", said)
    assert match is not None
    assert float(match[1]) == pytest.approx(10.9, abs=0.2)
    assert 1.3 <= float(match[2]) <= 1.6


def test_a_lookup_takes_nothing():
    said = _first("ngram speculative decoding on llama 3.3 70b awq 2x4090: extra memory?")
    assert said.startswith("Drafting by ngram: next to nothing more")


def test_slots_of_adapters():
    # Qwen2.5 7B: 2,523,136 inputs and outputs x rank 256 x 2 bytes x 4 slots = 4.81 GiB
    said = _first(
        "my only adapter is r=16 but --max-lora-rank 256 --max-loras 4 for Qwen2.5-7B: cost?"
    )
    assert pytest.approx(4.81, abs=0.005) == 4 * 256 * 2_523_136 * 2 / GIB
    assert said.startswith("4 LoRA slots of rank 256: 4.81 GiB more in all.")
    assert "whatever is loaded" in said


def test_two_formats_of_the_cache():
    # 8 x 131,072 tokens x 320 KiB = 320 GiB in 16 bits, half of that in 8
    said = _first("difference between fp16 and fp8 kv cache for llama 3.1 70b at 128k with 8 users")
    assert said.startswith("The difference is 160.0 GiB in all, 20.0 GiB per GPU.")
    assert "KV cache in FP16" in said
    assert "KV cache in FP8" in said


def test_two_formats_of_eight_bits():
    found = answer("is llama-3.1-8b in w8a8 int8 smaller than fp8? vllm on an L4 16k")
    assert [one.precision.id for one in found.scenarios] == ["int8", "fp8"]
    assert found.verdict.summary.startswith("Both take the same memory")


def test_tokens_of_a_step():
    # A step's widest point of Qwen2.5 7B is (3 x 18,944 + 4 x 3,584) x 2 bytes = 142 KB a token:
    # 8.7 GiB for 65,536; at 8,192 it is 1.1, and the sampler's 1.2 decides.
    found = answer(
        "vllm qwen2.5 7b with --max-num-batched-tokens 65536 instead of 8192: what does it cost"
    )
    assert pytest.approx(8.7, abs=0.05) == (3 * 18_944 + 4 * 3_584) * 2 * 65_536 / GIB
    match = re.match(r"The difference is ([\d.]+) GiB in all\.", found.verdict.summary)
    assert match is not None
    assert 7 <= float(match[1]) <= 8.7
    assert not found.question.not_answered  # memory is the cost
    assert "--max-num-batched-tokens 65536" in found.verdict.summary


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("--swap-space 32 on a 24gb card with qwen3-8b, does it eat vram?", "None of --swap-space"),
        (
            "vllm --kv-offloading-size 64 llama 3.3 70b fp8 on 4xH100: does it reduce gpu memory",
            "No less on the GPU: --kv-offloading-size 64.0 GiB is memory of the host",
        ),
    ],
)
def test_memory_of_the_host_is_none_of_the_card(text: str, first: str):
    assert _first(text).startswith(first)


def test_nothing_is_compared_unasked():
    said = _first("deepseek r1 with mtp on 8xH200")
    assert said.startswith("DeepSeek R1")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # 1.24 B parameters at 16 bits are 2.3 GiB, and 16 x 8,192 x 32 KiB of cache 4.0
        ("extra vram of a llama 3.2 1b draft with llama 3.3 70b fp8 on 4xL40S 8k 16 users",
         "The draft: 6.3"),
        # 16 x 32 x 2 bytes x 2,621,440 inputs and outputs
        ("what do 16 LoRA adapters of rank 32 add to mistral 7b on an L4?",
         "16 LoRA slots of rank 32: 2.50 GiB more in all."),
        ("how much less memory with --enforce-eager for llama 3.1 8b on L4",
         "--enforce-eager, without CUDA graphs: 0.92 GiB less."),
        # 32,768 x 256 KiB x (16 - 8.5) / 16
        ("is q8_0 kv cache smaller than f16 for qwen3 32b q4_k_m at 32k?",
         "The difference is 3.75 GiB in all."),
    ],
)  # fmt: skip
def test_other_things_that_are_asked_about(text: str, first: str):
    assert _first(text).startswith(first)


def test_a_split_is_told_apart_on_each_card():
    said = _first("difference in memory between tp 4 and pp 4 for llama 3.3 70b fp8 on 4xL40S")
    assert re.match(r"The difference is [\d.]+ GiB per GPU; without a split", said)


def test_what_a_narrower_cache_saves():
    # 16 x 32,768 tokens x 320 KiB are 160 GiB in 16 bits, a quarter of the half on each of four
    said = _first(
        "how much memory does --kv-cache-dtype fp8 save for llama 3.3 70b fp8 on 4xH100 "
        "32k 16 users"
    )
    assert said.startswith("KV cache in FP8: 80.0 GiB less in all, 20.0 GiB per GPU.")


def test_of_a_bare_size_nothing_is_said():
    said = _first("70B at 8 bits with fp8 kv cache: how much does it save?")
    assert "KV cache in FP8:" not in said


def test_what_is_too_little_to_name_is_no_lookup():
    # One slot of rank 8 for a model of 1.2 B is some 11 MiB: below 0.06 GiB
    said = _first("vllm llama 3.2 1b --max-loras 1 --max-lora-rank 8 on L4: how much extra memory?")
    assert said.startswith("1 LoRA slots of rank 8: less than 0.06 GiB.")
    assert "no weights and no cache of its own" not in said
