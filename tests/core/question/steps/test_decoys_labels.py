"""Labels are no cards, and cards beside such words are no labels."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    "label", ["sala A10", "ticket G5", "level L4", "ramal 4090", "room a40", "slide p4"]
)
def test_a_label_is_no_card(label):
    assert parse(f"{label}: llama 3.1 8b bf16 vram?").gpus == ()


def test_people_who_voted_are_no_load():
    question = parse("42 colleagues voted and we go with llama 3.1 8b bf16 - vram?")

    assert question.sequences is None
    assert question.unused == ("42 colleagues voted",)


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("entry level, L4: llama 3.1 8b fp8?", "L4"),
        ("we have room for 2 A10 cards, llama 3.1 8b fp8", "A10"),
        ("llama 3.1 8b fp8 on an L4 in that room", "L4"),
    ],
)
def test_a_card_near_such_a_word_is_a_card(text, card):
    assert [cards.gpu.name for cards in parse(text).gpus] == [card]


def test_colleagues_who_use_it_are_a_load():
    assert parse("llama 3.1 8b bf16 for 42 colleagues").sequences.magnitude == 42
