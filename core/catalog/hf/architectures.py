"""
The architectures we know: core/data/architectures.toml, one row for those that read alike.

A row says how layers alternate (`layers`, a name of layers.PATTERNS), what kind of state the
layers without attention keep, and what the published code takes for keys a config leaves out.
A type that stands in no row is refused by its name.
"""

from functools import cache
from typing import Any

import rtoml
from pydantic import BaseModel, ConfigDict, ValidationError

from core.catalog import tables
from core.errors import CatalogError

Json = dict[str, Any]


class Architecture(BaseModel):
    """How configs of these model types are to be read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model_types: tuple[str, ...]
    layers: str = "full"
    every: int | None = None  # period of the pattern, where a config does not say
    state: str | None = None
    mla: bool = False
    attentions_per_layer: int = 1
    gated_mlp: bool = True
    attention_bias: bool = False  # always, whatever the config says
    attention_gate: bool = False
    parallel_hybrid: bool = False
    learned_positions: bool = False
    positions_beyond: int = 0  # positions learned beyond the longest text (OPT: 2)
    mlp_multiple: int | None = None  # intermediate_size over hidden_size, where it is not given
    halved_mlp: bool = False  # the code halves intermediate_size (Qwen 1, RecurrentGemma)
    defaults: Json = {}


class Wrapper(BaseModel):
    """A model of several parts whose text model stands in a table of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model_types: tuple[str, ...]
    text: str  # model type of the text part, where the config does not name it
    towers: str = "vit"  # a name of towers.TOWERS


@cache
def _known() -> tuple[dict[str, Architecture], dict[str, Wrapper]]:
    path = tables.DATA / "architectures.toml"
    document = rtoml.loads(path.read_text(encoding="utf-8"))
    try:
        architectures = [Architecture.model_validate(row) for row in document["architecture"]]
        wrappers = [Wrapper.model_validate(row) for row in document["wrapper"]]
    except ValidationError as error:
        first = error.errors()[0]
        raise CatalogError(f"architectures.toml, {first['loc']}: {first['msg']}") from error
    return (
        {name: row for row in architectures for name in row.model_types},
        {name: row for row in wrappers for name in row.model_types},
    )


def architecture(model_type: str) -> Architecture:
    """Raises CatalogError naming *model_type* where we do not know it."""
    found = _known()[0].get(model_type)
    if found is None:
        raise CatalogError(
            f"config.json: model_type {model_type!r} is an architecture we do not know"
        )
    return found


def wrapper(model_type: str) -> Wrapper | None:
    """The row of a type that wraps a text model; None where it does not."""
    return _known()[1].get(model_type)


def known_types() -> tuple[str, ...]:
    """Every model type that can be read."""
    known, wrappers = _known()
    return tuple(sorted({*known, *wrappers}))
