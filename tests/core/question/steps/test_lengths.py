"""Lengths in words: of each request, of the prompt and the answer, of pieces."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("said", "tokens", "sequences"),
    [
        ("6 concurrent 4k chats", 4096, 6),
        ("16 seqs of 8k", 8192, 16),
        ("32 reqs of 4k tokens each", 4096, 32),
        ("chats of 8k at the same time", 8192, None),
        ("4k por conversa", 4096, None),
        ("prompts average 1,500 tokens, answers capped at 500", 2000, None),
        ("5 chunks of 800 tokens", 4000, None),
        ("5 chunks of 800 tokens = 4k context, 20 users", 4000, 20),
        ("the context is 8k. users: 16. thanks", 8192, 16),
        ("1k people at once", None, 1000),
    ],
)
def test_a_length_is_read(said, tokens, sequences):
    question = parse(f"llama 3.1 8b fp8, {said}")

    assert (question.context_length and question.context_length.magnitude) == tokens
    assert (question.sequences and question.sequences.magnitude) == sequences


def test_a_full_stop_ends_no_number():
    training = parse("qlora mistral 7b, seq 4096, bs 4. what should it need?").training

    assert (training.sequence_tokens, training.batch) == (4096, 4)
