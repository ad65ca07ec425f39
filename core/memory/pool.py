"""
A cache of a size that was named, whatever the model needs.

vLLM 0.33.0, v1/worker/gpu_worker.py (determine_available_memory): --kv-cache-memory-bytes, on each
GPU, is taken as it is and --gpu-memory-utilization is ignored. v1/core/kv_cache_planning.py:
--num-gpu-blocks-override is so many blocks of 16 tokens, whatever is free. SGLang's
--max-total-tokens and TensorRT-LLM's max_tokens only lower what their own shares allow.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.asked.question import Engine
from core.memory.kv_cache import Cache
from core.units import BYTE_PER_GPU, whole
from core.wording.note import Bytes, Note, note

BLOCK_SIZE = 16  # tokens; vLLM's --block-size


@dataclass(frozen=True, slots=True)
class Pool:
    """*size* bytes on one GPU; *taken* from the start, or at most so much."""

    size: int
    taken: bool

    def said(self, size: int, per_token: float) -> Note:
        """In words, *size* bytes of it being cache: how many tokens it has room for."""
        tokens = int(self.size / max(1.0, per_token))
        return note("formula.kv_pool", size=Bytes(size), tokens=tokens)


def pool_of(engine: Engine, cache_of: Callable[[int], int]) -> Pool | None:
    """What the flags name; *cache_of* says what a sequence of so many tokens takes (byte)."""
    if engine.kv_cache_memory is not None and engine.name == "vllm":
        return Pool(whole(engine.kv_cache_memory, BYTE_PER_GPU), taken=True)
    if engine.num_gpu_blocks is not None and engine.name == "vllm":
        return Pool(cache_of(engine.num_gpu_blocks * BLOCK_SIZE), taken=True)
    if engine.kv_cache_tokens is not None:
        # As a flag of TGI, which is sized as vLLM, it is what is taken: 3.3.7, server/models/
        # flash_causal_lm.py (warmup): so many blocks are allocated where it was named.
        return Pool(cache_of(engine.kv_cache_tokens), taken=engine.name == "vllm")
    return None


def in_pool(used: Cache, pool: Pool | None) -> Cache:
    """What lies on the GPU: the whole pool where it is taken, or more where more is used."""
    if pool is None or not pool.taken or pool.size <= used.total:
        return used
    return Cache(pool.size - used.state, used.state)
