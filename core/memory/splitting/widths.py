"""The widths that ranks share out, by the class of tensors that they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.catalog.model import Attention, Model
from core.memory.splitting.split import Split


@dataclass(frozen=True, slots=True)
class Width:
    """
    Columns or rows that are divided evenly.

    *side*: the output of a column-parallel layer, the input of a row-parallel one, or both, as in
    a feed-forward part (gate and up give what down takes).
    """

    kind: Literal["mlp", "expert", "attention"]
    columns: int
    side: Literal["output", "input", "both"]
    least: int = 0  # columns that a rank holds at least: a key-value head is not divided


def feed_forward_widths(model: Model, split: Split) -> Iterator[Width]:
    """Dense layers, shared experts, and routed ones unless ranks hold them whole."""
    size = model.intermediate_size
    dense = set(size) if isinstance(size, tuple) else {size or 0}
    if model.moe is None:
        yield from (Width("mlp", width, "both") for width in sorted(dense - {0}))
        return
    dense = dense if model.moe.dense_layers else set[int]()
    if model.moe.dense_layers and model.moe.dense_intermediate_size:
        dense = {model.moe.dense_intermediate_size}
    for width in sorted((dense | {model.moe.shared_intermediate_size}) - {0}):
        yield Width("mlp", width, "both")
    if not split.expert_parallel:
        yield Width("expert", model.moe.moe_intermediate_size, "both")


def attention_widths(model: Model) -> Iterator[Width]:
    """Projections to and from the heads, for formats that quantise them in blocks or groups."""
    for group in model.attention:
        heads = group.num_attention_heads or model.num_attention_heads or 0
        if group.kind == "mla" and model.mla is not None:
            mla = model.mla
            yield Width(
                "attention", heads * (mla.qk_nope_head_dim + mla.qk_rope_head_dim), "output"
            )
            yield Width("attention", heads * (mla.qk_nope_head_dim + mla.v_head_dim), "output")
            yield Width("attention", heads * mla.v_head_dim, "input")
        elif group.kind in ("full", "sliding", "chunked"):
            yield from _grouped_query(group, heads)


def _grouped_query(group: Attention, heads: int) -> Iterator[Width]:
    value = group.v_head_dim or group.head_dim
    keys = group.num_key_value_heads * group.head_dim
    yield Width("attention", heads * group.head_dim, "output")
    yield Width("attention", keys, "output", least=group.head_dim)
    yield Width("attention", heads * value, "input")
