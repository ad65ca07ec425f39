"""A published checkpoint, and how one stores its weights where they are quantised."""

from collections.abc import Mapping

from pydantic import Field

from core.catalog.model import Bytes, Model
from core.catalog.precision import Precision
from core.catalog.row import Row

GGUF = "gguf"  # the format of a repository that holds files in many


class Checkpoint(Row):
    """
    One repository on the hub.

    *of* is the repository it was made from: a model's id or one of its `same_as`. *format* is a
    precision's id, which says group and block size; classes of tensors that are kept in another
    format stand in *apart*. A width is set where the files are padded to another than the model's.
    """

    id: str
    of: str
    format: str
    apart: tuple[tuple[str, str], ...] = ()
    intermediate_size: int | None = Field(default=None, gt=0)
    files: Bytes | None = None  # all weight files
    source: str
    checked: str
    notes: tuple[str, ...] = ()


def checkpoint_format(model: Model, precisions: Mapping[str, Precision]) -> Precision | None:
    """
    The format of the published weights; None where they are not quantised.

    Classes of tensors that the checkpoint keeps apart (`quantization_apart`) get the width of
    their own format: attention at 16 bits beside NVFP4 experts.
    """
    if model.quantization is None:
        return None
    main = precisions[model.quantization]
    if not model.quantization_apart:
        return main
    apart = {kind: precisions[other].width for kind, other in model.quantization_apart}
    return Precision.model_validate(main.model_dump() | {"mix": {**main.mix, **apart}})
