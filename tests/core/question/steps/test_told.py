"""Figures that were told are no cards; they are named."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a blog says qwen3 32b needs 64 GB, is that right in fp8?", "needs 64 GB"),
        ("somebody said full takes 128 GB, LoRA 20: lora llama 3.1 8b seq 2048?", "takes 128 GB"),
        ("I read that llama 3.1 8b uses 20 GB of vram, true for bf16 8k?", "uses 20 GB of vram"),
        ("o fornecedor disse que o qwen3 32b ocupa 70 GB, confere em fp8?", "ocupa 70 GB"),
        ("my boss claims a 70b requires about 200 GB. llama 3.3 70b awq 8k?",
         "requires about 200 GB"),
        ("can two 12gb cards act like one 24gb for a 27b at q4?", "act like one 24gb"),
    ],
)  # fmt: skip
def test_a_figure_that_was_told_is_named_and_no_card(text, named):
    question = parse(text)

    assert named in question.unused
    assert all(card.gpu.label in (None, 12) for card in question.gpus)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("they said we get 2x 48 GB cards, does qwen3 32b bf16 fit?", 48),
        ("does qwen3 32b need 24 GB?", 24),
        ("my friend says a 32b needs 24 GB, does qwen3 32b awq fit on my 4090?", 24),
        ("I heard good things; qwen3 14b in 16 GB?", 16),
        ("told my boss to buy a 24GB card, will gemma 3 27b q4_k_m fit?", 24),
    ],
)
def test_cards_stay_cards(text, label):
    assert [card.gpu.label for card in parse(text).gpus] == [label]
