"""
Adapters: two thin matrices beside each linear layer that is adapted.

    trainable = sum over adapted linear layers of rank x (inputs + outputs)
"""

from collections.abc import Hashable

from core.catalog.model import Attention, Model
from core.catalog.remember import remember
from core.catalog.tensors import linear_layer_elements
from core.memory.linears import dense_widths
from core.memory.training.recipe import Targets


def _key(model: Model, rank: int, targets: Targets = "linear") -> tuple[Model, Hashable]:
    return model, (rank, targets)


@remember(_key)
def adapter_parameters(model: Model, rank: int, targets: Targets = "linear") -> int:
    """
    Elements of all adapters.

    Routed experts are left out, as PEFT leaves them: they are one fused tensor, not linear layers.
    """
    return rank * (_attention_widths(model, targets) + _feed_forward_widths(model, targets))


def _attention_widths(model: Model, targets: Targets) -> int:
    """Inputs plus outputs of the adapted linear layers of all attention and state layers."""
    if targets == "feed_forward":
        return 0
    total = sum(group.layers * _of_group(model, group, targets) for group in model.attention)
    if model.linear and targets != "query_value":
        # One projection in and one out; their outputs follow from the number of weights.
        hidden = model.hidden_size
        width = linear_layer_elements(model, model.linear) // hidden
        total += model.linear.layers * (2 * hidden + width)
    return total


def _of_group(model: Model, group: Attention, targets: Targets) -> int:
    hidden = model.hidden_size
    heads = group.num_attention_heads or model.num_attention_heads or 0
    if group.kind == "mla" and model.mla:
        mla = model.mla
        query = heads * (mla.qk_nope_head_dim + mla.qk_rope_head_dim)
        into = mla.q_lora_rank or hidden
        widths = into + query + (hidden + into if mla.q_lora_rank else 0)
        widths += hidden + mla.kv_lora_rank + mla.qk_rope_head_dim
        widths += mla.kv_lora_rank + heads * (mla.qk_nope_head_dim + mla.v_head_dim)
        return widths + heads * mla.v_head_dim + hidden
    value_dim = group.v_head_dim or group.head_dim
    query, value = heads * group.head_dim, group.num_key_value_heads * value_dim
    widths = (hidden + query) + (hidden + value)
    if targets == "query_value":
        return widths
    key = group.num_key_value_heads * group.head_dim
    return widths + (hidden + key) + (heads * value_dim + hidden)


def _feed_forward_widths(model: Model, targets: Targets) -> int:
    """Inputs plus outputs of the feed-forward layers that every token passes."""
    if targets not in ("linear", "feed_forward"):
        return 0
    hidden, matrices = model.hidden_size, 3 if model.gated_mlp else 2
    return matrices * sum(layers * (hidden + width) for layers, width in dense_widths(model))
