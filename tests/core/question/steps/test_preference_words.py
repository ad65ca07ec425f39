"""Who writes the answers of GRPO and PPO, and which models stand beside: as people say it."""

import pytest

from core.answer import answer
from core.question.parser import parse
from core.question.restate import restate

SHARE = "vllm_gpu_memory_utilization"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("grpo 7b with vllm colocated at 0.3", {"vllm_mode": "colocate", SHARE: 0.3}),
        ("grpo qwen3 8b, colocated vllm (30%)", {"vllm_mode": "colocate", SHARE: 0.3}),
        ("ppo qwen3 8b vllm at 0.4", {SHARE: 0.4}),
        ("grpo qwen3 8b with vllm, gpu memory utilization 0.4", {"use_vllm": True, SHARE: 0.4}),
        ("grpo qwen3 8b vllm on separate gpus", {"vllm_mode": "server"}),
        ("grpo qwen3 8b colocated vllm with sleep mode", {"vllm_sleep": True}),
        ("train a reward model from qwen3 8b", {"method": "reward"}),
        (
            "grpo qwen3 8b vllm colocated tp 2",
            {"vllm_tensor_parallel_size": 2, "tensor_parallel_size": None},
        ),
        (
            "full fine-tune qwen3 30b a3b tp 2 ep 4 cp 2 dp 2",
            {
                "tensor_parallel_size": 2,
                "expert_parallel_size": 4,
                "context_parallel_size": 2,
                "data_parallel_size": 2,
            },
        ),
        ("grpo qwen3 8b 16 generations per prompt", {"num_generations": 16}),
        ("grpo qwen3 8b with a reference model", {"reference": True}),
        ("grpo qwen3 8b with kl and a reward model", {"reference": True, "reward": True}),
        ("dpo qwen3 8b without a reference model", {"reference": False}),
        ("grpo qwen3 8b, vllm nas mesmas placas a 0.3", {"vllm_mode": "colocate", SHARE: 0.3}),
        ("trl grpo --model_name_or_path Qwen/Qwen3-8B --beta 0.04", {"reference": True}),
        ("trl grpo --model_name_or_path Qwen/Qwen3-8B --beta 0.0", {"reference": False}),
    ],
)
def test_a_run_with_answers_of_its_own_is_read(text: str, said: dict[str, object]) -> None:
    question = parse(text)

    assert question.training is not None
    assert {name: getattr(question.training, name) for name in said} == said
    assert question.unused == ()
    assert parse(restate(question)).training == question.training


@pytest.mark.parametrize(
    "text",
    [
        "llama 3.1 8b on a100 with vllm at 0.9",
        "lora qwen3 8b, reward 3 points",
        "serve qwen3 8b with vllm 0.11 in server mode",
    ],
)
def test_words_of_other_runs_stay_theirs(text: str) -> None:
    training = parse(text).training

    assert training is None or (training.vllm_mode, training.reward) == (None, None)


def test_the_first_line_names_the_method() -> None:
    assert answer("dpo lora llama 3.1 8b on A100 80GB").verdict.summary.startswith(
        "DPO with LoRA of Llama 3.1 8B in BF16: "
    )
    assert answer("grpo llama 3.1 8b on 8xA100 80GB").verdict.summary.startswith(
        "GRPO with full fine-tuning of Llama 3.1 8B in BF16: "
    )


def test_a_share_in_which_vllm_does_not_start_is_no() -> None:
    found = answer("grpo lora qwen3 8b vllm colocated at 0.1 on 1x A100 80GB")

    assert found.verdict.fits is False
    assert "vLLM does not start in 10 % of a card" in found.verdict.summary
    assert next(change.what.key for change in found.changes) == "change.vllm_share"
