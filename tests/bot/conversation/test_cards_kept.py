"""A machine that was named before its model is kept, and cards are asked about again."""

from functools import cache

import pytest

from bot.app import the_core
from bot.conversation.asking import Asking
from bot.conversation.replies import Replies
from bot.conversation.state import State, decode
from bot.running.metrics import Metrics
from core.asked.question import Question
from core.errors import QuestionError
from core.question.parser import parse


@cache
def replies() -> Replies:
    return Replies(the_core(), Metrics())


def thread(*texts: str) -> str:
    """The last reply of texts that follow one another."""
    state: State | None = None
    said = ""
    for text in texts:
        seen = replies().read(text, "en")
        reply = replies().to(seen, "thread", state if replies().leans(seen) else None)
        said = reply.text
        if reply.metadata is not None:
            state = decode(reply.metadata["event_payload"]["state"])
    return said


@pytest.mark.parametrize(
    ("texts", "cards"),
    [
        (("we have 4x A10G", "qwen2.5 72b awq here?"), "4 × A10G"),
        (("we have 2x L40S, vllm", "qwen2.5 72b awq here?", "with 32k and 6 users?"), "2 × L40S"),
        (("our box: 8x H100", "llama 3.1 405b fp8 on it?"), "8 × H100 80GB"),
        (("temos 2 RTX 3090", "llama 3.3 70b awq aqui?"), "2 × RTX 3090"),
        (("phi-4 bf16 on 2x L40S?", "qwen3 32b awq there?"), "2 × L40S"),
        (("what can I run on a 3090?", "qwen3 8b?"), "RTX 3090"),
    ],
)
def test_the_cards_of_before_are_those_of_here(texts, cards):
    assert cards in thread(*texts).split("\n")[0]


@pytest.mark.parametrize(
    "texts",
    [
        ("we have 4x A10G", "llama 3.1 8b fp16 32k"),
        ("we have 4x A10G", "thanks!"),
        ("we have 4x A10G", "does qwen3 8b fit a 4090?"),
    ],
)
def test_without_a_cue_nothing_is_kept(texts):
    assert "A10G" not in thread(*texts)


def test_the_machine_itself_is_asked_for_its_model():
    with pytest.raises(QuestionError) as raised:
        parse("we have 4x A10G")

    understood = raised.value.understood
    assert isinstance(understood, Question)
    assert [(card.gpu.name, card.count) for card in understood.gpus] == [("A10G", 4)]
    assert understood.models == ()


@pytest.mark.parametrize("text", ["good night", "does it fit?", "how many users?"])
def test_a_text_without_cards_leaves_nothing(text):
    with pytest.raises(QuestionError) as raised:
        parse(text)

    assert raised.value.understood is None


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("llama 3.1 on 2xH100 at 8k, 16 users", "70b"), "Llama 3.1 70B, 8,192 tokens × 16"),
        (("llama 3.1 13b fp8 on 2xH100", "oops, 8b"), "Llama 3.1 8B in FP8"),
        (("quanto ocupa o qwen2.5 em int4?", "o 7b"), "Qwen2.5 7B em INT4"),
        (("on 2x 4090 with 16k and 8 users?", "llama 3.1 8b"), "16,384 tokens × 8"),
        (("on 2x 4090 with 16k and 8 users?", "llama 3.1 8b awq here?"), "16,384 tokens × 8"),
    ],
)
def test_the_answer_to_what_was_missing_is_of_the_question_that_lacked_it(texts, said):
    assert said in thread(*texts).split("\n")[0]


def test_more_is_missing_than_the_model():
    """The kept cards with a text that names none either: the model is asked for again."""
    asking = Asking(the_core())

    with pytest.raises(QuestionError, match="model"):
        asking.followed(State("we have 4x A10G"), asking.read("with 32k?"))
