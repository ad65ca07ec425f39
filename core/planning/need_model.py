"""A question without a model, where only a model has an answer."""

from dataclasses import replace

from core.asked.question import Question
from core.catalog.catalog import Catalog
from core.errors import QuestionError
from core.question.restate import restate
from core.wording.not_answered import not_answered
from core.wording.say import say

FOR_EXAMPLE = "meta-llama/Llama-3.1-8B"


def need_model(question: Question, catalog: Catalog) -> QuestionError:
    """
    "how many users?" after "what can I run on a 3090?": of which model? One is put in as example.
    """
    language = question.language
    example = catalog.models.get(FOR_EXAMPLE)
    asked = restate(replace(question, models=(example,))) if example else None
    return QuestionError(
        "need_model",
        not_answered(language, question.not_answered, say(language, "problem.need_model")),
        hint=say(language, "hint.need_model"),
        suggestions=(asked,) if asked else (),
    )
