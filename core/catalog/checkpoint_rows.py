"""The rows of core/data/checkpoints, checked against the models and formats they speak of."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from core.catalog.checkpoint import GGUF, Checkpoint
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.errors import CatalogError


def by_source(
    rows: Mapping[str, Checkpoint],
    models: Mapping[str, Model],
    precisions: Mapping[str, Precision],
) -> Mapping[str, tuple[Checkpoint, ...]]:
    """
    The repositories that were made from one, in the order of the tables: the preferred first.

    Raises CatalogError for a repository of no known model, or in no known format.
    """
    known = {name for model in models.values() for name in (model.id, *model.same_as)}
    found: dict[str, list[Checkpoint]] = defaultdict(list)
    for row in rows.values():
        if row.of not in known:
            raise CatalogError(f"checkpoints, {row.id}: {row.of!r} is no repository of a model")
        for format in (row.format, *(other for _, other in row.apart)):
            if format != GGUF and format not in precisions:
                raise CatalogError(f"checkpoints, {row.id}: no format {format!r}")
        found[row.of].append(row)
    return MappingProxyType({name: tuple(some) for name, some in found.items()})
