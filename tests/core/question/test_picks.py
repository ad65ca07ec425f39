"""One of what was compared, and another version of the model before."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse
from tests.core.question.said import said_by

FORMATS = "compare llama 3.1 70b in 8 and in 4 bits, 8k"
MODELS = "qwen3 8b vs 14b on a 3090?"
CARDS = "llama 3.1 70b fp8 on 4xA100 80GB or 2xH100?"
LENGTHS = "8k vs 64k for qwen3 14b bf16?"
ONE = "llama 3.1 70b fp8 on 2xH100"


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("the second one", "int4"), ("the latter", "int4"), ("o primeiro", "int8"),
        ("fico com o de 4", "int4"), ("the 8 one", "int8"), ("o segundo, numa L40S", "int4"),
        ("the first one, with 32k", "int8"),
    ],
)  # fmt: skip
def test_one_format_is_left(text, precision):
    after = parse(text, parse(FORMATS))

    assert [row.id for row in after.precisions] == [precision]
    assert after.intent in ("memory", "fit")
    assert after.context_length is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the 14b one", "Qwen3 14B"), ("the 14b with 32k", "Qwen3 14B"),
        ("fico com o de 8b", "Qwen3 8B"),
        ("take the second", "Qwen3 14B"), ("the bigger one", "Qwen3 14B"), ("o menor", "Qwen3 8B"),
        ("I'll go with the 8b", "Qwen3 8B"),
    ],
)  # fmt: skip
def test_one_model_is_left_on_the_same_card(text, name):
    after = parse(text, parse(MODELS))

    assert [model.name for model in after.models] == [name]
    assert [(one.gpu.name, one.count) for one in after.gpus] == [("RTX 3090", 1)]


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("the H100s then, with 32k", "H100 80GB", 2), ("go with the A100s", "A100 80GB", 4),
        ("the second option", "H100 80GB", 2), ("o primeiro", "A100 80GB", 4),
    ],
)  # fmt: skip
def test_cards_that_were_compared_keep_their_count(text, name, count):
    after = parse(text, parse(CARDS))

    assert [(one.gpu.name, one.count) for one in after.gpus] == [(name, count)]


@pytest.mark.parametrize(("text", "tokens"), [("the longer one", 65536), ("first one", 8192)])
def test_one_length_is_left(text, tokens):
    after = parse(text, parse(LENGTHS))

    assert after.context_length is not None
    assert (after.context_length.magnitude, after.compare) == (tokens, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("and the 3.3?", "Llama 3.3 70B"), ("3.3 instead", "Llama 3.3 70B"),
        ("the 3.3 70b", "Llama 3.3 70B"), ("and 3.2 3b?", "Llama 3.2 3B"),
        ("and llama 2?", "Llama 2 70B"), ("e o llama 2?", "Llama 2 70B"),
        ("the 8b with 32k", "Llama 3.1 8B"),
    ],
)  # fmt: skip
def test_another_version_or_size_keeps_the_rest(text, name):
    after = parse(text, parse(ONE))

    assert [model.name for model in after.models] == [name]
    assert [(one.gpu.name, one.count) for one in after.gpus] == [("H100 80GB", 2)]
    assert after.unused == ()


@pytest.mark.parametrize("text", ["a 70b at 16 bits?", "vram for a 14b?"])
def test_an_indefinite_size_is_a_question_of_its_own(text):
    assert parse(text, parse(MODELS)).gpus == ()


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("moving from 16k to 64k context on qwen3 14b fp8, one L40S",
         "tenho 3 RTX 3090, qual o maior modelo em q4?"),
        ("qwen3 32b int4 16k on an A100 80GB", "dois 7B em fp16 cabem numa A100 de 40GB?"),
        ("sdxl turbo on an 8gb 3070?", "70B at 16 bits?"),
    ],
)  # fmt: skip
def test_a_whole_question_takes_nothing(first, text):
    before = parse(first)

    assert said_by(parse(text, before)) == said_by(parse(text))


@pytest.mark.parametrize("text", ["the other one", "and on the other card?", "e na outra?"])
def test_the_other_one_is_not_made_up(text):
    with pytest.raises(QuestionError) as caught:
        parse(text, parse(ONE))

    assert (caught.value.code, caught.value.leans) == ("need_model", True)


@pytest.mark.parametrize(
    "text",
    ["why so much?", "what's the total again?", "how much is left?", "are you sure?", "explain",
     "what did you assume for context?", "quanto sobra?", "por que tanto?", "show me the details"],
)  # fmt: skip
def test_the_same_is_said_once_more(text):
    before = parse("llama 3.1 70b fp8 on 2xH100, 16 users at 8k")
    after = parse(text, before)

    assert (after.models, after.gpus, after.sequences) == (
        before.models, before.gpus, before.sequences,
    )  # fmt: skip
    assert after.unused == ()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("forget the context", "context_length"), ("ignore the users", "sequences"),
        ("without the cards", "gpus"), ("esquece o contexto", "context_length"),
        ("ignora os usuários", "sequences"),
    ],
)  # fmt: skip
def test_an_amount_that_is_dropped_is_not_kept(text, field):
    after = parse(text, parse("llama 3.1 70b fp8 on 2xH100, 16 users at 8k"))

    assert not getattr(after, field)
    assert after.models == parse(ONE).models


@pytest.mark.parametrize(
    "text",
    ["cheers mate", "appreciate it", "you're the best", "that's all, thanks", "never mind",
     "thanks for your help", "great, that's what I needed", "muito obrigado pela ajuda",
     "valeu demais", "show de bola", "é isso, obrigado"],
)  # fmt: skip
def test_thanks_get_no_lecture(text):
    with pytest.raises(QuestionError) as caught:
        parse(text, parse(ONE))

    assert caught.value.is_courtesy


@pytest.mark.parametrize("text", ["thanks, and on an L40S?", "good, 16 users then"])
def test_thanks_before_a_question_are_no_end(text):
    assert parse(text, parse(ONE)).models == parse(ONE).models


def test_cards_that_are_there_now_take_the_place_of_those_said_before():
    said = "Ana: llama 3.1 8b bf16 on the T4?\nBen: we have the A10G now\ndoes it fit with 4k?"

    after = parse(said)

    assert ([one.gpu.name for one in after.gpus], after.intent) == (["A10G"], "fit")
