"""Any question that could have been read has an answer or a problem, shown in every form."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.views.answer import answer_view
from core.answer import answer, answer_question
from core.as_json import answer_as_json
from core.as_text import answer_as_text
from core.asked.question import (
    Cards,
    ComponentName,
    Engine,
    EngineName,
    Intent,
    Language,
    Question,
    Size,
    Task,
    Training,
)
from core.catalog.load import load_catalog
from core.errors import QuestionError
from core.units import DIMENSIONLESS, PARAMETER, SEQUENCE, TOKEN_PER_SEQUENCE, Quantity
from tests.examples import examples
from tests.rows import one_of

CATALOG = load_catalog()
RTX_3090 = CATALOG.gpus["rtx-3090"]


def _few(rows, most):
    return st.lists(rows, max_size=most, unique_by=lambda row: row.id).map(tuple)


models = one_of(CATALOG.models.values())
sizes = st.integers(10**6, 3 * 10**12).map(lambda n: Size("70B", Quantity(n, PARAMETER)))
formats = one_of(row for row in CATALOG.precisions.values() if row.for_weights)
caches = one_of(row for row in CATALOG.precisions.values() if row.for_kv_cache)
counts = st.none() | st.integers(1, 64)
cards = st.builds(Cards, one_of(CATALOG.gpus.values()), counts)
questions = st.builds(
    Question,
    text=st.just(""),
    language=st.sampled_from(get_args(Language)),
    intent=st.sampled_from(get_args(Intent)),
    task=st.sampled_from(get_args(Task)),
    models=st.one_of(_few(models, 2), st.tuples(sizes), st.tuples(models, sizes)),
    precisions=_few(formats, 2),
    kv_precision=st.none() | caches,
    context_length=st.none()
    | st.integers(1, 2_000_000).map(lambda tokens: Quantity(tokens, TOKEN_PER_SEQUENCE)),
    sequences=st.none() | st.integers(1, 5_000).map(lambda users: Quantity(users, SEQUENCE)),
    gpus=st.lists(cards, max_size=3).map(tuple),
    overhead=st.none() | st.floats(1, 3).map(lambda factor: Quantity(factor, DIMENSIONLESS)),
    engine=st.none() | st.builds(Engine, st.sampled_from(get_args(EngineName))),
    training=st.none() | st.builds(Training, batch=st.none() | st.integers(1, 64)),
    component=st.none() | st.sampled_from(get_args(ComponentName)),
    per_gpu=st.booleans(),
    family=st.none() | st.sampled_from(["Qwen3", "Llama", "nobody's"]),
    not_answered=st.sampled_from([(), ("speed",), ("price", "latency")]),
)


compared = st.tuples(questions, st.tuples(questions, questions)).map(
    lambda drawn: replace(drawn[0], intent="compare", compare=drawn[1])
)


@settings(max_examples=examples(60))
@given(questions | compared)
@example(Question("", intent="max_sequences", gpus=(Cards(RTX_3090),)))
@example(Question("", intent="max_context"))
@example(Question("", intent="compare", gpus=(Cards(RTX_3090), Cards(RTX_3090, 2))))
def test_a_question_is_answered_or_refused_and_nothing_else(question):
    found = _answered(question)

    if isinstance(found, QuestionError):
        assert found.message
        assert found.hint
        return
    assert found.verdict.summary
    assert found.verdict.summary in answer_as_text(found)
    assert answer_as_json(found)["verdict"]["summary"] == found.verdict.summary
    assert answer_view(found, surface="thread").text


def _answered(question):
    try:
        return answer_question(question, CATALOG)
    except QuestionError as error:
        return error


def test_users_of_no_model_asks_for_the_model():
    first = answer("what can I run on a 3090?")

    with pytest.raises(QuestionError) as caught:
        answer("how many users?", previous=first.question)

    assert caught.value.code == "need_model"
    assert caught.value.suggestions == ("how many users for Llama 3.1 8B, on 1x RTX 3090",)
    assert answer(caught.value.suggestions[0]).question.intent == "max_sequences"
