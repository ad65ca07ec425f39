"""
Nothing is inherited without a cue.

The property: after any question, a text that names a model or asks what can be run, and holds none
of the words below, is the question that it is by itself. Two exceptions, each with a cue of its
own: a lone size ("8b?") is another size of the model before, and after "what can I run on ...?" a
lone model with a question mark ("qwen3 14b?") is asked about for that card.
"""

import re
from contextlib import suppress
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views.answer import answer_view
from bot.views.problem import problem_view
from core.answer import answer_question
from core.asked.question import Question
from core.errors import QuestionError
from core.question.parser import parse, question_of, read_text
from tests.core.question.phrases import phrases
from tests.core.question.said import said_by
from tests.core.question.test_questions import ROWS
from tests.core.question.test_threads import TURNS, plain
from tests.examples import examples
from tests.rows import one_of

CUE = re.compile(
    r"^\W*(?:(?:ok|okay|thanks|fine|hm+)\W+)*(?:and|but|what about|how about|what if|instead|then"
    r"|also|vs|versus|compare[d]? (?:to|with)|against|make (?:it|that)|now|same|no[,.]|i mean"
    r"|i meant|meant|sorry|oops|wait|scratch that|correction|actually|e|mas|agora|entao|então"
    r"|também|contra|troca\w*|muda\w*|comparad[oa]|mesm[ao]|não,|nao,|quero dizer|quis dizer"
    r"|queria dizer|desculpa|perdão|aliás|ops|na verdade)\b"
    r"|\b(?:there|here|on (?:it|those|them|these|that|this)|instead|nela|nele|aqui)\b"
    r"|^\W*(?:or|try|with|without|no|for|only|just|in|at|on|using|keep|take|go with|the|ou|sem|com"
    r"|só|so|em|para|pra|na|num|numa|fica com)\b|\b(?:too|then|again|as well|também|então)\W*$",
    re.IGNORECASE,
)
SHORT = 6  # words: "another 1 billion of parameters"
FILES = ("understood.txt", "beforehand.txt", "beforehand2.txt", "classes.txt", "open.txt")
TEXTS = [text for name in FILES for text, _ in phrases(name)] + [row["text"] for row in ROWS]
SAID = [plain(said) for said, _, _ in TURNS]


@cache
def understood(text: str) -> Question | None:
    with suppress(QuestionError):
        return parse(text)
    return None


def is_whole(text: str) -> bool:
    """Names a model or asks what can be run, holds no cue, and is more than a name or a size."""
    question = understood(text)
    if question is None or CUE.search(text):
        return False
    named = sum(len(model.name.split()) for model in question.models)
    alone = replace(question, text="", models=(), language="en", assumed=()) == Question("")
    is_more = len(text.split()) > named + 1 and not (alone and len(text.split()) < SHORT)
    return (bool(question.models) and is_more) or (
        question.intent == "max_model" and bool(question.gpus)
    )


def whole() -> st.SearchStrategy[str]:
    """Read when the test runs, which only one process of the suite does."""
    texts = [text for text in TEXTS if is_whole(text)]
    assert len(texts) > 1000, "too few for the property to say something"
    return one_of(texts)


@settings(max_examples=examples(300), deadline=None)
@given(one_of(TEXTS), st.deferred(whole))
def test_a_whole_question_is_what_it_is_by_itself_whatever_came_before(first, second):
    before = understood(first)
    if before is None:
        return

    by_itself = question_of(read_text(second, None, before.language))

    assert said_by(parse(second, before)) == said_by(by_itself)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(one_of(TEXTS + SAID), min_size=2, max_size=3))
def test_any_conversation_is_answered_or_refused_down_to_the_reply(texts):
    previous: Question | None = None
    for text in texts:
        previous = shown(text, previous) or previous


def shown(text: str, previous: Question | None) -> Question | None:
    """The question that was answered; none where it was refused. Both have blocks."""
    try:
        answer = answer_question(parse(text, previous))
    except QuestionError as error:
        reply, asked = problem_view(error, text, "en"), None
    else:
        reply, asked = answer_view(answer, surface="thread"), answer.question
    assert reply.blocks
    return asked
