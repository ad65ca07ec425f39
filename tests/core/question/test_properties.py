"""What holds for every question, whoever types it and however."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.asked.question import Question
from core.errors import QuestionError
from core.question.normalise import normalise, read
from core.question.parser import LONGEST_TEXT, parse
from tests.examples import examples

# One thing each, in the ways it is said; any selection in any order is one question.
MODEL = ["Llama 3.1 8B", "qwen2.5-72b", "mixtral 8x7b", "70B", "13 billion parameters", "671B-A37B"]
PARTS = {
    "precision": ["fp8", "16 bits", "AWQ", "q4_k_m", "3.5 bits per weight", "int4"],
    "context": ["32k context", "context of 8192 tokens", "ctx=4096", "128k tokens", "64k"],
    "load": ["16 users", "64 concurrent requests", "batch size 8", "para 50 usuários"],
    "cards": [
        "on 2xA100 80GB",
        "on a pair of 3090s",
        "on H100",
        "on 4 24GB cards",
        "on g5.12xlarge",
    ],
    "overhead": ["30% overhead", "no overhead", "1.5x"],
    "kv": ["fp8 kv cache", "kv cache in int8"],
    "engine": ["vllm 0.11", "with sglang"],
}
SEPARATORS = [", ", "; ", " - "]
FILLER = ["hey", "please", "could you tell me", "thanks!", "do we need", "oi pessoal", "por favor"]
FRAGMENTS = [
    *MODEL, *(said for ways in PARTS.values() for said in ways), *FILLER,
    "9**9**9", "\u200f", "٣", "½", "ﷺ", "İ", "ß", "²",
    "<@U123>", "<http://x.y|z>", "--", "-c", "=", "0", "1e400", "x", "kv", "-", "vllm serve", "vs",
    "lora", "zero 3", "on a", "GB", "0B", "-1", "\\", "$", "%", "\n", "huggingface.co/",
    "1,000.000,0",
]  # fmt: skip


@st.composite
def parts_of_a_question(draw) -> list[str]:
    chosen = draw(st.lists(st.sampled_from(sorted(PARTS)), unique=True, max_size=5))
    return [draw(st.sampled_from(MODEL)), *(draw(st.sampled_from(PARTS[kind])) for kind in chosen)]


@settings(max_examples=examples(50), deadline=None)
@given(parts_of_a_question(), st.randoms(use_true_random=False), st.sampled_from(SEPARATORS))
def test_the_order_of_the_parts_does_not_matter(parts, random, separator):
    shuffled = list(parts)
    random.shuffle(shuffled)

    assert meaning(parse(separator.join(shuffled))) == meaning(parse(separator.join(parts)))


@settings(max_examples=examples(40), deadline=None)
@given(parts_of_a_question(), st.randoms(use_true_random=False))
def test_case_does_not_matter(parts, random):
    text = ", ".join(parts)
    other = "".join(random.choice((c.lower(), c.upper())) for c in text)

    assert meaning(parse(other)) == meaning(parse(text))


@settings(max_examples=examples(40), deadline=None)
@given(parts_of_a_question(), st.sampled_from(["“{}”", '"{}"', "({})", "> {}"]))
def test_quotes_and_punctuation_do_not_matter(parts, marks):
    plain = ", ".join(parts)
    marked = ", ".join(marks.format(part) for part in parts)

    assert meaning(parse(marked)) == meaning(parse(plain))


@settings(max_examples=examples(40), deadline=None)
@given(parts_of_a_question())
def test_a_question_mark_asks_at_most_whether_it_fits(parts):
    plain, marked = parse(", ".join(parts)), parse(", ".join(f"{part}?" for part in parts))

    assert meaning(replace(marked, intent="memory")) == meaning(replace(plain, intent="memory"))
    assert marked.intent in (plain.intent, "fit")


@settings(max_examples=examples(40), deadline=None)
@given(parts_of_a_question(), st.lists(st.sampled_from(FILLER), min_size=1, max_size=3))
def test_filler_does_not_matter(parts, filler):
    text = ", ".join(parts)
    padded = f"{filler[0]} {text} {' '.join(filler[1:])}"

    question = parse(padded)
    assert meaning(question) == meaning(parse(text))
    assert question.unused == ()


@settings(max_examples=examples(75), deadline=None)
@given(st.text(max_size=120))
@example("9**9**9")
@example("\ud800")
@example("7B fp16 for ٣ users")
@example("İİİİ 70B")
def test_any_text_is_answered_or_refused(text):
    with suppress(QuestionError):
        parse(text)


@settings(max_examples=examples(75), deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12), st.sampled_from(["", " "]))
def test_any_heap_of_fragments_is_answered_or_refused(fragments, separator):
    text = separator.join(fragments)
    question, error = read_or_refused(text)

    if error is not None:
        assert error.message
        assert error.hint
        assert error.span is None or 0 <= error.span[0] <= error.span[1] <= len(text)
    else:
        assert question.models or question.intent == "max_model"


@settings(max_examples=examples(75), deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8))
def test_every_suggestion_is_a_valid_question(fragments):
    _, error = read_or_refused(" ".join(fragments))

    suggestions = () if error is None else error.suggestions
    assert len(suggestions) <= 3
    for suggestion in suggestions:
        parse(suggestion)


@settings(max_examples=examples(75), deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join))
@example("huggingface.co/qhuggingface.co/L")
@example("huggingface.co/huggingface.co/L")
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)

    assert normalise(once) == once


@settings(max_examples=examples(50), deadline=None)
@given(st.text(max_size=80))
@example("__")
def test_every_place_in_the_plain_text_has_one_in_the_raw_text(text):
    words = read(text)

    assert len(words.places) == len(words.plain) + 1
    assert all(0 <= place <= len(text) for place in words.places)
    assert list(words.places) == sorted(words.places)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 40_000,
        "70B " * 10_000,
        "*" * 40_000,
        "\u200f" * 40_000,
        "vllm serve " + "--a " * 9_000,
    ],
    ids=["digits", "sizes", "markup", "marks", "flags"],
)
def test_a_text_that_is_too_long_is_refused_at_once(text):
    with pytest.raises(QuestionError) as caught:
        parse(text)

    assert caught.value.code == "bad_value"
    assert caught.value.hint == (
        "Leave out what is not about the model, the precision, the context or the cards."
    )


def test_a_text_of_the_greatest_length_is_still_read():
    filler = "please " * (LONGEST_TEXT // 7 - 1)

    assert parse(f"{filler}70B").models[0].name == "70B"


def read_or_refused(text: str) -> tuple[Question | None, QuestionError | None]:
    try:
        return parse(text), None
    except QuestionError as error:
        return None, error


def meaning(question: Question) -> Question:
    """
    Without the text and the remarks on it.

    The language hangs on the words around, and with it the names of nameless cards.
    """
    cards = tuple(
        replace(card, gpu=card.gpu.model_copy(update={"name": card.gpu.id}))
        for card in question.gpus
    )
    return replace(question, text="", assumed=(), unused=(), language="en", gpus=cards)
