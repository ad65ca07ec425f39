"""
Published checkpoints of a model: which repository holds it in which format.

A model's row says how it is built; a checkpoint says how one set of files stores it. Widths and
block sizes belong to the checkpoint: the official AWQ of Qwen2.5 72B is padded to 29,696 where
the model has 29,568. Rows stand in core/data/checkpoints, the preferred one of a format first.
"""

import re
from collections.abc import Iterator

from core.catalog.catalog import Catalog
from core.catalog.checkpoint import GGUF, Checkpoint
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.units import PARAMETER, Quantity

USUAL_FOUR_BITS = ("awq", "gptq", "w4a16")  # what "4 bits" may mean, the most usual first
_FEW_GGUF = ("q4_k_m", "q8_0", "mxfp4_moe")  # what ggml-org converts its models to
_TUNED = ("-instruct", "-it", "-chat", "-instruct-hf", "-chat-hf")
_BASE = re.compile(r"-(?:base|pt|hf)$", re.IGNORECASE)


def repositories(model: Model) -> tuple[str, ...]:
    """The unquantised repositories of a model, as its row lists them."""
    return tuple(name for name in (model.id, *model.same_as) if name is not None)


def served_id(model: Model) -> str | None:
    """
    The repository that a serving command means: the one that was named, else the tuned variant.

    "llama 3.1 8b" is served as Llama-3.1-8B-Instruct; who wants the base model says so.
    """
    if model.checkpoint_id is not None or model.id is None:
        return model.checkpoint_id
    lower = {name.lower(): name for name in repositories(model)}
    own = _BASE.sub("", model.id).lower()
    return next((lower[own + end] for end in _TUNED if own + end in lower), model.id)


def checkpoints_of(model: Model, catalog: Catalog) -> Iterator[Checkpoint]:
    """
    Its quantised repositories: those of the variant that is served, then those of the others.

    Of a model whose very repository was named only those that were made from it.
    """
    if model.checkpoint_id is not None:
        made_from = (model.checkpoint_of or model.checkpoint_id,)
    else:
        first = served_id(model)
        made_from = tuple(dict.fromkeys((first, *repositories(model))))
    for name in made_from:
        yield from catalog.checkpoints.get(name or "", ())


def checkpoint_in(model: Model, precision: Precision, catalog: Catalog) -> Checkpoint | None:
    """
    The repository that holds *model* in *precision*, or in the variant people mean by it.

    "4 bits" is any of the usual 4-bit formats, the most usual first.
    """
    rows = tuple(checkpoints_of(model, catalog))
    for wanted in (precision.id, *(USUAL_FOUR_BITS if is_any_four_bits(precision) else ())):
        for row in rows:
            format = catalog.precisions.get(row.format)
            if format is not None and wanted in (format.id, format.variant_of):
                return row
    return None


def is_any_four_bits(precision: Precision) -> bool:
    """Whether someone said "4 bits" and no more."""
    return precision.id == "int4"


def gguf_repository(model: Model, precision: Precision, catalog: Catalog) -> Checkpoint | None:
    """The repository that holds *model* in a GGUF mix; ggml-org's hold few of them."""
    for row in checkpoints_of(model, catalog):
        few = row.id.startswith("ggml-org/")
        if row.format == GGUF and (not few or precision.id in _FEW_GGUF):
            return row
    return None


def as_checkpoint(model: Model, checkpoint: Checkpoint) -> Model:
    """*model* as *checkpoint* stores it: format and widths; the same object each time."""
    key = (model.id or model.name, checkpoint.id)
    known = _DERIVED.get(key)
    if known is None or known[0] is not model:
        known = _DERIVED[key] = (model, model.model_copy(update=_changes(model, checkpoint)))
    return known[1]


def as_repository(model: Model, id: str) -> Model:
    """*model* as the unquantised (or unknown) repository *id* that was named in full."""
    key = (model.id or model.name, id)
    known = _DERIVED.get(key)
    if known is None or known[0] is not model:
        known = _DERIVED[key] = (model, model.model_copy(update={"checkpoint_id": id}))
    return known[1]


def plain_model(model: Model, catalog: Catalog) -> Model:
    """The catalogue's own row of a model that was named by a repository."""
    return model if model.checkpoint_id is None else catalog.models.get(model.id or "", model)


def _changes(model: Model, checkpoint: Checkpoint) -> dict[str, object]:
    changes: dict[str, object] = {
        "checkpoint_id": checkpoint.id,
        "checkpoint_of": checkpoint.of,
        "checkpoint": checkpoint.files,
    }
    if checkpoint.format != GGUF:
        changes |= {"quantization": checkpoint.format, "quantization_apart": checkpoint.apart}
    wider = checkpoint.intermediate_size
    if wider is not None and isinstance(model.intermediate_size, int):
        matrices = 3 if model.gated_mlp else 2
        added = matrices * model.hidden_size * (wider - model.intermediate_size)
        layers = model.num_hidden_layers if model.mlp_layers is None else model.mlp_layers
        changes["intermediate_size"] = wider
        changes["parameters"] = model.parameters + Quantity(added * layers, PARAMETER)
    return changes


_DERIVED: dict[tuple[str, str], tuple[Model, Model]] = {}
