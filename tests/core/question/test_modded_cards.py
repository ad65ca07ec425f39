"""Cards with other memory than their maker gave them, and cards that were never made."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse
from core.question.restate import restate


@pytest.mark.parametrize(
    ("typed", "name", "count"),
    [
        ("48gb 4090", "RTX 4090 48GB modded", None),
        ("chinese 48gb 4090d", "RTX 4090 D 48GB modded", None),
        ("two chinese 4090D 48G", "RTX 4090 D 48GB modded", 2),
        ("modded 4090 48gb x2", "RTX 4090 48GB modded", 2),
        ("2080 ti with the 22gb mod", "RTX 2080 Ti 22GB modded", None),
        ("4x 2080ti 22g", "RTX 2080 Ti 22GB modded", 4),
        ("uma 4090 modificada de 48GB", "RTX 4090 48GB modded", 1),
        ("my 4090 that was upgraded to 48gb of vram", "RTX 4090 48GB modded", 1),
        ("modded 3070 16gb", "RTX 3070 16GB modded", None),  # no row: twice its own
    ],
)
def test_a_modded_card_has_the_memory_that_was_said(typed: str, name: str, count: int) -> None:
    question = parse(f"qwen3 32b q4_k_m, {typed}")

    [cards] = question.gpus
    assert (cards.gpu.name, cards.count) == (name, count)
    assert [note.key for note in question.assumed] == ["reading.modded"]
    assert question.unused == ()
    assert parse(restate(question)).gpus == question.gpus


@pytest.mark.parametrize("typed", ["2x 4090 48gb", "2x 4090 (48GB)", "two 4090s, 48gb in all"])
def test_two_of_24_gb_are_not_modded_unless_it_is_said(typed: str) -> None:
    [cards] = parse(f"qwen3 32b q4_k_m on {typed}").gpus

    assert (cards.gpu.id, cards.count) == ("rtx-4090", 2)


def test_a_size_of_a_card_that_stands_apart_from_it_counts() -> None:
    [cards] = parse("llama 3.1 8b on my A100, the one with only 40GB").gpus

    assert cards.gpu.label == 40


@pytest.mark.parametrize(
    ("typed", "code", "offered"),
    [
        ("96gb 4090", "conflict", "RTX 4090 24GB"),
        ("4090 with 32 GB", "conflict", "RTX 4090 24GB"),
        ("rtx 5070 ti super", "unknown_gpu", "RTX 5070 Ti"),
        ("2x 5070 super", "unknown_gpu", "RTX 5070"),
        ("4090 super", "unknown_gpu", "RTX 4090"),
        ("5080 super 24gb", "unknown_gpu", "RTX 5080"),
        ("4080 ti", "unknown_gpu", "RTX 4080"),
    ],
)
def test_a_card_that_was_never_made_is_asked_back(typed: str, code: str, offered: str) -> None:
    with pytest.raises(QuestionError) as caught:
        parse(f"qwen3 14b q4_k_m on {typed}")

    assert caught.value.code == code
    assert offered in caught.value.suggestions[0]


@pytest.mark.parametrize(
    "typed", ["a 4070 ti super", "a 4080 super", "a 3090, super fast", "a 3090 super easily"]
)
def test_super_is_asked_about_only_behind_a_card_that_has_none(typed: str) -> None:
    assert len(parse(f"does qwen3 14b q4_k_m fit on {typed}").gpus) == 1
