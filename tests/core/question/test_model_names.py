"""Names as people shorten them: without a letter, without a size, with a word we do not know."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("gpt oss 120 on one h100", "gpt-oss 120B"),
        ("llama 3.3 70 awq", "Llama 3.3 70B"),
        ("qwen3-32 fp8", "Qwen3 32B"),
        ("nemo fp8 16k", "Mistral Nemo 12B"),
        ("zephyr q4_k_m", "Zephyr 7B"),
        ("glm air 4.5 fp8", "GLM 4.5 Air"),
        ("vicuna 13b v1.5 fp16", "Vicuna 13B"),
        ("internlm2.5 20b int4", "InternLM2.5 20B"),
        ("qwen2.5 7b 1m model, 256k ctx", "Qwen2.5 7B 1M"),
        ("qwen2.5 7b 1m tokens", "Qwen2.5 7B"),
        ("ministral 8b bf16", "Ministral 8B 2410"),
    ],
)
def test_a_short_name_is_its_model(typed: str, name: str) -> None:
    assert [model.name for model in parse(typed).models] == [name]


@pytest.mark.parametrize(
    "typed",
    ["gpt oss 120 users", "qwen3 32 gpus", "qwen3 14, 8 users on 24GB"],
)
def test_a_number_behind_a_family_is_a_size_only_where_the_name_ends(typed: str) -> None:
    try:
        names = [model.name for model in parse(typed).models]
    except QuestionError as error:
        names = [error.code]

    assert names == (["Qwen3 14B"] if "14," in typed else ["need_model"])


@pytest.mark.parametrize("typed", ["pixtral large fp8", "command a plus fp8", "qwen3 8b lite"])
def test_a_variant_that_we_do_not_know_is_asked_about(typed: str) -> None:
    with pytest.raises(QuestionError) as caught:
        parse(typed)

    assert caught.value.code == "unknown_model"


@pytest.mark.parametrize(
    "typed", ["llama 3 8b plus 20% overhead", "qwen3 8b flash attention", "qwen3 8b large context"]
)
def test_the_same_words_before_something_else_are_no_variant(typed: str) -> None:
    assert len(parse(typed).models) == 1


@pytest.mark.parametrize(
    ("typed", "size", "bits"),
    [
        ("70-B 16 b", "70B", 16),
        ("13-B 8 b?", "13B", 8),
        ("70b, 4b", "70B", 4),
        ("a 70b 16b 32 users", "70B", 16),
    ],
)
def test_a_second_b_behind_a_size_is_bits_and_that_is_said(
    typed: str, size: str, bits: int
) -> None:
    question = parse(typed)

    assert [model.name for model in question.models] == [size]
    assert [row.plain_bits for row in question.precisions] == [bits]
    assert "reading.precision" in [note.key for note in question.assumed]


@pytest.mark.parametrize("typed", ["8b 14b 32b at fp8", "70b vs 8b", "7b or 8b", "70b and 8b"])
def test_in_a_list_of_sizes_it_is_a_size(typed: str) -> None:
    assert len(parse(typed).models) > 1


@pytest.mark.parametrize("typed", ["4bts", "4 bti", "4bist", "4bits", "4 bit", "4 bts"])
def test_bits_are_mistyped_in_many_ways(typed: str) -> None:
    question = parse(f"13B {typed}")

    assert [row.plain_bits for row in question.precisions] == [4]
    assert question.unused == ()
