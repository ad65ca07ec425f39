"""`--runner pooling` of a model that gives vectors says what the model is, and changes nothing."""

from collections.abc import Iterable

from core.asked.question import Size
from core.catalog.model import Model
from core.question.words.regex import regex

# vLLM: --runner since 0.9.2, --task before and --convert beside it; SGLang: --is-embedding
_FLAG = regex(
    r"--?(?:(?:runner|task|convert)[ =](?:pooling|embed(?:ding)?|score|classify|reward)"
    r"|is-embedding)"
)


def without_pooling_flags(
    words: Iterable[str], models: tuple[Model | Size, ...]
) -> tuple[str, ...]:
    """What of *words* is left unused, where all *models* are such."""
    if not models or not all(isinstance(model, Model) and model.pooling for model in models):
        return tuple(words)
    return tuple(each for each in words if _FLAG.fullmatch(each) is None)
