"""
What a draft adds on the cards of its model: weights, and a cache of the same tokens.

    draft model   its own weights and its own cache, split by the same tensor-parallel size
    EAGLE-3       q, k, v from 2 x hidden, o, a feed-forward part, fc from 3 x hidden, a head of
                  draft_vocab_size; one layer of cache
    EAGLE         one layer of the model's own widths, fc from 2 x hidden; one layer of cache
    MTP           a decoder layer of the model's own kind, and a projection from 2 x hidden

vLLM 0.33.0: config/speculative.py (_verify_and_get_draft_tp: the target's tensor-parallel size),
models/llama_eagle3.py, llama_eagle.py, deepseek_mtp.py, qwen3_next_mtp.py; embedding and head are
the target's (v1/spec_decode/llm_base_proposer.py, _maybe_share_embeddings, _maybe_share_lm_head).
A draft is whole on the last stage of a pipeline. SGLang 0.5.23 builds the same modules
(srt/models/llama_eagle3.py, deepseek_nextn.py, which takes 16 bits for the layers of an NVFP4
checkpoint). DeepSeek V3: 11.5B parameters of its MTP module
are its own (README_WEIGHTS.md of the checkpoint).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import rtoml

from core.asked.drafts import Draft
from core.catalog.model import Attention, Model
from core.catalog.precision import Precision
from core.catalog.remember import by_model, remember
from core.catalog.tables import DATA
from core.catalog.tensors import Tensors, counted
from core.memory.layout import Layout
from core.memory.part import Known
from core.memory.weights import ClassOfWeights, classes, sized

HEAD_BITS = 16.0  # heads are published in 16 bits
LEAST_BITS = (
    8.0  # checkpoints in narrower formats keep their MTP layers at 16 bits, where they have any
)
AUX_LAYERS = 3  # whose outputs an EAGLE-3 head reads
GUESSED_BELOW, GUESSED_ABOVE = 0.4, 0.6  # of a head whose config is not known


@dataclass(frozen=True, slots=True)
class Drafting:
    """
    *weights* on top of the model's; *kept* is the model with the layers whose cache is kept as its
    own (MTP), *beside* what keeps a cache of another shape, None where nothing does. The range of
    the weights is so much of them *below* and *above*.
    """

    weights: tuple[ClassOfWeights, ...]
    owner: Model  # whose heads and experts the weights are split by
    kept: Model
    beside: Model | None
    known: Known
    below: float = 0.0
    above: float = 0.0


def drafting(draft: Draft, model: Model, precision: Precision) -> Drafting | None:
    """What *draft* adds to *model* in *precision*; None where nothing, or nothing we can size."""
    match draft.kind:
        case "model" if draft.model is not None and draft.precision is not None:
            weights = classes(draft.model, draft.precision)
            return Drafting(weights, draft.model, model, draft.model, Known.EXACT)
        case "eagle" | "eagle3":
            return _head(draft.kind, model)
        case "mtp":
            return _own_layers(model, precision)
        case _:
            return None


def whole(layout: Layout) -> Layout:
    """How the draft is split: over ranks, not over stages."""
    return replace(layout, pipeline_parallel_size=1)


def mtp_layers(model: Model) -> int:
    """Layers for multi-token prediction in the checkpoint; 0 where there are none that we know."""
    table = _table()["mtp"]
    return 0 if model.name in table["without"] else table["layers"].get(model.model_type, 0)


def published_head(model: Model) -> str | None:
    """The repository of an EAGLE-3 head that was made for this very model."""
    row = _row_of(model)
    return row.get("head") if row is not None and row.get("made_for") == model.name else None


# ── MTP ──


def _own_layers(model: Model, precision: Precision) -> Drafting | None:
    layers = mtp_layers(model)
    if not layers:
        return None
    block = _block(model)
    groups = [group for group in counted(block) if group.kind not in ("embedding", "lm_head")]
    narrow = precision.plain_bits < LEAST_BITS
    weights = sized(groups, model, precision)
    if narrow:
        weights = tuple(ClassOfWeights(each, each.elements * HEAD_BITS / 8) for each in groups)
    joined = layers * 2 * model.hidden_size * model.hidden_size
    fc = Tensors("other", joined, "replicated", layers)
    weights += (ClassOfWeights(fc, joined * HEAD_BITS / 8),)
    known, below = (
        (Known.MODELLED, 1 - precision.plain_bits / HEAD_BITS)
        if narrow
        else (
            Known.EXACT,
            0.0,
        )
    )
    return Drafting(weights, model, _with_layers(model), None, known, below)


@remember(by_model)
def _block(model: Model) -> Model:
    """The MTP layers alone: as the last of the model's own, with all tokens in sight."""
    layers = mtp_layers(model)
    moe = model.moe
    return model.model_copy(
        update={
            "num_hidden_layers": layers,
            "attention": (_full(model).model_copy(update={"layers": layers}),),
            "linear": None,
            "indexer": _indexer(model, layers),
            "moe": moe and moe.model_copy(update={"moe_layers": layers, "dense_layers": 0}),
            "mlp_layers": None,
            "other_parameters": 0,
        }
    )


@remember(by_model)
def _with_layers(model: Model) -> Model:
    """The model with the cache of its MTP layers among its own."""
    layers, full = mtp_layers(model), _full(model)
    more = full.model_copy(update={"layers": full.layers + layers})
    attention = tuple(more if group is full else group for group in model.attention)
    indexer = _indexer(model, layers + (model.indexer.layers if model.indexer else 0))
    return model.model_copy(update={"attention": attention, "indexer": indexer})


def _full(model: Model) -> Attention:
    return next(group for group in model.attention if group.kind in ("full", "mla"))


def _indexer(model: Model, layers: int) -> Any:
    return model.indexer and model.indexer.model_copy(update={"layers": layers})


# ── Heads ──


def _head(kind: str, model: Model) -> Drafting | None:
    row = _row_of(model) if kind == "eagle3" else None
    widths = row or _widths_of(model)
    if widths is None:
        return None
    groups = _eagle3(model, widths) if kind == "eagle3" else _eagle(widths)
    weights = tuple(ClassOfWeights(each, each.elements * HEAD_BITS / 8) for each in groups)
    owner = _layer_of(model)
    if row is None:
        below, above = (GUESSED_BELOW, GUESSED_ABOVE) if kind == "eagle3" else (0.1, 0.1)
        return Drafting(weights, owner, model, owner, Known.MODELLED, below, above)
    return Drafting(weights, owner, model, owner, Known.EXACT)


def _eagle3(model: Model, widths: Mapping[str, int]) -> Iterator[Tensors]:
    hidden, head_dim = widths["hidden_size"], widths["head_dim"]
    heads, keys = widths["num_attention_heads"], widths["num_key_value_heads"]
    query = 2 * hidden * heads * head_dim + heads * head_dim * hidden
    yield Tensors("attention", query, "tensor", 1)
    yield Tensors("attention", 2 * 2 * hidden * keys * head_dim, "kv_heads", 1, keys)
    yield Tensors("mlp", 3 * hidden * widths["intermediate_size"], "tensor", 1)
    yield Tensors("other", AUX_LAYERS * model.hidden_size * hidden, "replicated", 1)
    yield Tensors("lm_head", widths["draft_vocab_size"] * hidden, "tensor", 0)


def _eagle(widths: Mapping[str, int]) -> Iterator[Tensors]:
    hidden, head_dim = widths["hidden_size"], widths["head_dim"]
    heads, keys = widths["num_attention_heads"], widths["num_key_value_heads"]
    yield Tensors("attention", 2 * hidden * heads * head_dim, "tensor", 1)
    yield Tensors("attention", 2 * hidden * keys * head_dim, "kv_heads", 1, keys)
    yield Tensors("mlp", 3 * hidden * widths["intermediate_size"], "tensor", 1)
    yield Tensors("other", 2 * hidden * hidden, "replicated", 1)


@remember(by_model)
def _layer_of(model: Model) -> Model:
    """One layer of full attention of a head's widths, as the model that keeps its cache."""
    widths = _row_of(model) or _widths_of(model) or {}
    group = Attention(
        kind="full",
        layers=1,
        num_key_value_heads=widths["num_key_value_heads"],
        head_dim=widths["head_dim"],
    )
    return model.model_copy(
        update={
            "attention": (group,),
            "num_hidden_layers": 1,
            "num_attention_heads": widths["num_attention_heads"],
            "linear": None,
            "mla": None,
            "indexer": None,
            "moe": None,
        }
    )


def _row_of(model: Model) -> Any:
    return next((row for row in _table()["eagle3"] if model.name in row["of"]), None)


def _widths_of(model: Model) -> Mapping[str, int] | None:
    """Of the model's own attention, where a dense model with plain heads was trained for."""
    group = next((each for each in model.attention if each.kind == "full"), None)
    width = model.intermediate_size
    if group is None or not isinstance(width, int) or model.num_attention_heads is None:
        return None
    return {
        "hidden_size": model.hidden_size,
        "intermediate_size": width,
        "num_attention_heads": model.num_attention_heads,
        "num_key_value_heads": group.num_key_value_heads,
        "head_dim": group.head_dim,
        "draft_vocab_size": USUAL_DRAFT_VOCABULARY,
    }


USUAL_DRAFT_VOCABULARY = 32_000  # of nearly all heads in the table


@cache
def _table() -> Any:
    return rtoml.loads((DATA / "engines" / "drafts.toml").read_text(encoding="utf-8"))
