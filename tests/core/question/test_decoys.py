"""Numbers about something else take no role, and what is nearly one of them still has its own."""

from dataclasses import replace

import pytest

from core.question.parser import parse
from core.question.read_text import read_text

PLAIN = "llama 3.1 8b fp16 16k 8 users on 2xH100"


@pytest.mark.parametrize(
    "decoy",
    [
        "for the Q3 budget", "by Q4", "Q2 2026", "before 14 March", "since 2024", "2026-11-22",
        "CUDA 12.4", "driver 550.54", "python 3.11", "pytorch==2.5.1", "ubuntu 22.04",
        "see issue #1234", "PR 42", "ticket 17", "room 12", "page 3", "sala 12",
    ],
)  # fmt: skip
def test_what_cannot_matter_changes_nothing_and_is_not_named(decoy):
    assert bare(parse(f"{PLAIN}, {decoy}")) == bare(parse(PLAIN))
    assert not [word for word in parse(f"{PLAIN}, {decoy}").unused if any(map(str.isdigit, word))]


@pytest.mark.parametrize(
    "decoy",
    ["$2.50/hr", "under 5k USD", "2000 dollars a month", "4090 euros", "R$ 10.000", "$30k",
     "10 requests per second", "128GB of system RAM"],
)  # fmt: skip
def test_what_may_matter_to_the_asker_is_named(decoy):
    question = parse(f"{PLAIN}, {decoy}")

    assert bare(question) == bare(parse(PLAIN))
    assert any(named in decoy for named in question.unused)


@pytest.mark.parametrize(
    "text",
    [
        "llama 3.3 70b 8 bit for 300 employees, maybe 30 of them using it at the same time",
        "we are 300 people, 30 concurrent, llama 3.3 70b 8 bit",
        "llama 3.3 70b 8 bit, 30 simultaneous users of our 300 employees",
    ],
)
def test_heads_are_no_load_where_another_number_asks_at_once(text):
    question = parse(text)

    assert question.sequences.magnitude == 30
    assert any("300" in word for word in question.unused)


def test_heads_alone_are_a_load_and_that_is_said():
    question = parse("llama 3.3 70b 8 bit for 300 employees")

    assert question.sequences.magnitude == 300
    assert [note.key for note in question.assumed] == ["reading.heads"]


@pytest.mark.parametrize(
    "text",
    [
        "llama 3.3 70b 8 bit, 16 users, 300 employees",
        "llama 3.3 70b 8 bit, 300 employees, batch 16",
        "vllm serve meta-llama/Llama-3.3-70B-Instruct -tp 2, 16 users, 300 people",
    ],
)
def test_heads_yield_to_a_number_of_users(text):
    question = parse(text)

    assert question.sequences.magnitude == 16
    assert any("300" in word for word in question.unused)


def test_heads_are_no_micro_batch():
    question = parse("lora llama 3 8b for 22 employees")

    assert question.training.batch is None
    assert question.unused == ("22 employees",)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("8b in q4", "precision"),
        ("70 bi em q4", "precision"),
        ("8b q3_k_m", "precision"),
        ("8b 2k in, 16 out", "context_length"),
        ("8b fp16 4k", "context_length"),
        ("8b on a 4090", "cards"),
        ("torch 8b fp16", "parameters"),
        ("8b with python, 2 users", "sequences"),
    ],
)
def test_near_misses_keep_their_role(text, role):
    roles = [one.role for one in read_text(text).chosen]

    assert role in roles
    assert not [one for one in roles if one.startswith("decoy.")]


def bare(question):
    return replace(question, text="", unused=(), assumed=())
