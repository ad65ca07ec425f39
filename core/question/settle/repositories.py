"""
Which repository was named: "Qwen/Qwen2.5-72B-Instruct-AWQ" is that one, and no other.

A model that was called by a repository is told and served as that repository. One whose owner we
do not know ("acme/Qwen3-8B-AWQ") is kept as it was typed, where it holds the name of the model.
"""

from core.asked.question import Size
from core.catalog.checkpoints import as_repository
from core.catalog.model import Model
from core.catalog.names import NameIndex
from core.catalog.precision import Precision
from core.catalog.repository_names import Typed
from core.catalog.spelling import pieces
from core.question.reading import Reading


def named_repositories(
    text: str,
    models: tuple[Model | Size, ...],
    precisions: tuple[Precision, ...],
    index: NameIndex,
) -> tuple[Model | Size, ...]:
    """
    *models* with the repositories that *text* names.

    Where a model is named by several ("...-AWQ or ...-GPTQ-Int4?") its formats are compared, and
    none of them is the one.
    """
    typed = list(index.repositories.in_text(text))
    return tuple(
        _named(model, typed, precisions, index) if isinstance(model, Model) else model
        for model in models
    )


def claim_repositories(reading: Reading, models: tuple[Model | Size, ...]) -> None:
    """The whole of an id that names one of *models* is understood: the "v2" behind its format."""
    named = {model.checkpoint_id for model in models if isinstance(model, Model)}
    for one in reading.index.repositories.in_text(reading.text.raw):
        if one.model is not None and one.model.checkpoint_id in named and "/" in one.text:
            start = reading.text.plain.find(one.text.lower())
            if start >= 0:
                reading.claim(start, start + len(one.text))


def _named(
    model: Model, typed: list[Typed], precisions: tuple[Precision, ...], index: NameIndex
) -> Model:
    known = [one.model for one in typed if one.model is not None and one.model.id == model.id]
    if known:
        return known[0] if len(set(map(id, known))) == 1 else model
    unknown = [one for one in typed if one.model is None and _holds(one.text, model, index)]
    return _as_typed(model, unknown[0].text, precisions, index) if len(unknown) == 1 else model


def _holds(name: str, model: Model, index: NameIndex) -> bool:
    """Whether the part behind the slash begins with a name of *model*."""
    parts = pieces(name.split("/")[-1].lower())
    for first in range(min(3, len(parts))):
        found = index.longest(parts, first, len(parts))
        if found is not None:
            return found.row is model
    return False


def _as_typed(
    model: Model, name: str, precisions: tuple[Precision, ...], index: NameIndex
) -> Model:
    """Of the format that was named beside it, where there is one; a width alone is none."""
    stored = as_repository(model, name)
    known = len(precisions) == 1 and precisions[0].id in index.catalog.precisions
    if known and _says(name, precisions[0]):
        return stored.model_copy(update={"quantization": precisions[0].id})
    return stored


def _says(name: str, precision: Precision) -> bool:
    words = {piece.text for piece in pieces(name.split("/")[-1].lower())}
    said = (precision.id, *precision.aliases)
    return any({piece.text for piece in pieces(word)} <= words for word in said)
