"""The tables of core/data as one Catalog, read once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from core.catalog import tables
from core.catalog.catalog import Catalog
from core.catalog.checkpoint import Checkpoint
from core.catalog.checkpoint_rows import by_source
from core.catalog.gpu import GPU, Instance
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.usage import Usage
from core.errors import CatalogError

_RowType = TypeVar("_RowType", bound=BaseModel)


@cache
def load_catalog() -> Catalog:
    """Everything we know, validated. Raises CatalogError naming file, row and key."""
    return read_catalog(tables.DATA)


def read_catalog(root: Path) -> Catalog:
    """The catalogue of the tables under *root*."""
    rows = tables.read(root)
    models = _by(rows["models"], Model, lambda model: model.id or model.name)
    precisions = _by(rows["precisions"], Precision, lambda precision: precision.id)
    return Catalog(
        models=models,
        gpus=_by(rows["gpus"], GPU, lambda gpu: gpu.id),
        instances=_by(rows["instances"], Instance, lambda instance: instance.name),
        usage=_by(rows["usage"], Usage, lambda usage: usage.model),
        precisions=precisions,
        checkpoints=by_source(
            _by(rows["checkpoints"], Checkpoint, lambda row: row.id), models, precisions
        ),
    )


def _by(
    rows: list[tuple[str, tables.Row]], kind: type[_RowType], key: Callable[[_RowType], str]
) -> MappingProxyType[str, _RowType]:
    found: dict[str, _RowType] = {}
    for place, row in rows:
        value = _validated(place, row, kind)
        if key(value) in found:
            raise CatalogError(f"{place}: {key(value)!r} stands in the tables twice")
        found[key(value)] = value
    return MappingProxyType(found)


def _validated(place: str, row: tables.Row, kind: type[_RowType]) -> _RowType:
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise CatalogError(f"{place}, {key}: {first['msg']}") from error
