"""
Which of the models that fit is offered first: new and widely used before large (decisions/0009).

The biggest number is a poor answer: Code Llama 70B is larger than what came two years later and
is better at everything.
"""

from collections.abc import Iterable

from core.catalog.catalog import Catalog
from core.catalog.model import Model

RECENT = 24  # months before the newest of the catalogue
USED = 20_000  # downloads of a month
ALIKE = 0.75  # of the parameters of the largest: from here on the more used comes first


def useful(models: Iterable[Model], catalog: Catalog) -> list[Model]:
    """Those of *models* that are recent and widely used, in their order."""
    newest = max((_month(row.released) for row in catalog.usage.values()), default=0)
    ids = {
        row.model
        for row in catalog.usage.values()
        if row.downloads >= USED and newest - _month(row.released) <= RECENT
    }
    return [model for model in models if (model.id or model.name) in ids]


def of_family(family: str, models: Iterable[Model]) -> list[Model]:
    """
    Those of *models* that are of this family, or whose name begins so: "Qwen3" has no Qwen3-VL,
    "qwen" has both.
    """
    wanted, every = family.casefold(), list(models)
    exact = [model for model in every if model.family.casefold() == wanted]
    if exact and is_a_version(family):
        return exact
    return [
        model
        for model in every
        if model.family.casefold().startswith(wanted) or model.name.casefold().startswith(wanted)
    ]


def is_a_version(family: str) -> bool:
    """ "Qwen3" and "Llama 3.1" say which; "llama" is all that ever had the name."""
    return any(character.isdigit() for character in family)


def by_size(models: Iterable[Model]) -> list[Model]:
    """Largest first."""
    return sorted(models, key=lambda model: -model.elements)


def downloads(model: Model, catalog: Catalog) -> int:
    """Of a month; 0 where nobody counted."""
    row = catalog.usage.get(model.id or model.name)
    return row.downloads if row else 0


def _month(released: str | None) -> int:
    """Months since the year 0, to subtract; 0 for an unknown day."""
    return int(released[:4]) * 12 + int(released[5:7]) if released else 0
