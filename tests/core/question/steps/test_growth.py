"""Who plans for later is told what later takes; the number of now is named, and offered."""

import pytest

from core.question.parser import parse

MODEL = "llama 3.1 8b fp8, 4k"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("10 users now, 60 by June", 60),
        ("20 concurrent today, will double by december", 40),
        ("our concurrent users went up from 8 to 14", 14),
        ("hoje são 15 usuários simultâneos, ano que vem 45", 45),
        ("25 concurrent chats plus 20% more to be safe", 30),
        ("start with 10 pilot users in January and grow to 60 by June", 60),
        ("a equipa passou de 12 para 18 pessoas", 18),
        ("8 users in 2026, 32 in 2027", 32),
        ("going from 20 down to 8 users", 8),
        ("5 people at first, 50 next year", 50),
    ],
)
def test_the_later_number_counts_and_that_is_said(said, number):
    question = parse(f"{said}: {MODEL}")

    assert question.sequences.magnitude == number
    assert question.context_length.magnitude == 4096
    assert "reading.later" in [note.key for note in question.assumed]


def test_the_number_of_now_is_named_and_offered():
    question = parse(f"{MODEL}, 10 users now, 60 by June")

    assert question.unused == ("10 users now",)
    (doubt,) = question.doubts
    assert doubt.question.sequences.magnitude == 10
    assert parse(doubt.plain).sequences.magnitude == 60


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("30 users by June", 30),
        ("12 users, 20% overhead", 12),
        ("16 users, upgrade from 1 to 2 H100", 16),
        ("16 users, in 8 bits by June", 16),
        ("16 users, budget from 2026", 16),
    ],
)
def test_near_misses_keep_the_number_that_was_said(said, number):
    assert parse(f"{said}: llama 3.1 8b").sequences.magnitude == number
