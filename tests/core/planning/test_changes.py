"""The smallest changes that make it fit: each one does, and gives back what it says."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from core.answer import answer, answer_question
from core.asked.question import Question
from core.catalog.model import Model
from core.planning.missing import missing
from core.planning.plan import Plan
from core.wording.say import say_note
from tests.core.planning.test_invariants import asked
from tests.examples import examples

CHANGES = [
    pytest.param(
        "does llama 3.1 70b fp8 32k for 10 users fit on 2xH100?",
        ["KV cache in FP8", "21,648 tokens of context instead", "6 sequences instead",
         "Weights in AWQ", "--cpu-offload-gb 15: weights in the host's memory, much slower",
         "2 × H200 141GB instead", "4 × H100 80GB"],
        id="serving",
    ),
    pytest.param(
        "does llama 3.1 8b fit on one L4 with 8k?",
        [],
        id="nothing to change where it fits",
    ),
    pytest.param(
        "does qwen3 32b fp8 8k fit on one a100 40gb?",
        ["--gpu-memory-utilization 0.95", "--enforce-eager: no CUDA graphs, slower",
         "KV cache in FP8", "--max-num-seqs 64", "7,936 tokens of context instead",
         "1 × L40S instead", "2 × A100 40GB"],
        id="flags first, five on the same card",
    ),
    pytest.param(
        "does llama 3.3 70b awq 8k fit on 2x rtx 4090?",
        ["--gpu-memory-utilization 0.95", "--enforce-eager: no CUDA graphs, slower",
         "KV cache in FP8", "7,696 tokens of context instead",
         "--cpu-offload-gb 1: weights in the host's memory, much slower",
         "2 × RTX 5090 instead", "3 × RTX 4090"],
        id="one more gaming card, in stages",
    ),
    pytest.param(
        "does this fit: vllm serve casperhansen/llama-3.3-70b-instruct-awq -tp 2 "
        "--max-model-len 6000 on 2x4090",
        ["--tensor-parallel-size 1 --pipeline-parallel-size 2",
         "--cpu-offload-gb 3: weights in the host's memory, much slower",
         "2 × RTX 5090 instead", "4 × RTX 4090"],
        id="stages instead of the ranks that were named",
    ),
    pytest.param(
        "does this fit: vllm serve deepseek-ai/DeepSeek-R1 -tp 8 --max-model-len 65536 "
        "--max-num-seqs 16 on 8xH200 for 16 users",
        ["--data-parallel-size 8 --enable-expert-parallel", "KV cache in FP8",
         "42,304 tokens of context instead", "10 sequences instead", "Weights in AWQ",
         "8 × B200 180GB instead", "16 × H200 141GB"],
        id="replicas of the attention instead of ranks",
    ),
    pytest.param(
        "full fine-tune llama 3.1 70b zero 3 on 16x h100",
        ["8-bit AdamW", "Optimizer in the host's memory (ZeRO-Offload), slower",
         "LoRA instead of all weights", "16 × H200 141GB instead", "32 × H100 80GB"],
        id="full fine-tuning",
    ),
    pytest.param(
        "full fine-tune qwen2.5 7b seq 32768 batch 1 8xH100 fsdp",
        ["A fused loss (Liger): no tensor of all logits"],
        id="only the logits are too many",
    ),
    pytest.param(
        "qlora llama 3.1 70b on 2x RTX 3090 seq 2048 batch 1 rank 16 fsdp",
        ["Weights and optimizer in the host's memory (FSDP CPU offload), much slower"],
        id="two gaming cards",
    ),
    pytest.param(
        "full fine-tune llama 3.1 8b zero 1 seq 2048 batch 16 on 8x a100 80gb",
        ["A fused loss (Liger): no tensor of all logits", "Micro batch of 8",
         "Weights and optimizer in the host's memory (FSDP CPU offload), much slower"],
        id="half the micro batch",
    ),
    pytest.param(
        "full fine-tune qwen2.5 14b zero 1 seq 1024 on 8x a100 80gb",
        ["8-bit AdamW", "ZeRO-2 (FSDP full shard is 3)",
         "Optimizer in the host's memory (ZeRO-Offload), slower", "LoRA instead of all weights",
         "8 × H200 141GB instead", "16 × A100 80GB"],
        id="the next stage",
    ),
    pytest.param(
        "lora qwen2.5 32b on one a100 40gb",
        ["QLoRA: the base in 4 bits", "1 × H100 80GB instead", "4 × A100 40GB"],
        id="LoRA",
    ),
    pytest.param(
        "qlora llama 3.1 8b 2k batch 4 without gradient checkpointing on one a100 40gb",
        ["Gradient checkpointing", "Micro batch of 1"],
        id="QLoRA with everything kept",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("question", "offered"), CHANGES)
def test_what_is_offered(question, offered):
    assert [say_note("en", change.what) for change in answer(question).changes] == offered


@pytest.mark.parametrize(("question", "offered"), CHANGES)
def test_the_changed_question_fits_and_gives_back_what_was_said(question, offered):
    short = answer(question)
    for change in short.changes:
        again = answer(change.question)
        assert again.verdict.fits is True, change.question
        assert short.headline is not None
        assert again.headline is not None
        assert short.headline.needed - again.headline.needed == change.gives_back


def test_a_context_far_below_the_asked_one_is_no_small_change():
    """1,000 users of gpt-oss on one H100 would have 48 tokens each."""
    short = answer("gpt-oss-120b on one h100 1000 users 4k")

    assert "change.context" not in [change.what.key for change in short.changes]


def test_a_training_run_that_no_number_of_cards_holds_gets_changes_as_well():
    """Logits of 2 x 3,072 tokens alone take 12 GiB of each card, however many there are."""
    short = answer("qlora qwen3 32b rank 64 3072 tokens batch 2 on rtx 4090")

    assert short.headline is not None
    assert not short.headline.fits
    assert "change.batch" in [change.what.key for change in short.changes]


def does_it_fit(question: Question) -> Question:
    """*question* as somebody would ask whether one model fits one kind of card."""
    one = replace(question, models=question.models[:1], precisions=question.precisions[:1])
    one = replace(one, gpus=one.gpus[:1], intent="fit")
    if one.task == "serve":
        return replace(one, training=None)
    return replace(one, context_length=None, sequences=None, kv_precision=None, engine=None)


# Two of five questions name no card or a bare size.
@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.filter_too_much])
@given(asked().map(does_it_fit))
def test_whatever_is_offered_is_what_the_changed_question_is_answered_with(question):
    assume(question.gpus and isinstance(question.models[0], Model))
    short = answer_question(question)
    planned = Plan(short.scenarios, (), short.estimates, short.placements)
    lacking = missing(question, planned)

    for change in short.changes:
        again = answer(change.question).placements[0]
        assert lacking is not None
        assert not lacking.fits
        assert again.fits, change.question
        assert lacking.needed - again.needed == change.gives_back, change.question
