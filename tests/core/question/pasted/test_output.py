"""Output of programs as people paste it: which cards, which facts; and what the answer says."""

import tomllib
from pathlib import Path

import pytest

from core.answer import answer
from core.asked.question import Question, Reported
from core.question.parser import parse
from core.question.pasted.output.sentences import sentences
from core.units import BYTE, DIMENSIONLESS, TOKEN, TOKEN_PER_SEQUENCE, Quantity

ROWS = tomllib.loads(Path(__file__).with_name("outputs.toml").read_text("utf-8"))["pasted"]


@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row["text"].split())[:70] for row in ROWS])
def test_what_a_program_printed_is_read_as_what_it_is(row):
    question = parse(row["text"])

    assert [f"{cards.gpu.name} x{cards.count}" for cards in question.gpus] == row["cards"]
    assert list(question.reported) == [_fact(said) for said in row.get("reported", [])]
    assert list(question.unused) == row.get("unused", [])
    assert question.task == row.get("task", "serve")
    assert _context(question) == row.get("context")
    if "engine" in row:
        assert question.engine is not None
        assert question.engine.name == row["engine"]


def test_the_answer_to_a_run_that_ran_out_says_what_was_asked_for_and_what_was_free():
    asked = (
        "llama 3.1 8b fp16 on a 3090: CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a "
        "total capacity of 23.69 GiB of which 1.20 GiB is free."
    )

    assert (
        "Your output: 2.50 GiB were asked for while 1.20 GiB of 23.7 GiB were free."
        in answer(asked).caveats
    )


def test_a_card_in_use_is_no_smaller_card_and_the_answer_says_so():
    asked = "NVIDIA A10G, 23028 MiB; memory.used: name, memory.total [MiB], memory.used [MiB]"
    asked = f"{asked.split(';')[1]}\nNVIDIA A10G, 23028 MiB, 20480 MiB\nllama 3.1 8b fp16"

    assert any("20.0 GiB of a card are in use" in said for said in answer(asked).caveats)


def test_facts_of_output_are_not_carried_to_the_next_question():
    first = parse("llama 3.1 8b on L4. Tried to allocate 2.50 GiB")

    assert first.reported
    assert parse("and fp8?", first).reported == ()


@pytest.mark.parametrize("sentence", sentences(), ids=lambda sentence: sentence.hint)
def test_every_sentence_of_the_table_has_roles_that_exist(sentence):
    facts = set(Reported.__annotations__["fact"].__args__)

    for role in sentence.roles.values():
        known = role.removeprefix("output.") in facts if role.startswith("output.") else True
        assert known or role in ("context_length", "engine.gpu_memory_utilization"), role


@pytest.mark.parametrize(
    "text",
    [
        "out of memory again with llama 3.1 8b on a 3090",
        "8b fp16, 24 GiB of VRAM free",
        "gpu 0: busy, gpu 1: free; 70b int4 on the other",
    ],
)
def test_words_about_memory_are_no_output(text):
    assert parse(f"{text} 70b" if "b" not in text else text).reported == ()


def _fact(said: str) -> Reported:
    fact, _, amount = said.partition(": ")
    if fact == "kv_tokens":
        return Reported(fact, Quantity(int(amount), TOKEN))
    if fact == "layers":
        return Reported(fact, Quantity(int(amount), DIMENSIONLESS))
    return Reported(fact, Quantity(round(Quantity(amount).m_as(BYTE)), BYTE))


def _context(question: Question) -> float | None:
    length = question.context_length
    return None if length is None else length.m_as(TOKEN_PER_SEQUENCE)
