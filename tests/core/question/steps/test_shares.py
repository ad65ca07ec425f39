"""A part of a card is that much of it, and no whole card and no number format."""

import pytest

from core.question.parser import parse
from core.question.restate import restate


@pytest.mark.parametrize(
    ("typed", "gigabytes", "of"),
    [
        ("half of an L40S", 24, "l40s"),
        ("half of an L40S (time sliced, 24gb each)", 24, "l40s"),
        ("half an A100 80GB", 40, "a100-sxm4-80gb"),
        ("half of an A100 (20gb)", 20, "a100-sxm4-40gb"),
        ("a quarter of an A100 80GB", 20, "a100-sxm4-80gb"),
        ("1/4 of an A100 80GB", 20, "a100-sxm4-80gb"),
        ("meia A100 de 80GB", 40, "a100-sxm4-80gb"),
        ("metade de uma L40S (24GB)", 24, "l40s"),
        ("20gb of an A100 80GB", 20, "a100-sxm4-80gb"),
        ("a time-sliced A10G, 12GB each", 12, "a10g"),
        ("an L40S vGPU 24GB", 24, "l40s"),
    ],
)
def test_a_part_of_a_card_has_its_part_of_the_memory(typed: str, gigabytes: int, of: str) -> None:
    question = parse(f"qwen3 8b fp8 on {typed}")

    [cards] = question.gpus
    assert (cards.gpu.label, cards.gpu.part_of) == (gigabytes, of)
    assert [row.id for row in question.precisions] == ["fp8"]
    assert question.unused == ()
    assert parse(restate(question)).gpus == question.gpus


def test_a_part_is_said() -> None:
    [note] = parse("qwen3 8b on half of an L40S").assumed

    assert (note.key, note.values["typed"]) == ("reading.part_of_card", "half of an L40S")


@pytest.mark.parametrize(
    ("typed", "label", "count"),
    [
        ("40GB of A100", 40, None),  # a whole one, of 40 GB
        ("2x L40S", 48, 2),
        ("an A100, half the price of an H100", 80, 1),
        ("half precision on an L40S", 48, 1),
    ],
)
def test_half_of_something_else_is_no_part_of_a_card(typed: str, label: int, count: int) -> None:
    cards = parse(f"qwen3 8b on {typed}").gpus[0]

    assert (cards.gpu.label, cards.gpu.part_of, cards.count) == (label, None, count)
