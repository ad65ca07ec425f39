"""The batch of all cards is divided where all that divides it is known, and otherwise named."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("text", "batch", "steps"),
    [
        ("full ft qwen2.5 7b, global batch size of 256 on 8 H100, gradient accumulation 4", 8, 4),
        ("batch efetivo de 64, 4 A100 80GB, acumulação de 8 passos, lora llama 3.2 3b", 2, 8),
        ("lora llama 3.1 8b, batch size 64 in total, grad accum 8, 4x L40S", 2, 8),
        ("lora llama 3.1 8b, effective batch 32, 8 accumulation steps, 1x A100 80GB", 4, 8),
        ("lora llama 3.1 8b, effective batch 32, micro batch 4, grad accum 8, 1x L40S", 4, 8),
        ("lora 8b on 2x L40S, total batch: 16, gradient accumulation of 2", 4, 2),
    ],
)
def test_a_micro_batch_follows_where_all_is_known(text, batch, steps):
    question = parse(text)

    assert question.training.batch == batch
    assert question.training.gradient_accumulation_steps == steps
    assert "reading.micro_batch" in [note.key for note in question.assumed]
    assert question.unused == ()


@pytest.mark.parametrize(
    "text",
    [
        "full ft llama 3.1 8b, seq 4096, 8xH100, global batch 128",  # how often is not said
        "full ft llama 3.1 8b, seq 4096, grad accum 4, global batch 128",  # on how many cards
        "lora llama 3.1 8b, 3x L40S, grad accum 4, global batch 128",  # does not divide evenly
    ],
)
def test_a_global_batch_that_does_not_divide_is_named_and_no_micro_batch(text):
    question = parse(text)

    assert question.training.batch is None
    assert question.unused == ("global batch 128",)


def test_a_micro_batch_that_contradicts_it_stays():
    question = parse("lora 8b, micro batch 2, grad accum 8, 1x L40S, effective batch 32")

    assert question.training.batch == 2
    assert question.unused == ("effective batch 32",)


@pytest.mark.parametrize("text", ["lora 8b batch size 4", "lora 8b, 4 sequences in total"])
def test_near_misses_are_micro_batches(text):
    assert parse(text).training.batch == 4
