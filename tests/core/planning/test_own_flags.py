"""Commands and flags are those of the server that was named, and nothing else is said of it."""

import pytest

from core.answer import answer
from core.as_text import answer_as_text as as_text


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Qwen/Qwen3-Embedding-4B with TEI on L4, 2048 tokens", "Text Embeddings Inference"),
        ("text-embeddings-inference BAAI/bge-m3 on T4", "Text Embeddings Inference"),
        ("tgi llama 3.1 8b on A10G", "Text Generation Inference"),
        ("lmdeploy internlm2_5-20b-chat --quant-policy 8 on 2x A10 24GB", "LMDeploy"),
    ],
)
def test_another_server_gets_no_command_of_vllm(question, name):
    found = answer(question)

    assert found.command is None
    assert not any(each.command for each in found.changes)
    assert any(name in each and "No command" in each for each in found.caveats)
    assert not any("did not use" in each for each in found.caveats)


def test_lmdeploy_has_a_command_of_its_own():
    found = answer("lmdeploy qwen2.5 7b on A100 40GB, 8k")

    assert found.command is not None
    assert found.command.startswith("lmdeploy serve")
    assert not any("No command" in each for each in found.caveats)


def test_a_rank_that_was_passed_is_not_missed():
    asked = "vllm serve meta-llama/Llama-3.1-8B-Instruct --enable-lora --max-loras 2 {}on H100"
    passed = answer(asked.format("--max-lora-rank 64 "))

    assert not any("Without --max-lora-rank" in each for each in passed.caveats)
    said = answer("llama 3.1 8b with 2 lora adapters of rank 64 vllm on H100")
    assert any("Without --max-lora-rank" in each for each in said.caveats)


def test_a_long_name_is_apart_from_its_split():
    text = as_text(answer("Llama 3.1 8B on H100 MIG 2g.20gb, 16k, 8 users vllm"))

    assert "2g.20gb TP 1" in text


def test_sglang_has_its_own_name_for_the_limit():
    found = answer(
        "python -m sglang.launch_server --model-path meta-llama/Llama-3.1-8B-Instruct "
        "--context-length 16384 --max-running-requests 64 on 1x L40S"
    )

    assert "--max-running-requests 64 is only a limit" in found.verdict.summary
    assert "--max-num-seqs" not in found.verdict.summary


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "llama 3.1 8b on L40S, 150 users, every prompt is 6k tokens, 5k are the same for all",
            True,
        ),
        ("llama 3.1 8b on L40S, every prompt is 6k tokens and answers of 500 tokens", False),
        ("llama 3.1 8b on L40S, 6k context", False),
    ],
)
def test_a_prompt_that_fills_the_limit_leaves_no_room_for_an_answer(question, said):
    caveats = answer(question).caveats

    assert any("no room for an answer" in each for each in caveats) is said


@pytest.mark.parametrize(
    ("users", "said"), [(8, "; 2 would do."), (16, "2 would hold 13 of the 16 users")]
)
def test_fewer_cards_that_hold_everybody_would_do(users, said):
    """
    2 x H100 of 74.4 GiB: 33.9 of weights and some 7 of vLLM's own leave 34; a user of 16,384 tokens
    takes 320 KiB x 16,384 / 2 = 2.5 GiB of each: 13.
    """
    found = answer(f"llama 3.3 70b fp8, 16k, {users} users on 4x H100 vllm")

    assert said in found.verdict.summary
