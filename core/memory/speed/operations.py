"""
Multiplications and additions of a model: two for each weight that a token meets.

    a token        2 x (weights of the layers, of its own experts alone)
    its logits     2 x (weights of the head): for a prompt those of the last token only
    attention      each token with all before it (or its window): 2 x heads x (key + value width)

States of recurrent layers, norms, and the attention of a single new token are left out: they make
the time longer, and what is told is the least it can be.
"""

from core.catalog.model import Attention, Model
from core.catalog.tensors import tensors
from core.memory.kv_cache import is_window

LAYERS = ("attention", "mlp", "router", "state")


def per_token(model: Model) -> float:
    """In the layers, for one token."""
    found = 0.0
    for group in tensors(model):
        if group.kind in LAYERS and group.layers:
            found += group.elements
        elif group.kind == "expert" and model.moe:
            moe = model.moe
            found += group.elements * moe.share_for_text * moe.num_experts_per_tok / moe.num_experts
    return 2 * found


def of_logits(model: Model) -> float:
    """Of one token."""
    return 2.0 * model.vocab_size * (model.embedding_dim or model.hidden_size)


def of_prompt(model: Model, tokens: int) -> float:
    """All *tokens* of a prompt, and the logits of the last."""
    attention = sum(
        group.layers * 2 * _widths(model, group) * _pairs(model, group, tokens)
        for group in model.attention
    )
    return tokens * per_token(model) + attention + of_logits(model)


def _widths(model: Model, group: Attention) -> int:
    """Of key and value, over all heads."""
    heads = group.num_attention_heads or model.num_attention_heads or 0
    if group.kind == "mla" and model.mla is not None:
        mla = model.mla
        return heads * (mla.qk_nope_head_dim + mla.qk_rope_head_dim + mla.v_head_dim)
    if group.kind in ("full", "sliding", "chunked"):
        return heads * (group.head_dim + (group.v_head_dim or group.head_dim))
    return 0


def _pairs(model: Model, group: Attention, tokens: int) -> float:
    """Of a token and one before it that it looks at."""
    seen = tokens
    if is_window(group) and group.sliding_window:
        seen = group.sliding_window // (2 if group.kind == "chunked" else 1)
    elif model.indexer:
        seen = model.indexer.index_topk
    if seen >= tokens:
        return tokens * tokens / 2
    return seen * tokens - seen * seen / 2
