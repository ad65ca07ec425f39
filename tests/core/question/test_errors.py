"""Every error of the asker's: what is said, where it points, what is offered instead."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse


def refused(text: str) -> QuestionError:
    with pytest.raises(QuestionError) as caught:
        parse(text)
    return caught.value


def pointed_at(text: str) -> str:
    """What the span of the error covers in the asker's own text."""
    span = refused(text).span
    assert span is not None
    return text[slice(*span)]


@pytest.mark.parametrize("text", ["", "  ", "help", "?", "🤔", "what's for lunch?"])
def test_error_when_it_is_no_question_of_ours(text):
    error = refused(text)

    assert error.code == "help"
    assert error.message == (
        "I answer how much GPU memory a language model needs, and how many GPUs."
    )
    assert error.hint == "Ask like this: 70B at 16 bits?"
    assert error.suggestions == (
        "70B at 16 bits?",
        "Llama 3.1 70B fp8 32k context 16 users on H100?",
        "does a 13B at 8 bits fit on one RTX 4090?",
    )


def test_error_in_portuguese():
    error = refused("ajuda")

    assert error.message == (
        "Eu respondo quanta memória de GPU um modelo de linguagem precisa, e quantas GPUs."
    )
    assert error.hint == "Pergunte assim: quanta memória para 70B em 16 bits?"


def test_error_when_no_model_is_named():
    error = refused("8 bits")

    assert error.code == "need_model"
    assert error.message == "I need a model or a number of parameters."
    assert error.hint == "Name one, for example Llama 3.1 8B, or give a size such as 70B."
    assert error.suggestions == ("70B 8 bits", "Llama 3.1 8B 8 bits", "70B at 16 bits?")


def test_error_when_a_family_lacks_its_size():
    error = refused("llama 3.1 at 4 bits")

    assert error.code == "need_model"
    assert error.message == "Llama 3.1 comes in several sizes."
    assert error.hint == "Name one of its sizes: 8B, 70B, 405B."
    assert error.suggestions == (
        "Llama 3.1 8B at 4 bits",
        "Llama 3.1 70B at 4 bits",
        "Llama 3.1 405B at 4 bits",
    )


def test_error_when_a_size_contradicts_the_name():
    error = refused("llama 3.1 13b fp16")

    assert error.code == "unknown_model"
    assert error.message == "Llama 3.1 does not come in 13B."
    assert error.hint == "It comes in 8B, 70B, 405B."
    assert error.span == (10, 13)
    assert error.suggestions == (
        "llama 3.1 8B fp16",
        "llama 3.1 70B fp16",
        "llama 3.1 405B fp16",
    )


def test_error_when_a_typing_error_could_be_two_names():
    error = refused("mitral 7b fp16")

    assert error.code == "unknown_model"
    assert error.message == "I know no model called “mitral 7b”."
    assert error.hint == "Did you mean Mistral 7B v0.3 or Mixtral 8x7B?"
    assert error.suggestions == ("7B fp16", "Mistral 7B v0.3 fp16", "Mixtral 8x7B fp16")


def test_error_when_the_model_is_unknown():
    error = refused("some-model-nobody-made fp16")

    assert error.code == "unknown_model"
    assert error.message == "I know no model called “some-model-nobody-made”."
    assert error.hint == (
        "Give its size instead, for example 70B, or a name from the Hugging Face hub that I know."
    )
    assert error.suggestions == ("70B fp16", "8B fp16")


def test_error_when_an_unknown_name_stands_before_a_size():
    error = refused("wizardlm 13b 4bit")

    assert error.code == "unknown_model"
    assert error.message == "I know no model called “wizardlm 13b”."
    assert error.hint == "To size it like any model of that size, ask for 13B."
    assert error.suggestions == ("13B 4bit",)


def test_error_when_the_card_is_unknown():
    error = refused("7B on a QuantumCard 3000")

    assert error.code == "unknown_gpu"
    assert error.message == "I know no card called “QuantumCard 3000”."
    assert error.hint == "Did you mean A100 80GB, H100 80GB or RTX 4090?"
    assert error.span == (8, 24)


def test_error_when_the_card_is_not_sold_in_that_size():
    error = refused("8b fp16 on two A100 48GB")

    assert error.code == "conflict"
    assert error.message == "There is no A100 with 48 GB."
    assert error.hint == "It is sold with 40 GB, 80 GB."
    assert error.suggestions == ("8b fp16 on 2x A100 40GB", "8b fp16 on 2x A100 80GB")


def test_error_when_the_largest_model_has_no_card_to_fit_on():
    error = refused("biggest model at 4 bits?")

    assert error.code == "unknown_gpu"
    assert error.message == "I need a card to say what fits on it."
    assert error.hint == "Name one, for example H100, or its memory, for example 24 GB."
    assert error.suggestions == (
        "biggest model at 4 bits, 1x H100 80GB",
        "biggest model at 4 bits, 24 GB",
    )


@pytest.mark.parametrize(
    ("text", "typed", "hint"),
    [
        (
            "0B at 8 bits",
            "0B",
            "A number of parameters lies between 1,000,000 and 100,000,000,000,000.",
        ),
        (
            "10^15 parameters at 8 bits",
            "10^15 parameters",
            "A number of parameters lies between 1,000,000 and 100,000,000,000,000.",
        ),
        ("7B at 0 bits", "0 bits", "A width in bits lies between 1 and 64."),
        ("7B at 999 bits", "999 bits", "A width in bits lies between 1 and 64."),
        ("7B in fp512", "fp512", "A width in bits lies between 1 and 64."),
        (
            "7B fp16 for -5 users",
            "-5 users",
            "A number of users or requests is a whole number between 1 and 1,000,000.",
        ),
        (
            "7B fp16 for 1.5 users",
            "1.5 users",
            "A number of users or requests is a whole number between 1 and 1,000,000.",
        ),
        ("70B on 0 GPUs", "0 GPUs", "A number of GPUs is a whole number between 1 and 100,000."),
        (
            "7B fp16, context 0",
            "context 0",
            "A context length in tokens is a whole number between 1 and 100,000,000.",
        ),
        (
            "7B fp16 -20% overhead",
            "-20% overhead",
            "An overhead in percent lies between 0 and 900.",
        ),
        ("lora 7b r=0", "r=0", "A LoRA rank is a whole number between 1 and 65,536."),
        ("finetune 7b zero 7", "zero 7", "A ZeRO stage is a whole number between 0 and 3."),
        (
            "7b on vllm with gpu memory utilization 1.7",
            "gpu memory utilization 1.7",
            "A share of GPU memory lies between 0.05 and 1.",
        ),
        (
            "7b, 9000GB card",
            "9000GB card",
            "The memory of a card in GB lies between 0.5 and 2,048.",
        ),
    ],
)
def test_error_when_a_number_is_out_of_range(text, typed, hint):
    error = refused(text)

    assert error.code == "bad_value"
    assert error.message == f"“{typed}” is out of range."
    assert error.hint == hint
    assert pointed_at(text) == typed


def test_error_when_a_number_is_out_of_range_in_portuguese():
    error = refused("7B em fp16 com 0 usuários")

    assert error.message == "“0 usuários” está fora dos limites."
    assert error.hint == (
        "Um número de usuários ou requisições é um número inteiro entre 1 e 1.000.000."
    )


def test_error_when_two_precisions_are_no_comparison():
    error = refused("fp16 int4 70B")

    assert error.code == "conflict"
    assert error.message == "“fp16 int4” names two precisions for the same weights."
    assert error.hint == "Name one, or put “vs” between FP16 and INT4 to compare them."
    assert error.suggestions == ("FP16 70B", "INT4 70B")


def test_error_when_two_contexts_are_named():
    error = refused("llama 3.1 8b, 32k context, --max-model-len 8192, 16k tokens")

    assert error.code == "conflict"
    assert error.hint == "One question has one context length: leave one out."


def test_error_when_two_numbers_of_users_are_named():
    error = refused("llama 3.1 8b 16 users 32 users")

    assert error.code == "conflict"
    assert error.message == "16 and 32 are two numbers of users."
    assert error.hint == "One question has one number of users: leave one out."
    assert error.suggestions == ("llama 3.1 8b 16 users", "llama 3.1 8b 32 users")


def test_error_when_a_format_of_weights_is_named_for_the_cache():
    error = refused("70b, kv cache in awq")

    assert error.code == "conflict"
    assert error.message == "AWQ is a format of weights, not of a KV cache."
    assert error.hint == "Use FP8, INT8, Q8_0, Q4_0 or 16 bits for the cache."


def test_error_when_the_text_is_too_long():
    error = refused("x" * 13_000)

    assert error.code == "bad_value"
    assert error.message == "The text has 13,000 characters; I read up to 12,000."
    assert error.span is None


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("7B at “512 bits”", "512 bits"),
        ("７Ｂ ａｔ ５１２ ｂｉｔｓ", "５１２ ｂｉｔｓ"),
        ("cabe um 7B em 512\u200b bits?", "512\u200b bits"),
        ("forty users and minus one: 7B fp16 -1 users", "-1 users"),
        ("seven hundred bits for a 7B", "seven hundred bits"),
        ("  llama 3.1   13b  ", "13b"),
    ],
)
def test_an_error_points_into_the_text_as_it_was_typed(text, typed):
    assert pointed_at(text) == typed
