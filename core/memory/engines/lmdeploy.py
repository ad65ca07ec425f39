"""
LMDeploy's TurboMind: what one GPU holds beyond weights and cache.

InternLM/lmdeploy 0.16.0, messages.py (TurbomindEngineConfig): cache_max_entry_count is a share of
the memory that is free once the weights are loaded, 0.8 where nobody names it; blocks of 64 tokens
and prefills of at most 8,192. Buffers of a step lie in what the share leaves. No logs of it were
found, so that the range is wide.
"""

from dataclasses import dataclass

from core.asked.question import Engine
from core.catalog.model import Model
from core.memory.engines.demand import Amount, Demand
from core.memory.engines.vllm import width_of_a_step
from core.memory.kv_cache import Rules
from core.memory.layout import Layout
from core.memory.part import Known
from core.units import GIB, in_bytes
from core.wording.note import Bytes, note

SOURCE = note("source.lmdeploy")
MAX_PREFILL_TOKENS = 8192
BLOCK = 64  # tokens; cache_block_seq_len
CONTEXT, CONTEXT_WITH_NCCL = in_bytes(0.5, GIB), in_bytes(0.75, GIB)
RUNTIME_BELOW, RUNTIME_ABOVE = in_bytes(0.2, GIB), in_bytes(0.8, GIB)  # its range


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that decide."""

    cache_max_entry_count: float
    max_prefill_token_num: int


def settings(engine: Engine) -> Settings:
    """vLLM's name stands for LMDeploy's number of tokens of a prefill."""
    share = engine.cache_max_entry_count or 0.0
    return Settings(share, engine.max_num_batched_tokens or MAX_PREFILL_TOKENS)


def rules(flags: Settings) -> Rules:
    """Blocks of 64 tokens; windows keep the tokens of a step beside themselves."""
    return Rules(block=BLOCK, in_flight=flags.max_prefill_token_num)


def demand(model: Model, flags: Settings, layout: Layout, dtype_bytes: int = 2) -> Demand:
    """What one GPU holds beyond weights and cache."""
    tokens = flags.max_prefill_token_num
    step = tokens * width_of_a_step(model, layout) * dtype_bytes
    several = layout.tensor_parallel_size * layout.pipeline_parallel_size > 1
    context = CONTEXT_WITH_NCCL if several else CONTEXT
    words = (note("formula.forward", tokens=tokens, size=Bytes(step)),)
    return Demand(
        activations=Amount.within(step, 0.5 * step, 0.5 * step, words),
        runtime=Amount.within(
            context,
            RUNTIME_BELOW,
            RUNTIME_ABOVE,
            (note("formula.context", size=Bytes(context)),),
        ),
        outside=0,
        share=flags.cache_max_entry_count,
        takes_it_all=True,
        known=Known.MODELLED,
        source=SOURCE,
        share_of_rest=True,
        beside_cache=True,
    )
