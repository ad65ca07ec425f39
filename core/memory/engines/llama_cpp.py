"""
llama.cpp and what is built on it: what one GPU holds beyond weights and cache.

    compute buffer = n_ubatch x vocabulary x 4 bytes + 8 to 130 MiB

The cache of the whole context is allocated at the start, in 256-token steps; a sliding window keeps
itself and the tokens of one micro batch. The table of input embeddings stays in the host's memory,
so a card holds the file without it (Llama 3.1 8B in Q4_K_M: 4,685 - 281 = 4,404 MiB, logged 4,403).
Read off buffer lines in logs of 2024 to 2026 (docs/accuracy.md).
"""

from dataclasses import dataclass

from core.asked.question import Engine
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.tensors import tensors
from core.memory.engines.demand import Amount, Demand
from core.memory.kv_cache import Rules
from core.memory.layout import Layout
from core.memory.part import Known
from core.memory.weights import bits_in
from core.units import BITS_PER_BYTE, GIB, MIB, in_bytes
from core.wording.note import Bytes, note

SOURCE = note("source.llama_cpp")
UBATCH = 512  # tokens; --ubatch-size
STEP = 256  # tokens by which a cache grows
FLOAT32 = 4
# Low, usual, high. Everything but the logits; with keys and values made from latent vectors.
BUFFER = (in_bytes(8, MIB), in_bytes(40, MIB), in_bytes(130, MIB))
LATENT_BUFFER = (in_bytes(0.5, GIB), in_bytes(2.4, GIB), in_bytes(4.0, GIB))
CONTEXT = in_bytes(0.5, GIB)  # CUDA context and cuBLAS
CONTEXT_RANGE = in_bytes(0.3, GIB)


@dataclass(frozen=True, slots=True)
class Settings:
    """The flags that decide."""

    ubatch: int = UBATCH


def settings(engine: Engine) -> Settings:
    """--ubatch-size, which vLLM calls the batched tokens."""
    return Settings(engine.max_num_batched_tokens or UBATCH)


def rules(flags: Settings) -> Rules:
    """
    Steps of 256 tokens; window + micro batch, rounded up: pad256(min(context, W + n_ubatch)).

    `Rules` adds one block to window - 1 + in_flight, so that block is taken off here.
    """
    return Rules(block=STEP, in_flight=flags.ubatch + 1 - STEP)


def demand(model: Model, flags: Settings, layout: Layout) -> Demand:
    """What one GPU holds beyond weights and cache."""
    low, usual, high = LATENT_BUFFER if model.mla else BUFFER
    logits = flags.ubatch * model.vocab_size * FLOAT32
    words = (
        note("formula.logits", tokens=flags.ubatch, words=model.vocab_size, each=FLOAT32),
        note("formula.buffers", size=Bytes(usual)),
    )
    return Demand(
        activations=Amount.within(logits + usual, usual - low, high - usual, words),
        runtime=Amount.within(
            CONTEXT, CONTEXT_RANGE, CONTEXT_RANGE, (note("formula.context", size=Bytes(CONTEXT)),)
        ),
        outside=0,
        share=1.0,
        takes_it_all=False,
        known=Known.MEASURED,
        source=SOURCE,
    )


def on_the_host(model: Model, precision: Precision) -> int:
    """Input embeddings, which stay in the host's memory: bytes; none where they are the head."""
    if model.tie_word_embeddings:
        return 0
    kept = [group for group in tensors(model) if group.kind == "embedding"]
    bits = bits_in("embedding", model, precision)
    return round(sum(group.elements for group in kept) * bits / BITS_PER_BYTE)
