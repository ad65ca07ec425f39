"""Families of models, and which member has the size that was said."""

import re

from core.asked.question import Size
from core.catalog.families import Family
from core.catalog.model import Model
from core.catalog.spelling import name_key
from core.errors import QuestionError
from core.question.reading import ModelMention, Reading
from core.question.settle.problem import problem


def size_of_family(reading: Reading, family: Family, mention: ModelMention, key: str) -> Model:
    """The member of that size; an error that names the sizes there are."""
    size = bare_size(mention)
    row = family.sizes.get(size_key(mention))
    if row is not None:
        return row
    near = [
        model
        for model in family.sizes.values()
        if abs(model.elements - size.elements) <= 0.04 * size.elements
    ]
    if near:
        return near[0]
    versions = _versions(reading, key, size_key(mention))
    if versions:
        return versions[-1]
    raise no_such_size(reading, family, mention)


def no_such_size(reading: Reading, family: Family, mention: ModelMention) -> QuestionError:
    """ "Llama 3.1 13B": the sizes that there are."""
    size = bare_size(mention)
    names = [label.upper().replace("X", "x") for label in family.sizes]
    closest = sorted(
        names,
        key=lambda name: abs(family.sizes[name.lower()].elements - size.elements),
    )
    error = problem(
        reading, "unknown_model", "no_such_size", (mention.start, mention.end),
        name=family.name, size=size.name, sizes=", ".join(names), instead=tuple(closest),
    )  # fmt: skip
    error.family = family.name
    return error


def wanted_family(reading: Reading) -> tuple[ModelMention, Family] | None:
    """A family that nobody gave a size."""
    return next(((m, m.row) for m in reading.models if isinstance(m.row, Family)), None)


def family_of(reading: Reading, named: ModelMention) -> Family | None:
    parts = named.key.split(" ")
    for length in range(len(parts), 0, -1):
        family = reading.index.family(" ".join(parts[:length]))
        if family is not None:
            return family
    return None


def member_of(reading: Reading, family: str, size: Size) -> Model | None:
    """For a size that was asked for: "8b" after "Llama 3.1 comes in several sizes"."""
    row = reading.index.family(name_key(family))
    return None if row is None else row.sizes.get(size.name.lower())


def sibling_of(reading: Reading, model: Model, size: ModelMention) -> Model | None:
    """For a follow-up: "and 8B?" after Llama 3.1 70B."""
    for name in model.aliases:
        mention = ModelMention(0, 0, model, name_key(name))
        found = sibling_beside(reading, mention, size)
        if found is not None and isinstance(found.row, Model):
            return found.row
    return None


def sibling_beside(
    reading: Reading, named: ModelMention, size: ModelMention
) -> ModelMention | None:
    """The member of the same family that has this size."""
    parts = named.key.split(" ")
    for length in range(len(parts) - 1, 0, -1):
        family = reading.index.family(" ".join(parts[:length]))
        if family is not None and size_key(size) in family.sizes:
            row = family.sizes[size_key(size)]
            return ModelMention(size.start, size.end, row, f"{' '.join(parts[:length])} size")
    return None


def size_key(mention: ModelMention) -> str:
    """ "70 B" and "70bn" are "70b"."""
    if isinstance(mention.row, Size):
        return mention.row.name.split("-")[0].lower()
    return mention.key


def bare_size(mention: ModelMention) -> Size:
    """The size of a mention that is known to be nothing else."""
    if isinstance(mention.row, Size):
        return mention.row
    raise TypeError(mention.row)


def _versions(reading: Reading, key: str, size: str) -> list[Model]:
    """The numbered versions of a family that have this size, oldest first: Gemma 2, Gemma 3."""
    found: list[tuple[float, Model]] = []
    for name, family in reading.index.families_like(key):
        number = name[len(key) :].strip()
        if re.fullmatch(r"\d+(?:\.\d+)?", number) and size in family.sizes:
            found.append((float(number), family.sizes[size]))
    return [model for _, model in sorted(found, key=lambda pair: pair[0])]
