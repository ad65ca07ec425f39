"""What can only be understood after another question is looked up, through the whole bot."""

import pytest

from bot.app import the_core
from bot.conversation.asking import Asking
from core.asked.question import Question
from core.errors import QuestionError
from core.question.parser import parse, read_text
from tests.bot.conversation.test_cards_kept import thread
from tests.core.question.said import said_by
from tests.core.question.test_threads import OPEN, TURNS, plain
from tests.rows import every


def _said(text: str, previous: Question | None) -> Question | str:
    try:
        return said_by(parse(text, previous))
    except QuestionError as error:
        return error.code


def following() -> list[tuple[str, Question]]:
    """Turns that are another question, or none, without the one before."""
    found = [
        (text, previous)
        for said, _, previous in TURNS
        if previous is not None and previous.models and not said.startswith(OPEN)
        for text in (plain(said),)
        if _said(text, previous) != _said(text, None)
    ]
    assert len(found) > 150
    return found


@every(following)
def test_a_text_that_means_another_thing_after_a_question_leans_on_it(turn):
    text, previous = turn
    assert Asking(the_core()).leans(read_text(text, None, previous.language))


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("llama 3.1 8b bf16, 10 users", "minus 4 users"), "6 users"),
        (("llama 3.1 8b bf16 on 2x L40S, 10 users", "24 users", "sorry, 32"), "Users: 24 → 32"),
        (("llama 3.1 8b bf16 on 2x L40S, 10 users", "on 4 cards", "sorry, 3"), "3 × L40S"),
        (("qwen3 8b q8_0 on an M3 Max 36GB?", "mine has 48"), "M3 Max 48GB"),
        (("lora qwen3 8b on an L40S", "rank 64"), "22.7 → 24.7 GiB"),
        (("llama 3.1 8b on 2x L40S, 10 users", "half of that"), "“half of that”"),
        (("qwen3 8b vs 14b on a 3090?", "the second one"), "Qwen3 14B"),
        (("llama 3.1 70b fp8 on 2xH100", "the 3.3 70b"), "Llama 3.3 70B"),
        (("llama 3.1 70b fp8 on 2xH100", "quanto sobra?"), "Llama 3.1 70B"),
        (("llama 3.1 8b bf16 on an L4", "back to the first one"), "just before"),
    ],
)
def test_what_counts_from_the_question_before_is_answered_in_a_thread(texts, said):
    assert said in thread(*texts)
