"""
The linear layers of a model by their widths, as adapters stand beside them.

Unlike the classes of `core/catalog/tensors.py` these know inputs and outputs apart: of a
column-parallel layer ranks share out the outputs, of a row-parallel one the inputs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.catalog.model import Attention, LinearState, Model
from core.catalog.remember import by_model, remember
from core.catalog.tensors import linear_layer_elements

Side = Literal["column", "row", "replicated"]
# What a layer computes; `key_value` are the latent projections of MLA, "" routers
Projection = Literal[
    "query", "key", "value", "key_value", "output", "state_in", "state_out",
    "gate", "up", "down", "expert", "head", "embedding", "",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linear:
    """
    *layers* linear layers of the same widths.

    *heads* are key-value heads, of which a rank holds at least one; *experts*: so many of each
    layer, routed; *name*: which layer it is, where adapters can be put on it by name.
    """

    inputs: int
    outputs: int
    side: Side
    layers: int
    heads: int = 0
    experts: int = 0
    name: Projection = ""


@remember(by_model)
def linears(model: Model) -> tuple[Linear, ...]:
    """Every linear layer between the embedding and the head."""
    found = [each for group in model.attention for each in _attention(model, group)]
    if model.linear:
        found += _state(model, model.linear)
    return (*found, *_feed_forward(model))


def _attention(model: Model, group: Attention) -> Iterator[Linear]:
    hidden, layers = model.hidden_size, group.layers
    heads = group.num_attention_heads or model.num_attention_heads or 0
    if group.kind == "mla":
        yield from _mla(model, layers, heads)
        return
    value, keys = group.v_head_dim or group.head_dim, group.num_key_value_heads
    gate = 2 if model.attention_gate else 1
    yield Linear(hidden, heads * group.head_dim * gate, "column", layers, name="query")
    yield Linear(hidden, keys * group.head_dim, "column", layers, heads=keys, name="key")
    yield Linear(hidden, keys * value, "column", layers, heads=keys, name="value")
    yield Linear(heads * value, hidden, "row", layers, name="output")


def _mla(model: Model, layers: int, heads: int) -> Iterator[Linear]:
    hidden, mla = model.hidden_size, model.mla
    if mla is None:
        return
    query = heads * (mla.qk_nope_head_dim + mla.qk_rope_head_dim)
    if mla.q_lora_rank:
        yield Linear(hidden, mla.q_lora_rank, "replicated", layers, name="query")
    yield Linear(mla.q_lora_rank or hidden, query, "column", layers, name="query")
    down = mla.kv_lora_rank + mla.qk_rope_head_dim
    yield Linear(hidden, down, "replicated", layers, name="key_value")
    up = heads * (mla.qk_nope_head_dim + mla.v_head_dim)
    yield Linear(mla.kv_lora_rank, up, "column", layers, name="key_value")
    yield Linear(heads * mla.v_head_dim, hidden, "row", layers, name="output")


def _state(model: Model, state: LinearState) -> list[Linear]:
    """One projection in and one out; how wide the first is follows from the number of weights."""
    hidden, inner = model.hidden_size, inner_width(model, state)
    into = max(0, linear_layer_elements(model, state) // hidden - inner)
    return [
        Linear(hidden, into, "column", state.layers, name="state_in"),
        Linear(inner, hidden, "row", state.layers, name="state_out"),
    ]


def inner_width(model: Model, state: LinearState) -> int:
    """What the projection out of a recurrent layer takes."""
    match state.kind:
        case "gated_deltanet":
            return (state.num_value_heads or 0) * (state.value_head_dim or 0)
        case "kda" | "lightning_attention":
            return (state.num_heads or 0) * (state.head_dim or 0)
        case "mamba1" | "mamba2":
            return state.d_inner or 0
        case "rg_lru":
            return state.lru_width or 0
        case "short_conv":
            return model.hidden_size


def _feed_forward(model: Model) -> Iterator[Linear]:
    matrices = 2 if model.gated_mlp else 1
    first: tuple[Projection, ...] = ("gate", "up") if model.gated_mlp else ("up",)
    for layers, width in dense_widths(model):
        for name in first:
            yield Linear(model.hidden_size, width, "column", layers, name=name)
        yield Linear(width, model.hidden_size, "row", layers, name="down")
    if model.moe is None:
        return
    moe = model.moe
    inner, width = moe.latent_size or model.hidden_size, moe.moe_intermediate_size
    layers, experts = moe.moe_layers, moe.num_experts
    yield Linear(model.hidden_size, moe.num_experts, "replicated", layers)
    yield from [Linear(inner, width, "column", layers, experts=experts, name="expert")] * matrices
    yield Linear(width, inner, "row", layers, experts=experts, name="expert")


def dense_widths(model: Model) -> tuple[tuple[int, int], ...]:
    """(layers, width) of the feed-forward parts that every token passes."""
    if model.moe:
        moe = model.moe
        dense = moe.dense_intermediate_size or model.intermediate_size or 0
        pairs = [(moe.moe_layers, moe.shared_intermediate_size)]
        pairs.append((moe.dense_layers, dense if isinstance(dense, int) else max(dense)))
        return tuple((layers, width) for layers, width in pairs if layers and width)
    if isinstance(model.intermediate_size, tuple):
        return tuple((1, width) for width in model.intermediate_size if width)
    layers = model.num_hidden_layers if model.mlp_layers is None else model.mlp_layers
    if model.feed_forward_parameters is not None:
        matrices = 3 if model.gated_mlp else 2
        return ((layers, model.feed_forward_parameters // (matrices * model.hidden_size * layers)),)
    return ((layers, model.intermediate_size),) if model.intermediate_size else ()
