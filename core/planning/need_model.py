"""A question without a model, where only a model has an answer."""

from dataclasses import replace

from core.asked.question import Question
from core.catalog.catalog import Catalog
from core.errors import QuestionError
from core.planning.beside import without_model
from core.planning.cost import Prices
from core.question.restate import restate
from core.question.steps.other_models import drawing_model
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
        _drawn(question)
        or without_model(question, Prices(catalog.instances), say(language, "problem.need_model")),
        hint=say(language, "hint.need_model"),
        suggestions=(asked,) if asked else (),
    )


def _drawn(question: Question) -> str | None:
    """ "flux.1 dev on a 4090": one sentence, and no word of what such a model would need."""
    found = drawing_model(question.text) if "other_model" in question.not_answered else None
    if found is None:
        return None
    kind, typed = found
    return say(question.language, f"problem.{kind}_model", typed=typed)
