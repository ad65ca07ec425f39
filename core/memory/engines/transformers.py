"""
Transformers' generate(): what one GPU holds beyond weights and cache.

    activations = max(feed-forward, logits)
    feed-forward = prompt tokens x (3 x intermediate + 4 x hidden) x dtype
    logits       = prompt tokens x vocabulary x 6 bytes before 4.45, of the last token since

The whole prompt is read in one step. Logits come in the model's type and again in float32. Until
4.45 each layer had tables of cosines and sines of its own for the longest context; checkpoints in
FP8 are loaded with a head of their own where the model shares it with the embedding. Checked
against Qwen's published figures for 4.37 to 4.51 (docs/accuracy.md).
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
from core.wording.note import Bytes, Formula, note

SOURCE = note("source.transformers")
LAST_LOGITS_ONLY = (4, 45)  # generate() asks for the last token's logits alone
NEWEST = (5, 0)
LOGIT_BYTES = 6  # 16 bits, and float32
MOVED_LOGIT_BYTES = 4  # accelerate brings the outputs of several GPUs back to the first
LONGEST_TABLE = 32_768  # positions; longer contexts were reached by scaling when the tables were
OWN_CODE = ("qwen", "baichuan", "chatglm", "internlm")  # brought theirs: one table for all layers
CONTEXT = in_bytes(0.5, GIB)
KERNELS = in_bytes(0.05, GIB)  # workspaces of cuBLAS
RUNTIME_BELOW, RUNTIME_ABOVE = in_bytes(0.3, GIB), in_bytes(0.4, GIB)  # its range
SLACK = 0.05  # blocks that the allocator keeps, of the activations


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides: the version and how much is read in one step."""

    version: tuple[int, int]
    prompt_tokens: int  # of one sequence
    sequences: int
    gpu_memory_utilization: float = 1.0


def settings(engine: Engine, prompt_tokens: int, sequences: int) -> Settings:
    """Without a split of the context into prompt and answer all of it is prompt."""
    return Settings(parse_version(engine.version), prompt_tokens, sequences)


def rules(flags: Settings) -> Rules:
    """A cache that grows by tokens; windows keep all tokens of the prompt while it is read."""
    return Rules(block=1, in_flight=0)


def demand(model: Model, flags: Settings, layout: Layout, dtype_bytes: int = 2) -> Demand:
    """What one GPU holds beyond weights and cache."""
    tables = rotary_tables(model, flags, dtype_bytes) / layout.pipeline_parallel_size
    activations = step(model, flags, layout, dtype_bytes)
    runtime = CONTEXT + KERNELS + tables
    words: Formula = (note("formula.context", size=Bytes(CONTEXT + KERNELS)),)
    if tables:
        words += (note("formula.rotary_tables", size=Bytes(tables)),)
    return Demand(
        activations=activations,
        runtime=Amount.within(
            runtime, RUNTIME_BELOW, RUNTIME_ABOVE + SLACK * activations.size, words
        ),
        outside=0,
        share=1.0,
        takes_it_all=False,
        known=Known.MEASURED,
        source=SOURCE,
    )


def step(model: Model, flags: Settings, layout: Layout, dtype_bytes: int = 2) -> Amount:
    """The largest buffers of the step that reads the prompt."""
    tokens = flags.prompt_tokens * flags.sequences
    width = 4 * model.hidden_size + 3 * widest(model)
    forward = tokens * width * dtype_bytes / layout.tensor_parallel_size
    with_logits = tokens if flags.version < LAST_LOGITS_ONLY else flags.sequences
    per_logit = LOGIT_BYTES
    if layout.pipeline_parallel_size > 1:
        per_logit += MOVED_LOGIT_BYTES
    logits = with_logits * model.vocab_size * per_logit
    size = max(forward, logits)
    if layout.pipeline_parallel_size > 1:
        size = forward + logits  # on different GPUs, and the first holds the outputs as well
    if logits > forward:
        words = note("formula.logits", tokens=with_logits, words=model.vocab_size, each=per_logit)
    else:
        words = note("formula.feed_forward", tokens=tokens, each=width * dtype_bytes)
    return Amount.within(size, 0.1 * size, 0.1 * size, (words,))


def widest(model: Model) -> int:
    """Width of the widest feed-forward part that a token passes at once: elements."""
    widths = [width for _, width in dense_widths(model)]
    if model.moe:
        widths.append(model.moe.moe_intermediate_size)
    return max(widths, default=0)


def rotary_tables(model: Model, flags: Settings, dtype_bytes: int = 2) -> int:
    """Cosines and sines of every position, once in each layer: bytes; none since 4.45."""
    if flags.version >= LAST_LOGITS_ONLY or model.learned_positions or not model.attention:
        return 0
    if model.model_type in OWN_CODE:
        return 0
    group = model.attention[0]
    positions = min(model.max_position_embeddings or 0, LONGEST_TABLE)
    return (
        sum(part.layers for part in model.attention) * positions * 2 * group.head_dim * dtype_bytes
    )


def shared_embedding(model: Model) -> int:
    """An embedding that is also the head, once more at 16 bits while an AWQ checkpoint loads."""
    return 2 * model.vocab_size * model.hidden_size if model.tie_word_embeddings else 0


def second_head(model: Model, precision_id: str) -> int:
    """What a shared embedding takes again as a head of an FP8 checkpoint, at 16 bits: bytes."""
    return shared_embedding(model) if precision_id.startswith("fp8") else 0


def parse_version(text: str | None) -> tuple[int, int]:
    """
    Major and minor; ranges and years count as what was current then.

    >>> parse_version("4.46.0"), parse_version("4.37-4.38"), parse_version("2023-11")
    ((4, 46), (4, 37), (4, 35))
    >>> parse_version(None)
    (5, 0)
    """
    text = (text or "").lstrip("v")
    first = text.split("-")[0].split(" ")[0]
    parts = first.split(".")
    if len(parts) >= 2 and parts[0].isdecimal():
        digits = "".join(char for char in parts[1] if char.isdecimal())
        # "4.3x" is some version of the thirties.
        minor = int(digits) * 10 + 5 if "x" in parts[1] and digits else int(digits or 0)
        return int(parts[0]), minor
    if first in ("2022", "2023"):
        return 4, 35
    return (4, 40) if first == "2024" else NEWEST
