"""A number without its noun, after a question."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse

USERS = "llama 3.1 8b bf16, 10 users at 6k"
BOTH = "llama 3.1 70b fp8 on 2xH100, 16 users at 8k?"


@pytest.mark.parametrize(
    "text",
    [
        "and with twenty?", "20?", "no, 20", "sorry, 20", "make it 20", "I meant 20",
        "it's 20 actually", "not 10, 20", "20, not 10", "20 instead of 10", "for 20?",
        "10 was a typo, 20", "e com 20?", "aliás, são 20", "desculpa, 20", "20 em vez de 10",
        "my bad, 20",
    ],
)  # fmt: skip
def test_it_is_another_value_of_the_one_thing_it_can_be(text):
    after = parse(text, parse(USERS))

    assert after.sequences is not None
    assert after.context_length == parse(USERS).context_length
    assert after.sequences.magnitude == 20


@pytest.mark.parametrize("text", ["32k instead of 8k", "8k was wrong, it's 32k", "32k, not 8k"])
def test_one_length_for_another_is_no_comparison(text):
    after = parse(text, parse(BOTH))

    assert after.context_length is not None
    assert (after.context_length.magnitude, after.compare) == (32768, ())


@pytest.mark.parametrize("text", ["on 3?", "3x instead", "x3?", "3 of them", "em 3?"])
def test_of_cards_it_is_their_count(text):
    assert parse(text, parse(BOTH)).gpus[0].count == 3


@pytest.mark.parametrize("text", ["20?", "and with twenty?", "make it 20", "são 20"])
def test_no_machine_has_twenty_cards(text):
    after = parse(text, parse(BOTH))

    assert after.sequences is not None
    assert (after.sequences.magnitude, after.gpus) == (20, parse(BOTH).gpus)


@pytest.mark.parametrize("text", ["6?", "and with six?", "no, 5", "make it 6", "são 6"])
def test_where_several_are_possible_the_asker_is_asked_which(text):
    with pytest.raises(QuestionError) as caught:
        parse(text, parse(BOTH))

    assert (caught.value.code, caught.value.leans) == ("conflict", True)
    assert all(parse(one, parse(BOTH)) for one in caught.value.suggestions)


def test_a_correction_is_of_what_the_last_turn_changed():
    of_users = parse("24 users", parse(BOTH))
    of_cards = parse("on 4 cards", parse(BOTH))

    assert parse("sorry, 32", of_users).sequences != of_users.sequences
    assert parse("sorry, 3", of_cards).gpus[0].count == 3


@pytest.mark.parametrize("text", [":+1:", ":100:"])
def test_a_name_of_a_picture_is_no_number(text):
    with pytest.raises(QuestionError, match="answer") as caught:
        parse(text, parse(BOTH))

    assert caught.value.code == "help"


def test_the_name_of_a_card_is_no_number():
    assert parse("e se for numa 3090?", parse(BOTH)).gpus[0].gpu.name == "RTX 3090"


@pytest.mark.parametrize(
    ("first", "text", "name"),
    [
        ("qwen3 32b q4 on an M3 Max 36GB?", "aliás, o meu tem 48", "M3 Max 48GB"),
        ("qwen3 32b q4 on an M3 Max 36GB?", "mine has 48", "M3 Max 48GB"),
        ("qwen3 32b q4 on an M3 Max 36GB?", "it's the 64 gig one", "M3 Max 64GB"),
        ("qwen3 32b fp8 on A100?", "the 40GB one", "A100 40GB"),
        ("qwen3 32b fp8 on A100?", "a de 40GB", "A100 40GB"),
        ("qwen3 32b fp8 on an A100?", "what about a 24GB card?", "24 GB card"),
        ("qwen3 32b fp8 on an L40S?", "24GB", "24 GB card"),
    ],
)
def test_another_size_is_of_the_card_before_where_it_has_that(first, text, name):
    assert [one.gpu.name for one in parse(text, parse(first)).gpus] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "swap the model for qwen3 32b", "swap llama for qwen3 32b", "replace it with qwen3 32b",
        "change the model to qwen3 32b", "switch to qwen3 32b", "use qwen3 32b",
        "troca o modelo por qwen3 32b", "usa o qwen3 32b",
    ],
)  # fmt: skip
def test_another_model_takes_the_place_of_the_one_before(text):
    before = parse(BOTH)
    after = parse(text, before)

    assert [model.name for model in after.models] == ["Qwen3 32B"]
    assert (after.gpus, after.sequences) == (before.gpus, before.sequences)


@pytest.mark.parametrize(
    "text",
    ["swap the H100s for L40S", "replace H100 with L40S", "swap the cards for L40S",
     "troca as placas por L40S", "troca H100 por L40S"],
)  # fmt: skip
def test_other_cards_take_the_place_of_those_before(text):
    after = parse(text, parse(BOTH))

    assert [(one.gpu.name, one.count) for one in after.gpus] == [("L40S", 2)]
