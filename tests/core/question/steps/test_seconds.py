"""A second value against a first one: both are compared, and a number of something else is none."""

import pytest

from core.question.parser import parse


def compared(text: str, field: str) -> list[object]:
    """What *field* is in each alternative."""
    found: list[object] = []
    for one in parse(text).compare:
        if field == "users":
            found.append(None if one.sequences is None else one.sequences.magnitude)
        elif field == "tensor_parallel_size":
            found.append(None if one.engine is None else one.engine.tensor_parallel_size)
        else:
            found.append(None if one.training is None else getattr(one.training, field))
    return found


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("5 users or 50, how does vram change for qwen3 8b fp8 8k?", "users", [5, 50]),
        ("qwen3 8b awq 4k, 10 users vs 100", "users", [10, 100]),
        ("llama 3.1 8b fp8 8k: 4 requests versus 32?", "users", [4, 32]),
        ("4 utilizadores ou 40, llama 3.1 8b fp8 8k?", "users", [4, 40]),
        ("batch 2 or 8 for lora llama 3.1 8b seq 2048?", "batch", [2, 8]),
        ("lora llama 3.1 8b, batch 1 vs 4", "batch", [1, 4]),
        ("lora rank 8 or 64 for a 13b, seq 2048", "lora_rank", [8, 64]),
        ("zero 2 or 3 for full finetune of qwen3 14b on 8x H100?", "zero_stage", [2, 3]),
        ("full ft of llama 3.1 8b on 8x A100 80GB, zero-1 vs 2", "zero_stage", [1, 2]),
        ("llama 3.3 70b fp8 16k, tp 2 or 4 on H100", "tensor_parallel_size", [2, 4]),
    ],
)
def test_a_number_against_another_is_of_its_kind(text, field, values):
    assert compared(text, field) == values


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("llama 3.1 8b fp8, 8 users or 2 H100s?", 8),
        ("qwen3 8b 4k, 5 users or 8 bits?", 5),
        ("qwen3 8b fp8, 5 users or 32k context?", 5),
        ("llama 3.1 8b fp8 8k, 12 users or 70B", 12),
        ("llama 3.1 8b fp8 8k, 12 users or 50% more", 12),
    ],
)
def test_a_number_of_something_else_is_no_second_one(text, users):
    assert parse(text).sequences.magnitude == users
    assert set(compared(text, "users")) <= {users}
