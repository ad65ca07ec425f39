"""
Where a team's default engine and format hold: where nobody named one, and where it is possible.

A GGUF file runs in llama.cpp and nothing else in it; Apple's machines run llama.cpp alone; a
checkpoint that is published in few bits is served as it is.
"""

from core.asked.dtypes import NOT_IN_VLLM
from core.asked.question import Engine, Question, Size
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.catalog.precision import Precision

OF_GGUF = "llama.cpp"
TAKES_ANYTHING = "transformers"


def engine_of_team(question: Question) -> Engine | None:
    """The engine that the team has set, where it can serve what was asked."""
    name = question.team.engine if question.team else None
    if name is None or question.engine is not None or question.task != "serve":
        return None
    if name in (TAKES_ANYTHING, OF_GGUF):
        needs_gguf = name == OF_GGUF and any(p.kind != "gguf" for p in question.precisions)
        return None if needs_gguf else Engine(name)
    gguf = any(precision.kind == "gguf" for precision in question.precisions)
    elsewhere = any(_is_only_in_transformers(model) for model in question.models)
    return None if _on_apple(question) or gguf or elsewhere else Engine(name)


def precision_of_team(
    question: Question, model: Model | Size, engine: Engine | None, catalog: Catalog
) -> Precision | None:
    """The format that the team has set, where *model* comes in it and *engine* loads it."""
    precision = question.team.precision if question.team else None
    if precision is None or question.task != "serve" or not _is_free(model):
        return None
    files = precision.kind == "gguf"
    if engine is not None and files != (engine.name == OF_GGUF):
        return None
    return None if _on_apple(question) and not files else catalog.precisions.get(precision.id)


def _on_apple(question: Question) -> bool:
    return any(cards.gpu.vendor == "apple" for cards in question.gpus)


def _is_free(model: Model | Size) -> bool:
    """It writes text, and is published in 16 bits or more."""
    if isinstance(model, Size):
        return True
    return model.is_language_model and model.quantization is None


def _is_only_in_transformers(model: Model | Size) -> bool:
    return isinstance(model, Model) and model.model_type in NOT_IN_VLLM
