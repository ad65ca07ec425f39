"""A question that we do not answer is never answered with another one in silence."""

import json
from dataclasses import replace
from typing import get_args

import pytest

from bot.views.answer import answer_view
from core.answer import answer, answer_question
from core.as_json import answer_as_json
from core.as_text import answer_as_text
from core.asked.question import Question, Subject
from core.errors import QuestionError

SIZED = answer("70B at 16 bits?")
SAID = SIZED.verdict.summary


def _with(*subjects, language="en"):
    question = replace(SIZED.question, language=language, not_answered=subjects)
    return answer_question(question)


def test_one_subject():
    said = f"Disk space is not something I answer; memory: {SAID}"

    assert _with("disk").verdict.summary == said


def test_several_subjects():
    said = f"Disk space, power draw and the host's RAM are not something I answer; memory: {SAID}"

    assert _with("disk", "power", "ram").verdict.summary == said


def test_in_portuguese():
    assert _with("disk", "power", language="pt").verdict.summary.startswith(
        "Espaço em disco e consumo de energia não são algo que eu responda; memória: 70B em "
    )


@pytest.mark.parametrize("language", ["en", "pt"])
@pytest.mark.parametrize("subject", get_args(Subject))
def test_it_stands_first_everywhere(subject, language):
    found = _with(subject, language=language)
    first = found.verdict.summary

    assert first != SAID
    assert answer_as_text(found).startswith(first)
    assert answer_view(found, surface="thread").text.startswith(first)
    document = json.loads(json.dumps(answer_as_json(found)))
    assert document["not_answered"] == [subject]
    assert document["verdict"]["summary"] == first


def test_without_a_model_the_model_is_asked_for_after_it():
    with pytest.raises(QuestionError) as caught:
        answer_question(Question("how fast is an H100?", not_answered=("speed",)))

    assert caught.value.message == ("For speed: I need a model or a number of parameters.")


def test_nothing_is_said_where_all_is_answered():
    assert _with().verdict.summary == SAID
