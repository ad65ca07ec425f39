"""Several values of one thing are a comparison where a word says so, a contradiction otherwise."""

import pytest

from core.answer import answer
from core.errors import QuestionError
from core.question.parser import parse


def told_apart(text: str, what: str) -> list[object]:
    question = parse(text)
    assert question.intent == "compare"
    where = "training" if what in ("lora_rank", "zero_stage") else None
    each = [getattr(one, where) if where else one for one in question.compare]
    return [getattr(one, what) for one in each]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("16k vs 64k context on llama 3.1 8b bf16, how much more memory?", [16384, 65536]),
        ("8k contra 32k de contexto no mistral 7b fp16, qual a diferença?", [8192, 32768]),
    ],
)
def test_context_lengths_are_compared(text, tokens):
    assert [length.magnitude for length in told_apart(text, "context_length")] == tokens


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("8 users or 32 users at 8k for qwen3 14b fp8", [8, 32]),
        ("16, 32 or 64 users, llama 3.1 8b", [16, 32, 64]),
    ],
)
def test_numbers_of_users_are_compared(text, users):
    assert [number.magnitude for number in told_apart(text, "sequences")] == users


def test_ways_to_train_are_compared():
    assert set(told_apart("lora vs qlora vs full ft memory for 8b", "task")) == {
        "lora",
        "qlora",
        "full",
    }


def test_ranks_and_stages_are_compared():
    assert told_apart("lora on a 13b, rank 8 vs rank 256", "lora_rank") == [8, 256]
    text = "zero-2 vs zero-3 for full ft of llama 3.1 8b on 8xA100 80"
    assert told_apart(text, "zero_stage") == [2, 3]


@pytest.mark.parametrize(
    ("text", "what", "values"),
    [
        ("adamw vs adafactor, full ft qwen2.5 7b", "optimizer", ["adamw", "adafactor"]),
        ("lora 8b, rank 8 or rank 64?", "lora_rank", [8, 64]),
    ],
)
def test_settings_of_a_run_are_compared(text, what, values):
    question = parse(text)

    assert question.intent == "compare"
    assert [getattr(one.training, what) for one in question.compare] == values


@pytest.mark.parametrize(
    "text",
    [
        "fp8 kv vs fp16 kv, llama 3.3 70b fp8, 128k",
        "llama 3.3 70b fp8 128k: kv cache in fp8 or kv cache in fp16?",
    ],
)
def test_formats_of_the_cache_are_compared(text):
    question = parse(text)

    assert [one.kv_precision.id for one in question.compare if one.kv_precision] == ["fp8", "fp16"]
    assert [row.id for row in question.precisions] == ["fp8"]


@pytest.mark.parametrize(
    "text",
    ["does vllm need more vram than sglang for llama 3.1 8b bf16 8k?", "vllm vs sglang, 8b bf16"],
)
def test_engines_are_compared(text):
    engines = told_apart(text, "engine")

    assert [getattr(one, "name", None) for one in engines] == ["vllm", "sglang"]


def test_other_ranks_are_other_numbers_of_cards():
    question = parse("tp 2 vs tp 4 for qwen3 32b bf16 on L40S")

    assert [one.gpus[0].count for one in question.compare] == [2, 4]


def test_splits_are_compared_each_by_itself():
    engines = told_apart("tp=2 vs pp=2 for mistral small 24b bf16 on 2 L40S", "engine")

    splits = [(one.tensor_parallel_size, one.pipeline_parallel_size) for one in engines]
    assert splits == [(2, None), (None, 2)]


@pytest.mark.parametrize("text", ["llama 3.1 8b 8k context 32k context", "8b 16 users 32 users"])
def test_without_a_word_of_comparison_they_contradict_each_other(text):
    with pytest.raises(QuestionError) as caught:
        parse(text)

    assert caught.value.code == "conflict"


EIGHT_OR_SIXTY_FOUR = "8k vs 64k for qwen3 14b bf16?"


def test_a_follow_up_changes_every_alternative():
    after = parse("and in fp8?", parse(EIGHT_OR_SIXTY_FOUR))

    assert after.intent == "compare"
    lengths = [one.context_length.magnitude for one in after.compare if one.context_length]
    assert lengths == [8192, 65536]
    assert {row.id for one in after.compare for row in one.precisions} == {"fp8"}


def test_a_comparison_that_is_narrowed_to_one_value_is_none():
    after = parse("take the 64k one, does it go on an L4?", parse(EIGHT_OR_SIXTY_FOUR))

    assert (after.intent, after.compare) == ("fit", ())
    assert after.context_length is not None
    assert after.context_length.magnitude == 65536


def test_alternatives_of_a_follow_up_keep_the_rest():
    after = parse("8k vs 32k?", parse("llama 3.1 8b fp8 on an H100, 4 users"))

    assert [one.context_length.magnitude for one in after.compare if one.context_length] == [
        8192,
        32768,
    ]
    assert {one.gpus[0].gpu.name for one in after.compare} == {"H100 80GB"}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("vs 64 users", "sequences"),
        ("compare with 128k", "context_length"),
        ("versus fp8 kv cache", "kv_precision"),
        ("and vs sglang?", "engine"),
    ],
)
def test_what_is_held_against_the_question_before_is_its_alternative(text, field):
    before = parse("llama 3.1 8b fp8 8k 16 users on an H100 vllm")

    first, second = parse(text, before).compare

    assert getattr(first, field) == getattr(before, field)
    assert getattr(second, field) != getattr(before, field)


def test_the_first_line_says_which_rank_needs_what():
    summary = answer("lora rank 8 vs rank 256 on llama 3.1 8b").verdict.summary

    first, second = summary.split("; ")
    assert ", r=8" in first
    assert ", r=256" in second
