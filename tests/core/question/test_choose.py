"""The best set of candidates: against every other set there is, and on what people type."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.question.candidate import Candidate, Evidence
from core.question.choose import choose, score
from core.question.normalise import read
from core.question.parser import parse
from core.question.plausible import limits, passed
from core.question.read_text import read_text
from tests.examples import examples

WORDS = read("ab cd ef gh ij kl")


@st.composite
def some_candidates(draw) -> list[Candidate]:
    places = st.integers(0, len(WORDS.plain) - 1)
    found = []
    for number in range(draw(st.integers(1, 8))):
        start = draw(places)
        end = draw(st.integers(start + 1, len(WORDS.plain)))
        evidence = draw(st.sampled_from(Evidence))
        found.append(Candidate(start, end, f"role {number}", number, evidence, ""))
    return found


def overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


@settings(max_examples=examples(100), deadline=None)
@given(some_candidates())
def test_no_set_without_overlaps_is_worth_more(candidates):
    letters = [0]
    for character in WORDS.plain:
        letters.append(letters[-1] + character.isalnum())
    worth = {one: score(WORDS, one, letters) for one in candidates}
    possible = (
        chosen
        for size in range(len(candidates) + 1)
        for chosen in combinations(candidates, size)
        if not any(overlap(*pair) for pair in combinations(chosen, 2))
    )
    best = max(sum(worth[one] for one in chosen) for chosen in possible)

    knots = choose(WORDS, candidates)
    taken = [one for knot in knots for one in knot.sets[0].chosen]

    assert not any(overlap(*pair) for pair in combinations(taken, 2))
    alone = sum(min(0, knot.sets[0].score) for knot in knots)  # one alone is taken at any score
    assert sum(worth[one] for one in taken) == pytest.approx(best + alone)


@settings(max_examples=examples(60), deadline=None)
@given(some_candidates())
def test_sets_come_best_first(candidates):
    for knot in choose(WORDS, candidates):
        scores = [one.score for one in knot.sets]
        assert scores == sorted(scores, reverse=True)


def test_of_equals_the_one_that_is_offered_first_is_taken():
    first = Candidate(0, 2, "first", 1, Evidence.NAMED, "")
    second = Candidate(0, 2, "second", 1, Evidence.NAMED, "")

    assert choose(WORDS, [first, second])[0].sets[0].chosen == (first,)
    assert choose(WORDS, [second, first])[0].sets[0].chosen == (second,)


@pytest.mark.parametrize(
    ("text", "typed", "role"),
    [
        ("lora llama 3 8b, 8k sequences", "8k sequences", "context_length"),
        ("how many 4k requests fit on an H100 with llama 3 8b", "4k requests", "context_length"),
        ("llama 3 8b, 2k concurrent requests", "2k concurrent requests", "sequences"),
        ("8b fp16 batch size 8000", "batch size 8000", "sequences"),
        ("8b fp16 ctx 4096, 4 A100", "4 a100", "cards"),
        ("8b fp16 on 4090, 2 3090s", "2 3090s", "cards"),
        ("gemma 3 4b on 2 A100", "2 a100", "cards"),
        ("8b fp16, context 8 A100", "8 a100", "cards"),
        ("llama 3 8b for Q3 planning", "q3 planning", "decoy.date"),
        ("llama 3 8b in Q3", "q3", "precision"),
        ("llama 3 8b 1M", "1m", "context_length"),
        ("500M fp16", "500m", "parameters"),
        ("8b with 2k in, 500 out", "2k in, 500 out", "context_length"),
    ],
)
def test_the_reading_that_people_mean_wins(text, typed, role):
    seen = read_text(text)

    taken = {seen.text.plain[one.start : one.end]: one.role for one in seen.chosen}
    assert taken.get(typed) == role


def test_an_implausible_number_is_taken_where_nothing_else_wants_its_words():
    assert parse("8b fp16 batch size 8000").sequences.magnitude == 8000
    assert parse("8b fp16 on 2000 H100").gpus[0].count == 2000


@pytest.mark.parametrize(
    ("role", "number", "typed", "is_passed"),
    [
        ("sequences", 513, "513k", True),
        ("sequences", 512, "512k", False),
        ("sequences", 513, "513", False),
        ("sequences", 4097, "4097", True),
        ("sequences", 4096, "4096", False),
        ("context_length", 127, "127", True),
        ("context_length", 128, "128", False),
        ("training.batch", 513, "513", True),
        ("training.batch", 512, "512", False),
    ],
)
def test_a_limit_holds_from_its_number_on(role, number, typed, is_passed):
    candidate = Candidate(0, len(typed), role, number, Evidence.NAMED, "")

    assert (passed(candidate, read(typed)) is not None) == is_passed


def test_every_limit_weakens_and_says_why():
    for of_role in limits().values():
        for limit in of_role:
            assert 0 < limit.times < 1
            assert limit.why
