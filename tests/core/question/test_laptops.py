"""A card in a laptop is the laptop's, which may have less memory."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse
from core.question.restate import restate


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("rtx 4090 laptop, qwen3 14b q6_k", "RTX 4090 Laptop"),
        ("my laptop has a 4070, qwen3 8b q4_k_m?", "RTX 4070 Laptop"),
        ("o meu portátil tem uma 3060, corre o qwen3 8b q4_k_m?", "RTX 3060 Laptop"),
        ("laptop 4060: qwen3 8b q4_k_m", "RTX 4060 Laptop"),
        ("rtx 4090 laptop 16gb, qwen3 14b q6_k", "RTX 4090 Laptop"),
        ("4070 in my desktop, qwen3 8b q4_k_m", "RTX 4070"),
        ("my laptop talks to a box with an L40S, qwen3 8b", "L40S"),
    ],
)
def test_a_laptop_has_its_own_cards(text, name):
    question = parse(text)

    assert [cards.gpu.name for cards in question.gpus] == [name]
    assert parse(restate(question)).gpus == question.gpus


def test_it_is_said():
    notes = {note.key for note in parse("my laptop has a 4070, qwen3 8b q4_k_m?").assumed}

    assert "reading.laptop" in notes


@pytest.mark.parametrize("typed", ["groq", "cerebras wse", "ascend 910b"])
def test_what_is_no_card_of_ours_is_asked_about(typed):
    with pytest.raises(QuestionError) as caught:
        parse(f"llama 3.1 70b fp8 on {typed}")

    assert caught.value.code == "unknown_gpu"
