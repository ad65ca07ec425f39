"""
The tensors of a GGUF file: what llama-quantize tells apart, in which class of ours it is counted.

Names as llama.cpp has them: attn_q, attn_k, attn_v, attn_output, ffn_gate, ffn_up, ffn_down. What
is made of several (attn_qkv) counts as an attn_v; what has another name (MLA's projections, those
of recurrent layers) gets the file's own type.
"""

from collections.abc import Iterator
from typing import NamedTuple

from core.catalog.model import Attention, Model, MoE
from core.catalog.tensors import TensorKind
from core.memory.gguf.mixture import Category
from core.memory.kv_cache import UNSEEN_BY_TEXT

# Query, key and value are one tensor there: conversion/*.py of llama.cpp.
FUSED = (
    "phi3", "phi", "falcon", "gpt_neox", "bloom", "mpt", "qwen", "gpt2", "gpt_bigcode", "chatglm",
    "dbrx", "phi3small",
)  # fmt: skip


class Rows(NamedTuple):
    """
    Tensors of one name in *layers* layers, from the *first* one on.

    *elements* of one layer; *columns* in a row, which is what a block must divide.
    """

    kind: TensorKind
    category: Category
    columns: int
    elements: int
    layers: int
    first: int = 0


def rows(model: Model) -> Iterator[Rows]:
    """Of everything inside the layers that is quantised."""
    for group in model.attention:
        if group.kind not in UNSEEN_BY_TEXT:
            yield from _attention(model, group)
    yield from _recurrent(model)
    if model.moe:
        yield from _experts(model, model.moe)
    elif model.intermediate_size and model.feed_forward_parameters is None:
        yield from _feed_forward(model)


def values_of(model: Model) -> int:
    """How many tensors count as an attn_v."""
    plain = sum(group.layers for group in model.attention if group.kind not in _WITHOUT)
    state = model.linear
    return plain + (state.layers if state and state.kind == "gated_deltanet" else 0)


_WITHOUT = (*UNSEEN_BY_TEXT, "mla", "compressed")


def _attention(model: Model, group: Attention) -> Iterator[Rows]:
    if group.kind == "mla":
        yield from _latent(model, group.layers)
        return
    if group.kind == "compressed":
        return
    hidden, layers = model.hidden_size, group.layers
    heads = group.num_attention_heads or model.num_attention_heads or 0
    value = group.v_head_dim or group.head_dim
    q = hidden * heads * group.head_dim * (2 if model.attention_gate else 1)
    k = hidden * group.num_key_value_heads * group.head_dim
    v = hidden * group.num_key_value_heads * value
    fused = model.model_type in FUSED
    yield Rows("attention", "v" if fused else "q", hidden, q, layers)
    yield Rows("attention", "v" if fused else "k", hidden, k, layers)
    yield Rows("attention", "v", hidden, v, layers)
    yield Rows("attention", "attn_output", heads * value, heads * value * hidden, layers)


def _latent(model: Model, layers: int) -> Iterator[Rows]:
    """attn_q_a, attn_q_b, attn_kv_a_mqa, attn_k_b, attn_v_b and attn_output."""
    mla, hidden, heads = model.mla, model.hidden_size, model.num_attention_heads or 0
    if mla is None:
        return
    rank, key = mla.kv_lora_rank, mla.qk_nope_head_dim + mla.qk_rope_head_dim
    query = mla.q_lora_rank or hidden
    if mla.q_lora_rank:
        yield Rows("attention", "any", hidden, hidden * mla.q_lora_rank, layers)
    yield Rows("attention", "any" if mla.q_lora_rank else "q", query, query * heads * key, layers)
    yield Rows("attention", "any", hidden, hidden * (rank + mla.qk_rope_head_dim), layers)
    yield Rows(
        "attention", "any", mla.qk_nope_head_dim, rank * heads * mla.qk_nope_head_dim, layers
    )
    yield Rows("attention", "any", rank, rank * heads * mla.v_head_dim, layers)
    out = heads * mla.v_head_dim
    yield Rows("attention", "attn_output", out, out * hidden, layers)


def _recurrent(model: Model) -> Iterator[Rows]:
    """Gated DeltaNet's attn_qkv is an attn_v by its name; ssm_in, ssm_out and the like are not."""
    state, hidden = model.linear, model.hidden_size
    if state is None:
        return
    if state.kind == "gated_deltanet":
        key = (state.num_key_heads or 0) * (state.key_head_dim or 0)
        value = (state.num_value_heads or 0) * (state.value_head_dim or 0)
        yield Rows("state", "v", hidden, hidden * (2 * key + value), state.layers)
        yield Rows("state", "any", hidden, hidden * value, state.layers)
        yield Rows("state", "any", value, value * hidden, state.layers)
        return
    yield Rows("state", "any", hidden, hidden, state.layers)


def _feed_forward(model: Model) -> Iterator[Rows]:
    widths = model.intermediate_size
    layers = model.num_hidden_layers if model.mlp_layers is None else model.mlp_layers
    for first, width in enumerate(widths) if isinstance(widths, tuple) else ((0, widths or 0),):
        count = 1 if isinstance(widths, tuple) else layers
        yield from _matrices(model, "mlp", model.hidden_size, width, width, count, first)


def _experts(model: Model, moe: MoE) -> Iterator[Rows]:
    inner, wide = moe.latent_size or model.hidden_size, moe.moe_intermediate_size
    every = moe.num_experts * wide
    yield from _matrices(model, "expert", inner, wide, every, moe.moe_layers, moe.dense_layers)
    shared = moe.shared_intermediate_size
    if shared:
        yield from _matrices(
            model, "mlp", model.hidden_size, shared, shared, moe.moe_layers, moe.dense_layers
        )
    dense = moe.dense_intermediate_size or model.intermediate_size or 0
    if moe.dense_layers and isinstance(dense, int):
        yield from _matrices(model, "mlp", model.hidden_size, dense, dense, moe.dense_layers, 0)


def _matrices(
    model: Model, kind: TensorKind, hidden: int, width: int, every: int, layers: int, first: int
) -> Iterator[Rows]:
    """ffn_gate, ffn_up and ffn_down; *every* is the width of all experts together."""
    elements = hidden * every
    if model.gated_mlp:
        yield Rows(kind, "gate", hidden, elements, layers, first)
    yield Rows(kind, "up", hidden, elements, layers, first)
    yield Rows(kind, "down", width, elements, layers, first)
