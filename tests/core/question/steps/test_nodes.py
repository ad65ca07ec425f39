"""Machines of which nobody said how many cards they have: the first line says what was taken."""

import pytest

from core.answer import answer
from core.question.parser import parse


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("llama 3.1 405b bf16 on 2 H100 nodes", 16),
        ("llama 3.1 405b bf16, two nodes of H100", 16),
        ("deepseek v3 on three H200 nodes?", 24),
        ("llama 3.1 405b bf16, H100, 2 nodes", 16),
        ("dois nós de H100 para o llama 3.1 405b bf16", 16),
    ],
)
def test_eight_in_each_are_taken_and_said_first(text, count):
    found = answer(text)

    assert [card.count for card in found.question.gpus] == [count]
    assert f"{count}" in found.verdict.summary.rsplit(". ", 1)[1]
    assert any(word in found.verdict.summary for word in ("in each machine", "em cada máquina"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("llama 3.1 405b bf16, 2 nodes of 4x H100", 8),
        ("deepseek v3 on 2 nodes of 8x H200", 16),
        ("llama 3.1 405b bf16 on a DGX H100", 8),
        ("llama 3.1 70b on two A100 machines with four cards each", 8),
        ("2x p5.48xlarge for llama 3.1 405b bf16", 16),
    ],
)
def test_what_was_said_is_not_assumed(text, count):
    question = parse(text)

    assert [card.count for card in question.gpus] == [count]
    assert not any(note.key == "reading.per_node" for note in question.assumed)
