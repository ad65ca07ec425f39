"""Two readings that are close: both are told, and where they need different memory one is asked."""

from dataclasses import replace

import pytest

from core.answer import answer
from core.errors import QuestionError
from core.question.parser import parse
from core.question.settle.doubts import MOST_USERS


def test_a_reading_that_came_close_is_told_with_the_question_it_would_be():
    question = parse("how many A100 80GB for mistral 7b fp16, 4k requests")

    (doubt,) = question.doubts
    assert (doubt.typed, doubt.role, doubt.other) == ("4k requests", "context_length", "sequences")
    assert doubt.text == "how many A100 80GB for mistral 7b fp16, 4000 users"
    assert doubt.question.sequences.magnitude == 4000
    assert bare(parse(doubt.text)) == bare(doubt.question)
    assert bare(parse(doubt.plain)) == bare(question)
    assert [note.key for note in question.assumed] == ["reading.doubt"]


def test_what_is_told_is_answered():
    said = answer("how many A100 80GB for mistral 7b fp16, 4k requests").assumed

    assert "“4k requests” was read as a length in tokens, not as a number of users" in said


@pytest.mark.parametrize(
    "text",
    ["405b fp16 MI300X x8", "8b fp16 32k context 16 users on 2xH100", "llama 3 8b q4_k_m 4096",
     "500M fp16", "lora 8b r=16 seq 2048 bs 4"],
)  # fmt: skip
def test_a_plain_question_has_no_doubts(text):
    assert parse(text).doubts == ()


@pytest.mark.parametrize(
    ("text", "plain", "other"),
    [
        ("llama 3.1 8b fp16, 16", "llama 3.1 8b fp16", "llama 3.1 8b fp16, 16 users"),
        ("llama 3.1 8b fp16 8k, 64", "llama 3.1 8b fp16 8k", "llama 3.1 8b fp16 8k, 64 users"),
        (
            "llama 3.1 8b fp16, 65000",
            "llama 3.1 8b fp16",
            "llama 3.1 8b fp16, 65000 tokens of context",
        ),
        (
            "llama 3.1 8b em fp16, 16, quanta memória?",
            "llama 3.1 8b em fp16, quanta memória?",
            "llama 3.1 8b em fp16, 16 usuários, quanta memória?",
        ),
    ],
)
def test_a_number_without_a_role_that_would_change_the_total_is_asked_about(text, plain, other):
    with pytest.raises(QuestionError) as caught:
        answer(text)

    assert caught.value.code == "conflict"
    assert caught.value.suggestions == (plain, other)
    for suggestion in caught.value.suggestions:
        answer(suggestion)


def test_the_error_points_at_the_number():
    with pytest.raises(QuestionError) as caught:
        answer("llama 3.1 8b fp16, 16")

    assert caught.value.span == (19, 21)
    assert caught.value.message == (
        "“16” could be a number of users, or nothing that takes memory, "
        "and the memory would differ."
    )
    assert caught.value.hint == "Say which one you mean."


@pytest.mark.parametrize(
    "text",
    [
        "llama 3.1 405b bf16, 2",  # two users instead of one: less than a tenth
        "70B fp16, 16",  # of a bare size the cache is not known
        "llama 3.1 8b fp16 16k 8 users, 3",  # users are said already
        "llama 3.1 8b fp16, 3 giraffes",  # it counts something
        "lora llama 3.1 8b bf16, 3",
    ],
)
def test_a_number_that_would_change_little_is_only_named(text):
    question = answer(text).question

    assert question.unused
    assert bare(question) == bare(parse(text.rsplit(",", 1)[0]))


@pytest.mark.parametrize(
    ("number", "other"), [(MOST_USERS, "sequences"), (MOST_USERS + 1, "context_length")]
)
def test_a_large_number_is_rather_a_length(number, other):
    assert [doubt.other for doubt in parse(f"llama 3.1 8b fp16, {number}").doubts] == [other]


def bare(question):
    return replace(question, text="", unused=(), assumed=(), doubts=())
