"""
TensorRT-LLM: what one GPU holds beyond weights and cache.

    activations = max_num_tokens x (4 x hidden + 3 x intermediate / TP) x dtype + logits

After weights, activations and buffers the cache takes free_gpu_memory_fraction = 0.9 of what is
left, in blocks of 32 tokens (NVIDIA's "Memory Usage of TensorRT-LLM" and KvCacheConfig). Few logs
were found to check it against, so the range is wide.
"""

from dataclasses import dataclass

from core.asked.question import Engine
from core.catalog.model import Model
from core.memory.engines.demand import Amount, Demand
from core.memory.kv_cache import Rules
from core.memory.layout import Layout
from core.memory.linears import dense_widths
from core.memory.part import Known
from core.units import GIB, in_bytes
from core.wording.note import Bytes, note

SOURCE = note("source.tensorrt_llm")
FREE_GPU_MEMORY_FRACTION = 0.9
MAX_NUM_TOKENS = 8192
MAX_BATCH_SIZE = 256  # rows of logits that are sampled at once
BLOCK = 32  # tokens
CONTEXT, CONTEXT_WITH_NCCL = in_bytes(0.6, GIB), in_bytes(1.7, GIB)
RUNTIME_BUFFERS = in_bytes(0.5, GIB)
RUNTIME_BELOW, RUNTIME_ABOVE = in_bytes(0.4, GIB), in_bytes(0.8, GIB)  # its range
LOGIT_BYTES = 8  # float32, and again for the softmax


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that decide."""

    max_num_tokens: int
    max_batch_size: int
    free_gpu_memory_fraction: float


def settings(engine: Engine) -> Settings:
    """Defaults of the LLM API; vLLM's names stand for TensorRT-LLM's options."""
    return Settings(
        engine.max_num_batched_tokens or MAX_NUM_TOKENS,
        engine.max_num_seqs or MAX_BATCH_SIZE,
        engine.gpu_memory_utilization or FREE_GPU_MEMORY_FRACTION,
    )


def rules(flags: Settings) -> Rules:
    """Blocks of 32 tokens; windows keep the tokens of a step beside themselves."""
    return Rules(block=BLOCK, in_flight=flags.max_num_tokens)


def demand(model: Model, flags: Settings, layout: Layout, dtype_bytes: int = 2) -> Demand:
    """What one GPU holds beyond weights and cache."""
    tensor_parallel = layout.tensor_parallel_size
    width = max((width for _, width in dense_widths(model)), default=0)
    elements = 4 * model.hidden_size + 3 * width / tensor_parallel
    if model.moe:
        inner = model.moe.moe_intermediate_size / tensor_parallel
        routed = model.moe.num_experts_per_tok * (model.hidden_size + 3 * inner)
        elements = max(elements, 4 * model.hidden_size + routed)
    step = flags.max_num_tokens * elements * dtype_bytes
    logits = flags.max_batch_size * model.vocab_size * LOGIT_BYTES
    several = tensor_parallel * layout.pipeline_parallel_size > 1
    context = CONTEXT_WITH_NCCL if several else CONTEXT
    size = step + logits
    words = (
        note("formula.forward", tokens=flags.max_num_tokens, size=Bytes(step)),
        note(
            "formula.logits", tokens=flags.max_batch_size, words=model.vocab_size, each=LOGIT_BYTES
        ),
    )
    return Demand(
        activations=Amount.within(size, 0.4 * size, 0.6 * size, words),
        runtime=Amount.within(
            context + RUNTIME_BUFFERS,
            RUNTIME_BELOW,
            RUNTIME_ABOVE,
            (
                note("formula.context", size=Bytes(context)),
                note("formula.buffers", size=Bytes(RUNTIME_BUFFERS)),
            ),
        ),
        outside=0,
        share=flags.free_gpu_memory_fraction,
        takes_it_all=True,
        known=Known.MODELLED,
        source=SOURCE,
        share_of_rest=True,
    )
