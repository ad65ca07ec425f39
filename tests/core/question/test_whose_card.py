"""What needs a card or a size that nobody said, or said in two ways, is asked back."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse
from core.units import GIB_PER_GPU


@pytest.mark.parametrize(
    "text",
    [
        "does gemma 3 27b q4_k_m fit my graphics card?",
        "will qwen3 8b run on my laptop",
        "can my pc handle llama 3.1 8b q4?",
        "cabe na minha placa o qwen3 14b q4_k_m?",
        "o meu portátil aguenta o qwen3 8b q4_k_m?",
    ],
)
def test_a_yes_or_no_about_my_card_needs_the_card(text):
    with pytest.raises(QuestionError) as caught:
        parse(text)

    assert caught.value.code == "unknown_gpu"
    assert caught.value.suggestions


@pytest.mark.parametrize(
    "text",
    [
        "can my 3060 pc handle llama 3.1 8b q4?",
        "my gpu has 8gb, llama 3.1 8b q4_k_m?",
        "what do I need in my pc for qwen3 8b?",
        "how much vram for qwen3 8b, my laptop is new",
    ],
)
def test_nobody_is_asked_for_what_they_said_or_did_not_need_to(text):
    assert parse(text).models


@pytest.mark.parametrize(
    ("typed", "gigabytes"),
    [
        ("a 24564MiB card", 23.99),
        ("16376 MiB of vram", 15.99),
        ("a card with 81559MiB", 79.65),
    ],
)
def test_a_card_by_what_its_driver_reports(typed, gigabytes):
    [cards] = parse(f"qwen3 32b iq4_xs on {typed}").gpus

    assert cards.gpu.memory.m_as(GIB_PER_GPU) == gigabytes


@pytest.mark.parametrize("text", ["70B model but 8B params at fp16", "70b mas com 8b parametros"])
def test_two_sizes_of_one_model_are_a_slip(text):
    with pytest.raises(QuestionError) as caught:
        parse(text)

    assert caught.value.code == "conflict"


@pytest.mark.parametrize(
    "text",
    ["meeting at 16h in room 70B", "our office is on floor 7b, need a tv", "seat 22B on the plane",
     "flat 13b, ring the bell"],
)  # fmt: skip
def test_the_number_of_a_room_is_no_size(text):
    with pytest.raises(QuestionError):
        parse(text)


def test_mixed_precision_beside_its_format_says_one_thing_twice():
    question = parse("how many A100s to train 30B full fp16 mixed precision")

    assert [row.id for row in question.precisions] == ["fp16"]
