"""
The weights of a model, class by class: how many elements, and how tensor parallelism splits them.

A class is what quantisation formats tell apart: AWQ quantises `attention`, `mlp` and `expert`
and leaves `embedding`, `lm_head`, `norm` and `router` at 16 bits. Counted from the architecture
alone; the catalogue's totals, counted from real checkpoints, are compared in a test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.catalog.model import Attention, Encoder, LinearState, Model, MoE
from core.catalog.remember import by_model, remember
from core.errors import CatalogError

TensorKind = Literal[
    "embedding",
    "lm_head",
    "attention",
    "mlp",
    "expert",
    "router",
    "norm",
    "state",
    "indexer",
    "other",
]
Split = Literal["tensor", "kv_heads", "experts", "replicated"]


@dataclass(frozen=True, slots=True)
class Tensors:
    """
    All weights of one class that are split in the same way.

    *split*: `tensor` evenly over the ranks; `kv_heads` evenly, but over no more ranks than
    there are key-value heads (*heads*); `experts` like tensor, or whole experts per rank under
    expert parallelism; `replicated` the same on every rank. *layers* is over how many layers
    they spread, 0 for those outside the layers.
    """

    kind: TensorKind
    elements: int
    split: Split
    layers: int
    heads: int = 0


def count(model: Model) -> int:
    """Parameters counted from the architecture: elements."""
    return sum(group.elements for group in counted(model))


@remember(by_model)
def tensors(model: Model) -> tuple[Tensors, ...]:
    """
    Every weight of *model*; the elements add up to ``model.parameters``.

    What the published total has beyond the classes counted here (biases, per-head norms,
    convolution biases) is `other`, at 16 bits and on every rank. Where the total is smaller, the
    largest class gives the difference.
    """
    groups = list(counted(model))
    rest = model.elements - sum(group.elements for group in groups)
    if rest > 0:
        groups.append(Tensors("other", rest, "replicated", model.num_hidden_layers))
    elif rest < 0:
        largest = max(range(len(groups)), key=lambda index: groups[index].elements)
        group = groups[largest]
        groups[largest] = Tensors(
            group.kind, group.elements + rest, group.split, group.layers, group.heads
        )
    return tuple(groups)


def counted(model: Model) -> Iterator[Tensors]:
    """The classes as far as the architecture gives them, without the rest."""
    hidden, layers = model.hidden_size, model.num_hidden_layers
    embedding = model.vocab_size * (model.embedding_dim or hidden)
    yield Tensors("embedding", embedding + model.learned_positions * hidden, "tensor", 0)
    if not model.tie_word_embeddings:
        yield Tensors("lm_head", embedding, "tensor", 0)
    yield Tensors("norm", (2 * layers + 1) * hidden, "replicated", layers)
    for group in model.attention:
        yield from _attention(model, group)
    if model.kv_shared_layers:
        # Layers that reuse another layer's keys and values still have queries and an output; they
        # alternate between kinds of attention as the layers with a cache of their own do.
        heads, shared = model.num_attention_heads or 0, model.kv_shared_layers
        own = sum(group.layers for group in model.attention)
        widths = sum(group.layers * group.head_dim for group in model.attention) * heads
        yield Tensors("attention", shared * 2 * hidden * widths // own, "tensor", shared)
    if model.linear:
        elements = model.linear.layers * linear_layer_elements(model, model.linear)
        yield Tensors("state", elements, "tensor", model.linear.layers)
    if model.indexer and model.mla:
        index = model.indexer
        query = model.mla.q_lora_rank or hidden
        one = query * index.index_n_heads * index.index_head_dim
        one += hidden * (index.index_head_dim + index.index_n_heads)
        yield Tensors("indexer", index.layers * one, "replicated", index.layers)
    yield from _feed_forward(model)
    if model.linear_bias and isinstance(model.intermediate_size, int):
        # of the output, both parts of the feed-forward layer, two norms; one norm more outside
        biases = layers * (4 * hidden + model.intermediate_size) + hidden
        yield Tensors("norm", biases, "replicated", layers)
    if model.head_parameters:
        yield Tensors("other", model.head_parameters, "replicated", 0)
    if model.encoder:
        yield from _encoder(model.encoder, 3 if model.gated_mlp else 2)
    if model.per_layer_embedding_width:
        width = model.per_layer_embedding_width
        table = layers * model.per_layer_embedding_vocab * width
        yield Tensors("embedding", table, "tensor", 0)
        yield Tensors("mlp", layers * 3 * hidden * width, "tensor", layers)
    if model.other_parameters:
        yield Tensors("other", model.other_parameters, "tensor", 0)


def _attention(model: Model, group: Attention) -> Iterator[Tensors]:
    hidden, layers = model.hidden_size, group.layers
    heads = group.num_attention_heads or model.num_attention_heads or 0
    if group.kind == "mla":
        yield from _mla(model, layers)
        return
    if group.kind == "compressed":
        yield from _compressed(model, group)
        return
    value_dim = group.v_head_dim or group.head_dim
    query = hidden * heads * group.head_dim * (2 if model.attention_gate else 1)
    output = heads * value_dim * hidden
    kv = hidden * group.num_key_value_heads * (group.head_dim + value_dim)
    if model.attention_bias:
        query += heads * group.head_dim
        kv += group.num_key_value_heads * (group.head_dim + value_dim)
    yield Tensors("attention", layers * (query + output), "tensor", layers)
    yield Tensors("attention", layers * kv, "kv_heads", layers, group.num_key_value_heads)


def _encoder(encoder: Encoder, matrices: int) -> Iterator[Tensors]:
    """Of an encoder-decoder: as many key-value heads as heads."""
    hidden, layers = encoder.hidden_size, encoder.layers
    attention = 4 * hidden * encoder.num_attention_heads * encoder.head_dim
    yield Tensors("attention", layers * attention, "tensor", layers)
    feed_forward = matrices * hidden * encoder.intermediate_size
    yield Tensors("mlp", layers * feed_forward, "tensor", layers)
    if encoder.other_parameters:
        yield Tensors("other", encoder.other_parameters, "replicated", 0)


def _mla(model: Model, layers: int) -> Iterator[Tensors]:
    """Down-projections are on every rank, the projections to heads are split."""
    hidden, heads, mla = model.hidden_size, model.num_attention_heads or 0, model.mla
    if mla is None:
        raise CatalogError(f"{model.name}: attention of kind mla needs the table mla")
    key = mla.qk_nope_head_dim + mla.qk_rope_head_dim
    down = hidden * (mla.kv_lora_rank + mla.qk_rope_head_dim)
    up = mla.kv_lora_rank * heads * (mla.qk_nope_head_dim + mla.v_head_dim)
    up += heads * mla.v_head_dim * hidden
    if mla.q_lora_rank:
        down += hidden * mla.q_lora_rank
        up += mla.q_lora_rank * heads * key
    else:
        up += hidden * heads * key
    if model.attention_gate:
        up += hidden * heads * mla.v_head_dim
    yield Tensors("attention", layers * down, "replicated", layers)
    yield Tensors("attention", layers * up, "tensor", layers)


def _compressed(model: Model, group: Attention) -> Iterator[Tensors]:
    """DeepSeek V4: low-rank queries and outputs, one shared key-value head, a compressor."""
    hidden, heads = model.hidden_size, model.num_attention_heads or 0
    widths, head_dim = model.compressed_attention, group.head_dim
    if widths is None:
        raise CatalogError(f"{model.name}: kind compressed needs the table compressed_attention")
    up = widths.q_lora_rank * heads * head_dim + heads * head_dim * widths.o_lora_rank
    up += widths.o_groups * widths.o_lora_rank * hidden
    down = hidden * widths.q_lora_rank + hidden * head_dim
    if group.compress_ratio:
        down += 2 * hidden * head_dim * (2 if group.compress_ratio == 4 else 1)
    yield Tensors("attention", group.layers * up, "tensor", group.layers)
    yield Tensors("attention", group.layers * down, "replicated", group.layers)
    if group.compress_ratio == 4 and model.indexer:
        index = model.indexer
        one = widths.q_lora_rank * index.index_n_heads * index.index_head_dim
        one += 4 * hidden * index.index_head_dim + hidden * index.index_n_heads
        yield Tensors("indexer", group.layers * one, "replicated", group.layers)


def _feed_forward(model: Model) -> Iterator[Tensors]:
    hidden = model.hidden_size
    matrices = 3 if model.gated_mlp else 2
    if model.feed_forward_parameters is not None:
        yield Tensors("mlp", model.feed_forward_parameters, "tensor", model.num_hidden_layers)
    elif model.moe:
        yield from _experts(model, model.moe, matrices)
    elif isinstance(model.intermediate_size, tuple):
        widths = model.intermediate_size
        yield Tensors("mlp", matrices * hidden * sum(widths), "tensor", len(widths))
    elif model.intermediate_size:
        layers = model.num_hidden_layers if model.mlp_layers is None else model.mlp_layers
        yield Tensors("mlp", layers * matrices * hidden * model.intermediate_size, "tensor", layers)


def _experts(model: Model, moe: MoE, matrices: int) -> Iterator[Tensors]:
    hidden, layers = model.hidden_size, moe.moe_layers
    inner = moe.latent_size or hidden
    one = matrices * inner * moe.moe_intermediate_size
    routed = moe.num_experts * one
    router = hidden * moe.num_experts
    if moe.vision_experts:
        routed += moe.vision_experts * matrices * hidden * moe.vision_intermediate_size
        router += hidden * moe.vision_experts
    yield Tensors("expert", layers * routed, "experts", layers)
    yield Tensors("router", layers * router, "replicated", layers)
    if moe.latent_size:
        yield Tensors("mlp", layers * 2 * hidden * moe.latent_size, "replicated", layers)
    if moe.shared_intermediate_size:
        shared = layers * matrices * hidden * moe.shared_intermediate_size
        yield Tensors("mlp", shared, "tensor", layers)
    dense = moe.dense_intermediate_size or model.intermediate_size or 0
    if moe.dense_layers and isinstance(dense, int):
        elements = moe.dense_layers * matrices * hidden * dense
        yield Tensors("mlp", elements, "tensor", moe.dense_layers)


def linear_layer_elements(model: Model, state: LinearState) -> int:
    """Weights of one layer with a recurrent state or a short convolution: elements."""
    hidden = model.hidden_size
    kernel = state.conv_kernel or 0
    match state.kind:
        case "gated_deltanet":
            key = _need(state.num_key_heads) * _need(state.key_head_dim)
            value = _need(state.num_value_heads) * _need(state.value_head_dim)
            projections = hidden * (2 * key + 2 * value) + value * hidden
            gates = 2 * hidden * _need(state.num_value_heads)
            return projections + gates + kernel * (2 * key + value)
        case "kda":
            width = _need(state.num_heads) * _need(state.head_dim)
            low_rank = hidden * _need(state.head_dim) + _need(state.head_dim) * width
            gates = hidden * width + low_rank if model.kda_full_rank_gate else 2 * low_rank
            return 4 * hidden * width + gates + hidden * _need(state.num_heads) + 3 * width * kernel
        case "lightning_attention":
            return 5 * hidden * _need(state.num_heads) * _need(state.head_dim)
        case "mamba2":
            inner, groups = _need(state.d_inner), _need(state.n_groups) * _need(state.d_state)
            projection = hidden * (2 * inner + 2 * groups + _need(state.num_heads))
            return projection + kernel * (inner + 2 * groups) + inner * hidden
        case "mamba1":
            inner, d_state, dt_rank = (
                _need(state.d_inner),
                _need(state.d_state),
                _need(state.dt_rank),
            )
            steps = inner * (dt_rank + 2 * d_state) + dt_rank * inner + inner * d_state
            return 3 * hidden * inner + steps + inner * kernel
        case "rg_lru":
            width, heads = _need(state.lru_width), model.num_attention_heads or 1
            return 3 * hidden * width + 2 * width * width // heads + kernel * width
        case "short_conv":
            return 4 * hidden * hidden + hidden * kernel


def _need(value: int | None) -> int:
    if value is None:
        raise CatalogError("linear: a width that this kind of layer needs is missing")
    return value
