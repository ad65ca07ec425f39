"""What must not be overlooked stands in the first line, or is said of the right thing."""

import pytest

from core.answer import answer


def _first(text: str) -> str:
    return answer(text).verdict.summary


def test_a_card_by_itself_is_not_silently_more():
    # 23.9 of weights + 20.0 of cache + about 3 of 41.5 GiB: not on one
    assert "2 × L40S, comfortably; one would hold 2 of the 4 users, all with FP8 KV." in _first(
        "pixtral 12b on L40S 32k 4 users"
    )
    assert "2 × H100 80GB at least (tight), 4 recommended; one H100 80GB does not hold it." in (
        _first("llama 3.1 70b bf16 on H100")
    )


@pytest.mark.parametrize(
    "text",
    [
        "how many L40S for pixtral 12b 32k 4 users",
        "pixtral 12b on 2x L40S 32k 4 users",
        "llama 3.1 8b on L40S",
        "llama 3.1 70b",
    ],
)
def test_where_one_was_not_meant_or_does_nothing_is_said(text: str):
    assert "does not hold it" not in _first(text)


def test_vllm_refuses_more_than_the_model_was_made_for():
    said = _first("vllm serve Qwen/Qwen3-8B --max-model-len 131072 on one A100 80GB")
    assert "vLLM refuses 131,072 tokens as it stands: Qwen3 8B was made for 40,960" in said
    assert "refuses" not in _first("vllm serve Qwen/Qwen3-8B --max-model-len 40960 on A100 80GB")
    assert "refuses" not in _first("qwen3 8b q4_k_m llama.cpp 131072 context on a 3090")


def test_a_training_run_is_as_long_as_its_sequences():
    # 2,048 tokens of a model that was made for 4,096
    found = answer("llama 2 13b full finetune zero-2 on 4x A100 80, seq 2048 bs 1")
    assert not any("RoPE" in one for one in found.caveats)
    longer = answer("llama 2 13b full finetune zero-2 on 4x A100 80, seq 8192 bs 1")
    assert any("RoPE" in one for one in longer.caveats)


def test_ranks_that_reach_over_the_network():
    # 16 ranks on machines of eight: the group itself crosses the network, not the stages alone.
    found = answer("deepseek v3.1 on 32xH100 with --tensor-parallel-size 16")
    assert any("tensor parallelism over the network is slow" in one for one in found.caveats)
    inside = answer("llama 3.1 405b fp8 on 2 machines of 8xH100, 32k, 16 users")
    assert any("the stages are joined by the network" in one for one in inside.caveats)


def test_four_bits_without_units_for_them():
    found = answer("nvidia Llama-3.3-70B-Instruct-FP4 on one H100, 8k, 8 users")
    assert any("H100 80GB has no FP4 units" in one for one in found.caveats)
    native = answer("nvidia Llama-3.3-70B-Instruct-FP4 on one B200, 8k, 8 users")
    assert not any("FP4 units" in one for one in native.caveats)


def test_the_wide_range_of_a_training_run_is_no_edge():
    # 97 of 79.6 GiB on one card, 86.3 on each of 16: the range reaches from 73 to 133.
    said = _first(
        "lora llama 3.1 8b rank 16 without gradient checkpointing seq 4096 batch 2 on A100 80GB"
    )
    assert not said.startswith("On the edge")
