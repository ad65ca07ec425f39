"""
Heads are divided whole.

vLLM 0.33.0, config/model.py, verify_with_parallel_config: attention heads must divide by the size.
Key-value heads divide, or are repeated evenly (models' `assert tp_size % total_num_kv_heads == 0`,
as in model_executor/models/llama.py); SGLang 0.5.23, models/llama.py, asserts the same. Heads of
recurrent layers divide (vLLM 0.33.0, model_executor/layers/mamba/mamba_mixer2.py:
`assert num_heads % self.tp_size == 0`).
"""

from core.catalog.model import Model
from core.wording.note import Note, note


def refused_by_heads(model: Model, size: int) -> Note | None:
    """Why the heads of *model* cannot be split over *size* ranks."""
    heads = model.num_attention_heads or 0
    if heads % size:
        return note("parallel.heads", size=size, heads=heads)
    for kv_heads in key_value_heads(model):
        if kv_heads % size and size % kv_heads:
            return note("parallel.kv_heads", size=size, heads=kv_heads)
    for heads in _state_heads(model):
        if heads % size:
            return note("parallel.state_heads", size=size, heads=heads)
    return None


def copies(model: Model, size: int) -> int:
    """How often each key-value head is stored over *size* ranks; 1 where they are divided."""
    return max([1, *(size // heads for heads in key_value_heads(model))])


def key_value_heads(model: Model) -> list[int]:
    """Heads that keep a cache of their own; MLA has one for all, on every rank."""
    kinds = ("full", "sliding", "chunked")
    found = {g.num_key_value_heads for g in model.attention if g.kind in kinds}
    return sorted(found - {0})


def _state_heads(model: Model) -> list[int]:
    linear = model.linear
    if linear is None:
        return []
    return sorted({heads for heads in (linear.num_heads, linear.num_value_heads) if heads})
