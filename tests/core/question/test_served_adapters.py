"""An engine's flags of adapters say that they are served; what is denied is not taken."""

import pytest

from core.question.parser import parse
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        (
            "my only adapter is r=16 but --max-lora-rank 256 --max-loras 4 for Qwen2.5-7B: cost?",
            256,
        ),
        ("qwen3-32b awq with --enable-lora --max-loras 4 and adapters of rank 64", 64),
    ],
)
def test_adapters_are_served(text, rank):
    question = parse(text)

    assert question.task == "serve"
    assert question.training is None
    assert question.engine is not None
    assert (question.engine.max_loras, question.engine.max_lora_rank) == (4, rank)


def test_a_rank_alone_trains():
    assert parse("lora llama 3.1 8b r=16 on a 4090").task == "lora"


@pytest.mark.parametrize(
    ("text", "offloads"),
    [
        ("full sft qwen2.5-14b zero-3 on 8x A100 40gb, bs 1, no offload", None),
        ("full fine-tune qwen2.5-14b zero 3, sem offload", None),
        ("full fine-tune qwen2.5-14b zero 3 without cpu offload", None),
        ("full sft qwen2.5-14b zero-3 on 8x A100 40gb, cpu offload", True),
    ],
)
def test_no_offload_is_none(text, offloads):
    training = parse(text).training

    assert training is not None
    assert training.offload_optimizer is offloads


@pytest.mark.parametrize(
    "text",
    [
        "mistral small 24b fp8 on one L40S, how many 8k users",
        "quantos usuários de 8k cabem do mistral small 24b fp8 numa L40S",
    ],
)
def test_how_many_users_of_a_length(text):
    question = parse(text)

    assert question.intent == "max_sequences"
    assert question.context_length == Quantity(8192, TOKEN_PER_SEQUENCE)
    assert question.sequences in (None, Quantity(1, SEQUENCE))
