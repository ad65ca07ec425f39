"""Words that mean the cards of the asker's team, and words that do not."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse
from core.question.restate import restate

OWN = [
    "llama 3.1 70b on our cluster?",
    "does qwen3 32b fit our GPUs?",
    "do we have room for qwen3 32b?",
    "do we still have capacity for llama 3.1 70b fp8?",
    "can our cluster run llama 3.3 70b in fp8?",
    "qwen3 32b with what we have",
    "llama 3.1 8b on the cards we've got",
    "mixtral 8x7b on our own gpu servers, 32k",
    "longest context for qwen3 32b on our hardware",
    "how many of our gpus does qwen3 32b need",
    "what can we run on our gpus?",
    "cabe um 70B no nosso cluster?",
    "temos espaço para llama 3.1 8b?",
    "ainda temos lugar para o qwen3 32b em fp8?",
    "llama 3.1 8b cabe no que temos?",
    "qwen3 32b nas nossas placas",
    "o nosso cluster aguenta o llama 3.1 70b?",
    "o que dá para rodar nas GPUs que temos?",
]
NOT_OWN = [
    "llama 3.1 70b on our 8x H100",  # named
    "llama 3.1 70b on our cluster of 16 A100 80GB",
    "our rag has 2 million documents; the generator is phi-4 bf16",
    "our vendor says 4 L40S are enough for qwen2.5-72b",
    "how much memory do we have to buy for llama 3.1 8b",
    "temos 4x A10G, cabe o llama 3.1 8b?",
    "what should our team buy for llama 3.1 70b?",
]


@pytest.mark.parametrize("text", OWN)
def test_these_are_about_the_cards_of_the_team(text: str):
    question = parse(text)

    assert question.own_cards
    assert not question.gpus
    assert not question.unused


@pytest.mark.parametrize("text", NOT_OWN)
def test_these_are_not(text: str):
    assert not parse(text).own_cards


@pytest.mark.parametrize("text", OWN)
def test_restated_they_still_are(text: str):
    question = parse(text)

    again = parse(restate(question))

    assert again.own_cards
    assert (again.intent, again.models, again.language) == (
        question.intent, question.models, question.language,
    )  # fmt: skip


def test_a_follow_up_moves_to_our_cards_and_off_them():
    first = parse("llama 3.1 70b fp8 on 2x A100 80GB?")

    moved = parse("and on our cluster?", first)
    back = parse("and on 4x L40S?", moved)
    longer = parse("with 32k?", moved)

    assert moved.own_cards
    assert not moved.gpus
    assert (moved.models, moved.intent) == (first.models, "fit")
    assert longer.own_cards
    assert not back.own_cards
    assert back.gpus[0].count == 4


def test_together_is_only_what_was_asked_for():
    assert parse("qwen3 32b on all our gpus together?").together
    assert not parse("qwen3 32b on our gpus?").together


def test_room_for_people_is_no_question_of_ours():
    with pytest.raises(QuestionError) as caught:
        parse("do we have room for two more people at lunch?")

    assert caught.value.code == "help"
