"""
Bits of one weight of each class of a model in a GGUF file, averaged over its layers.

The types come from `mixture`, the fall-backs of odd widths from `blocks`. gpt-oss and other models
that were published with experts in MXFP4 keep them in every file.
"""

from collections.abc import Hashable, Mapping

from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.remember import remember
from core.memory.gguf.blocks import BLOCKS, bits
from core.memory.gguf.contents import Rows, rows, values_of
from core.memory.gguf.mixture import DEFAULTS, Facts, head_type, type_of

LAYERS_OF_70B = 80  # src/models/llama.cpp, qwen2.cpp: LLM_TYPE_70B
KEPT = "MXFP4"
PUBLISHED_IN_MXFP4 = ("mxfp4", "mxfp4-experts")


def _key(model: Model, precision: Precision) -> tuple[Model, Hashable]:
    return model, precision.id


@remember(_key)
def widths(model: Model, precision: Precision) -> Mapping[str, float]:
    """
    Class of tensors -> bits; `tied_embedding` for one that is also the head.

    Empty where the file is no mix of llama-quantize: then the row of the format says it.
    """
    file = precision.id
    if precision.kind != "gguf":
        return {}
    found = dict(_kept(model))
    if file not in DEFAULTS:
        return found
    facts = _facts(model)
    columns = model.embedding_dim or model.hidden_size
    head = bits(head_type(file, columns, facts), columns)
    table = bits(type_of(file, "embedding", facts), columns)
    return _inside(model, file, facts) | {
        "embedding": table,
        "tied_embedding": head,
        "lm_head": head,
        **found,
    }


def _kept(model: Model) -> Mapping[str, float]:
    kept = model.quantization in PUBLISHED_IN_MXFP4
    return {"expert": BLOCKS[KEPT].bits} if kept else {}


def _facts(model: Model) -> Facts:
    heads = model.num_attention_heads or 0
    shared = max((group.num_key_value_heads for group in model.attention), default=0)
    return Facts(
        gqa=heads // shared if shared else 0,
        experts=model.moe.num_experts if model.moe else 0,
        is_70b=model.num_hidden_layers == LAYERS_OF_70B and model.model_type in ("llama", "qwen2"),
        is_falcon=model.model_type == "falcon",
    )


def _inside(model: Model, file: str, facts: Facts) -> dict[str, float]:
    """Of the classes inside the layers."""
    values, layers = values_of(model), model.num_hidden_layers
    elements: dict[str, int] = {}
    size: dict[str, float] = {}
    for each in rows(model):
        counted = values if each.category == "v" else layers
        wide = [
            bits(type_of(file, each.category, facts, layer, counted), each.columns)
            for layer in _places(each, counted)
        ]
        elements[each.kind] = elements.get(each.kind, 0) + each.elements * each.layers
        size[each.kind] = size.get(each.kind, 0) + each.elements * sum(wide)
    return {kind: size[kind] / elements[kind] for kind in size if elements[kind]}


def _places(each: Rows, counted: int) -> list[int]:
    """
    Which layers they lie in; an attn_v counts among all attn_v.

    Where layers of several kinds alternate, each kind is spread evenly.
    """
    if each.category == "v" and each.layers < counted:
        return [int((at + 0.5) * counted / each.layers) for at in range(each.layers)]
    return list(range(each.first, each.first + each.layers))
