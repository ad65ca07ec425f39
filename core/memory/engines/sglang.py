"""
SGLang: what it sets aside on one GPU, by its own rule.

    reserved = 512 + 1.5 x max(chunked prefill, 2048) + 2 x graph batch + TP x PP / 8 x 1024 MiB

At least 10 GiB on cards of more than 60 GiB. The rest of the card, mem_fraction_static of it, holds
weights and cache, which it takes whatever the model needs. The rule and its defaults by the size of
the card are those of sglang/srt/server_args.py (0.5); --mem-fraction-static overrides it.

Layers with windows have a pool of their own in some families (srt/configs/model_config.py,
is_hybrid_swa_model): it holds swa_full_tokens_ratio of the tokens of the other pool, 0.8 unless it
is named. Of all other models every layer keeps every token, also where the model has windows:
server_args.py says so of Gemma 2, 3 and 3n, EXAONE 4 and OLMo 2 and 3 (disable_hybrid_swa_memory).
"""

from dataclasses import dataclass

from core.asked.question import Engine
from core.catalog.model import Model
from core.memory.engines.demand import Amount, Demand
from core.memory.kv_cache import Rules
from core.memory.layout import Layout
from core.memory.part import Known
from core.units import GIB, MIB, in_bytes
from core.wording.note import Bytes, note

SOURCE = note("source.sglang")
# Cards of less than so much: tokens of a prefill chunk, largest batch with a CUDA graph below TP 4
# and from TP 4 on.
BY_CARD = (
    (in_bytes(20, GIB), 2048, 8, 8),
    (in_bytes(35, GIB), 2048, 24, 80),
    (in_bytes(60, GIB), 4096, 32, 160),
    (in_bytes(90, GIB), 8192, 256, 512),
    (in_bytes(160, GIB), 8192, 256, 512),
)
LARGEST = (16384, 512, 512)
METADATA = in_bytes(512, MIB)
PER_PREFILL_TOKEN = in_bytes(1.5, MIB)
PER_GRAPH_BATCH = in_bytes(2, MIB)
PER_EIGHT_GPUS = in_bytes(1024, MIB)
LARGE_CARD, LEAST_ON_A_LARGE_CARD = in_bytes(60, GIB), in_bytes(10, GIB)
CONTEXT, CONTEXT_WITH_NCCL = in_bytes(0.5, GIB), in_bytes(1.5, GIB)
RUNTIME_BELOW, RUNTIME_ABOVE = in_bytes(0.3, GIB), in_bytes(0.5, GIB)  # its range
# Families whose windows have a pool; before 0.5.3 gpt-oss had none
WITH_A_WINDOW_POOL = frozenset(
    {"gemma4", "gpt_oss", "llama4", "mimo_v2", "muse_glimmer", "step3p5"}
)
SWA_FULL_TOKENS_RATIO = 0.8
WIDTH_OF_A_STEP = 10  # hidden widths at work for each token of a chunk


@dataclass(frozen=True, slots=True)
class Settings:
    """The flags that decide, with SGLang's defaults filled in for the card."""

    capacity: int  # byte
    chunked_prefill_size: int
    graph_batch: int
    graph_batch_from_tp4: int
    enforce_eager: bool
    mem_fraction_static: float | None
    swa_full_tokens_ratio: float


def settings(engine: Engine, capacity: int) -> Settings:
    """Defaults by the size of the card; vLLM's names stand for SGLang's flags."""
    chunk, below, above = LARGEST
    for limit, *values in BY_CARD:
        if capacity < limit:
            chunk, below, above = values
            break
    return Settings(
        capacity=capacity,
        chunked_prefill_size=engine.max_num_batched_tokens or chunk,
        graph_batch=engine.max_num_seqs or below,
        graph_batch_from_tp4=engine.max_num_seqs or above,
        enforce_eager=bool(engine.enforce_eager),
        mem_fraction_static=engine.gpu_memory_utilization,
        swa_full_tokens_ratio=engine.swa_full_tokens_ratio or SWA_FULL_TOKENS_RATIO,
    )


def rules(flags: Settings, model: Model) -> Rules:
    """Tokens one by one; windows have a pool of their own, or none."""
    share = flags.swa_full_tokens_ratio if model.model_type in WITH_A_WINDOW_POOL else None
    return Rules(block=1, in_flight=None, window_share=share)


def reserved(flags: Settings, layout: Layout) -> float:
    """What is kept free of weights and cache: bytes."""
    large_group = layout.tensor_parallel_size >= 4
    graphs = flags.graph_batch_from_tp4 if large_group else flags.graph_batch
    total = METADATA + PER_PREFILL_TOKEN * max(flags.chunked_prefill_size, 2048)
    total += PER_GRAPH_BATCH * graphs
    ranks = layout.tensor_parallel_size * layout.pipeline_parallel_size
    total += PER_EIGHT_GPUS * ranks / 8
    if flags.capacity > LARGE_CARD:
        total = max(total, LEAST_ON_A_LARGE_CARD)
    return min(total, 0.9 * flags.capacity)


def demand(model: Model, flags: Settings, layout: Layout, dtype_bytes: int = 2) -> Demand:
    """What one GPU holds beyond weights and cache: what SGLang sets aside for it."""
    set_aside = reserved(flags, layout)
    if flags.mem_fraction_static is not None:
        set_aside = (1 - flags.mem_fraction_static) * flags.capacity
    several = layout.tensor_parallel_size * layout.pipeline_parallel_size > 1
    context = CONTEXT_WITH_NCCL if several else CONTEXT
    tokens = flags.chunked_prefill_size
    step = tokens * model.hidden_size * WIDTH_OF_A_STEP * dtype_bytes
    sampler = flags.graph_batch * model.vocab_size * (4 + dtype_bytes)
    activations = min(max(step, sampler), max(0.0, set_aside - context))
    graphs = 0.0 if flags.enforce_eager else 0.5 * PER_GRAPH_BATCH * flags.graph_batch
    words = (
        note(
            "formula.chunk",
            tokens=tokens,
            width=WIDTH_OF_A_STEP,
            hidden=model.hidden_size,
            bytes=dtype_bytes,
        ),
    )
    return Demand(
        activations=Amount.within(activations, 0.5 * activations, activations, words),
        runtime=Amount.within(
            context + graphs,
            RUNTIME_BELOW,
            RUNTIME_ABOVE + graphs,
            (
                note("formula.context", size=Bytes(context)),
                note("formula.graphs", size=Bytes(graphs)),
            ),
        ),
        outside=round(min(activations + context + graphs, set_aside)),
        share=1 - set_aside / flags.capacity,
        takes_it_all=True,
        known=Known.MODELLED,
        source=SOURCE,
    )
