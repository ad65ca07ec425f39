"""Any question over the whole catalogue: what the core answers can be shown, whatever it is."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.form import filled_with
from bot.conversation.origin import Origin
from bot.slack.block_kit.degrade import LEVELS, degrade
from bot.slack.place import Place
from bot.views.answer import answer_view
from bot.views.copy import copy_view
from bot.views.explain import explain_view
from bot.views.form import form_view
from bot.views.problem import problem_view
from core.answer import answer_question
from core.asked.question import Cards, Question, Size, Training
from core.catalog.load import load_catalog
from core.errors import QuestionError
from core.planning.result import Answer
from core.units import BILLION, SEQUENCE, TOKEN_PER_SEQUENCE, Quantity
from tests.bot.views.opinions import refused, refused_view
from tests.examples import examples
from tests.rows import one_of

CATALOG = load_catalog()
models = st.one_of(
    one_of(CATALOG.models.values()),
    st.builds(lambda count: Size(f"{count}B", Quantity(count, BILLION)), st.integers(1, 5000)),
)
cards = st.builds(Cards, one_of(CATALOG.gpus.values()), st.none() | st.integers(1, 64))
for_weights = [row for row in CATALOG.precisions.values() if row.for_weights]
for_cache = [row for row in CATALOG.precisions.values() if row.for_kv_cache]


def some(rows, most):
    return st.lists(rows, max_size=most, unique_by=str).map(tuple)


questions = st.builds(
    Question,
    text=st.just("?"),
    language=st.sampled_from(["en", "pt"]),
    intent=st.sampled_from(["memory", "fit", "max_context", "max_sequences", "compare"]),
    task=st.sampled_from(["serve", "full", "lora", "qlora"]),
    models=st.lists(models, min_size=1, max_size=4).map(tuple),
    precisions=some(one_of(for_weights), 3),
    kv_precision=st.none() | one_of(for_cache),
    context_length=st.none() | st.integers(1, 10**7).map(lambda n: Quantity(n, TOKEN_PER_SEQUENCE)),
    sequences=st.none() | st.integers(1, 10**5).map(lambda n: Quantity(n, SEQUENCE)),
    gpus=some(cards, 4),
    training=st.none() | st.just(Training(sequence_tokens=4096, batch=2)),
)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions, st.sampled_from(["ephemeral", "thread", "dm"]))
def test_any_question_has_an_answer_that_slack_takes(question, surface):
    answer = _answer(question)
    if isinstance(answer, QuestionError):
        assert refused(problem_view(answer, "?", question.language)) == []
        return

    reply = answer_view(answer, surface=surface, before=replace(answer, question=question))

    assert [refused(degrade(reply, level)) for level in LEVELS] == [[]] * len(LEVELS)
    assert refused_view(explain_view(answer)) == []
    assert refused_view(copy_view(answer)) == []
    assert (
        refused_view(
            form_view(filled_with(question), Origin(Place("U1", language=question.language)))
        )
        == []
    )


def _answer(question: Question) -> Answer | QuestionError:
    try:
        return answer_question(question, CATALOG)
    except QuestionError as error:
        return error
