"""Which published checkpoint serves a model in the format that was asked for."""

from core.asked.question import EngineName, Question
from core.catalog.catalog import Catalog
from core.catalog.checkpoint import GGUF, checkpoint_format
from core.catalog.checkpoints import (
    as_checkpoint,
    as_repository,
    checkpoint_in,
    gguf_repository,
    is_any_four_bits,
    plain_model,
)
from core.catalog.model import Model
from core.catalog.precision import Precision

LOADS_CHECKPOINTS = ("vllm", "sglang", "tensorrt-llm")
QUANTISES_WHILE_LOADING = "--quantization"  # typed beside a 16-bit repository: taken as typed


def served_as(
    model: Model,
    precision: Precision,
    catalog: Catalog,
    *,
    engine: EngineName | None,
    question: Question | None = None,
) -> tuple[Model, Precision]:
    """
    *model* as the repository that holds it in *precision*, and that repository's own format.

    Both stay as they are where the format is the model's own, where no repository is known, and
    for engines that read other files (None: where nothing is served). "fp8" of Qwen3 235B is its
    checkpoint's 128 x 128 blocks.
    """
    own = checkpoint_format(model, catalog.precisions)
    if own is not None and precision.id in (own.id, own.variant_of):
        return model, own
    if engine == "llama.cpp":
        return _as_file(model, precision, catalog), precision
    as_typed = question is not None and QUANTISES_WHILE_LOADING in question.text
    if engine not in LOADS_CHECKPOINTS or (model.checkpoint_id is not None and as_typed):
        return model, precision
    plain = plain_model(model, catalog)
    checkpoint = checkpoint_in(model, precision, catalog)
    if checkpoint is not None:
        stored = as_checkpoint(plain, checkpoint)
        if is_any_four_bits(precision):  # the answer keeps the range of what that may mean
            return stored, precision
        return stored, checkpoint_format(stored, catalog.precisions) or precision
    if model.checkpoint_of is not None:  # a quantised one was named, and another format with it
        return as_repository(plain, model.checkpoint_of), precision
    return model, precision


def _as_file(model: Model, precision: Precision, catalog: Catalog) -> Model:
    """
    *model* as the repository of GGUF files, or of MLX's, that holds *precision*.

    One that was named stays: "bartowski/Qwen_Qwen3-30B-A3B-GGUF" is in no table of ours.
    """
    if precision.kind == "gguf" and GGUF in (model.checkpoint_id or "").lower():
        return model
    files = (
        gguf_repository(model, precision, catalog)
        if precision.kind == "gguf"
        else checkpoint_in(model, precision, catalog)
    )
    return model if files is None else as_checkpoint(plain_model(model, catalog), files)
