"""What is shared and what each has of its own are together one sequence."""

import pytest

from core.question.parser import parse

MODEL = "llama 3.1 8b fp8, 16 users"


@pytest.mark.parametrize(
    ("said", "prefix", "length"),
    [
        ("2k shared system prompt + 1k per user", 2048, 3072),
        ("every request carries the same 20k document, then 500 tokens of question", 20000, 20500),
        ("prompt partilhado de 2 mil tokens mais mil por utilizador", 2048, 3048),
        ("same 2k system prompt for all, 1k each on top", 2048, 3072),
        ("system prompt of 8k tokens is common to all chats, each adds 2k", 8192, 10240),
        ("prompt de sistema igual pra todos com 4k, mais 1k de cada um", 4096, 5120),
        ("4k shared system prompt, 2k user each", 4096, 6144),
        ("2k per user on top of a shared prefix of 4k", 4096, 6144),
    ],
)
def test_both_are_one_sequence_and_that_is_said(said, prefix, length):
    question = parse(f"{MODEL}, {said}")

    assert question.shared_prefix.magnitude == prefix
    assert question.context_length.magnitude == length
    assert question.sequences.magnitude == 16
    assert "reading.prefix_and_own" in [note.key for note in question.assumed]


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ("shared prefix of 2k tokens, 8k context", 8192),
        ("8k each, 2k of it is shared", 8192),
        ("8k context with a 2000 token shared prefix", 8192),
        ("8k context, shared prefix of 2k plus 16 users", 8192),
        ("the same model with 8k each", 8192),
    ],
)
def test_a_length_of_all_stays_one(said, length):
    question = parse(f"{MODEL}, {said}")

    assert question.context_length.magnitude == length
    assert question.sequences.magnitude == 16
