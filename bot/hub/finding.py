"""What a hub said of one repository, as plain values: made once, kept on disk, read as a model."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, ValidationError

from core.catalog.catalog import Catalog
from core.catalog.hf_config import read_config
from core.catalog.looked_up import LookedUp, NotFound
from core.catalog.model import Model
from core.catalog.names import index_of
from core.errors import CatalogError
from core.units import PARAMETER, Quantity

# Bytes of one element, by its name in a safetensors header
WIDTHS: Mapping[str, float] = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8,
    "U32": 4, "U16": 2, "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1, "F4": 0.5,
}  # fmt: skip
_OURS = {"F32": "fp32", "F16": "fp16", "BF16": "bf16"}  # formats that count their elements
_LAYER = re.compile(r"(?:^|\.)(?:layers|h|blocks)\.(\d+)\.")
_NOT_LOADED = re.compile(r"(?:^|\.)mtp\.|rotary_emb\.inv_freq$")


class Tensor(BaseModel):
    """A tensor of a safetensors file: its type there, elements, bytes."""

    model_config = ConfigDict(frozen=True)

    name: str
    dtype: str
    elements: int
    bytes: int


class Finding(BaseModel):
    """
    *id* as the hub writes it now, *sha* of the commit. Of a repository of safetensors its *config*
    and bytes by dtype; of GGUF files their bytes by mix and the repository they were made from.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    sha: str
    config: str | None = None
    elements: tuple[tuple[str, int], ...] = ()  # by dtype
    bytes: int | None = None  # all that is loaded
    files: tuple[tuple[str, int], ...] = ()  # of a GGUF repository, by mix in lower case
    base: str | None = None  # what a GGUF repository was made from

    def as_model(self, catalog: Catalog) -> LookedUp:
        """The model it is, or why it is none."""
        if self.files:
            return self._of_files(catalog)
        try:
            model = read_config(self.config or "", name=self.id.split("/")[-1])
        except (CatalogError, ValidationError) as error:
            return NotFound(self.id, "unknown_kind", _first_line(error))
        found = {
            "id": self.id,
            "checkpoint_id": self.id,
            "source": f"{self.id} at {self.sha[:12]}",
            "checked": date.today().isoformat(),
        }
        return model.model_copy(update=found | self._measured(model))

    def _measured(self, model: Model) -> dict[str, object]:
        """Elements and bytes, where the headers tell those of the published format."""
        by_dtype = dict(self.elements)
        if not by_dtype or self.bytes is None:
            return {}
        if model.quantization is not None:
            return {"files": ((model.quantization, self.bytes),)}
        most = max(by_dtype, key=lambda dtype: by_dtype[dtype])
        measured: dict[str, object] = {}
        if set(by_dtype) <= set(_OURS):
            measured["parameters"] = Quantity(sum(by_dtype.values()), PARAMETER)
        if _OURS.get(most) == (model.dtype or _OURS.get(most)):
            measured["files"] = ((_OURS.get(most, ""), self.bytes),)
        return measured

    def _of_files(self, catalog: Catalog) -> LookedUp:
        model = self._base_model(catalog)
        if model is None:
            return NotFound(self.id, "unknown_kind", f"GGUF of {self.base or 'no named model'}")
        own = {"checkpoint_id": self.id, "checkpoint_of": self.base, "files": self.files}
        return model.model_copy(update=own)

    def _base_model(self, catalog: Catalog) -> Model | None:
        index = index_of(catalog)
        names = [self.base or "", re.sub(r"(?i)[-_.]?gguf$", "", self.id.split("/")[-1])]
        for name in filter(None, names):
            row = index.exact(name) or index.exact(name.split("/")[-1])
            if isinstance(row, Model):
                return row
        return None


def loaded(tensors: Iterable[Tensor], config: Mapping[str, object]) -> list[Tensor]:
    """
    Those that an engine loads: no layers for multi-token prediction behind the last one, no head
    that is the table of embeddings again.
    """
    inner = config.get("text_config")
    text = inner if isinstance(inner, dict) else config
    layers, tied = text.get("num_hidden_layers"), text.get("tie_word_embeddings")
    tied = config.get("tie_word_embeddings") if tied is None else tied
    kept: list[Tensor] = []
    for tensor in tensors:
        layer = _LAYER.search(tensor.name)
        behind = layer is not None and isinstance(layers, int) and int(layer[1]) >= layers
        twice = tied is True and tensor.name.endswith("lm_head.weight")
        if not (behind or twice or _NOT_LOADED.search(tensor.name)):
            kept.append(tensor)
    return kept


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:160]
