"""
llama.cpp and what is built on it: what one GPU holds beyond weights and cache.

    compute buffer = max(n_ubatch x vocabulary x 4, attention mask) + 8 to 130 MiB
    mask           = n_ubatch x context of a slot x 6 bytes (float32, and a copy in float16);
                     2 from build 9,527 on
    without flash attention
                     n_ubatch x 4 x (heads x context + context + 4 x hidden), where that is more

The cache of the whole context is allocated at the start, in 256-token steps; a sliding window keeps
itself and the tokens of one micro batch (`swa_full`: every token). Phi 3, Mistral 7B v0.1 and
StarCoder 2 have no window there. What lies in the host's memory says `llama_cpp_offload`.

Read in ggml-org/llama.cpp: src/llama-graph.cpp (build_attn_inp_kq_mask; pull requests 23764 and
23861 of May 2026), src/llama-kv-cache-iswa.cpp at 02c28f53, src/models/phi3.cpp, starcoder2.cpp and
llama.cpp; and off buffer lines in logs of 2024 to 2026 (docs/accuracy.md).
"""

import re
from dataclasses import dataclass, replace

from core.asked.question import Engine
from core.catalog.model import Model
from core.memory.engines.demand import Amount, Demand
from core.memory.kv_cache import Rules
from core.memory.layout import Layout
from core.memory.part import Known
from core.memory.state import StateBytes
from core.units import GIB, MIB, in_bytes
from core.wording.note import Bytes, Note, note

SOURCE = note("source.llama_cpp")
UBATCH = 512  # tokens; --ubatch-size
STEP = 256  # tokens by which a cache grows
FLOAT32 = 4
# Low, usual, high. Everything but the logits; with keys and values made from latent vectors.
BUFFER = (in_bytes(8, MIB), in_bytes(40, MIB), in_bytes(130, MIB))
LATENT_BUFFER = (in_bytes(0.5, GIB), in_bytes(2.4, GIB), in_bytes(4.0, GIB))
CONTEXT = in_bytes(0.5, GIB)  # CUDA context and cuBLAS
CONTEXT_RANGE = in_bytes(0.3, GIB)
MASK, NARROW_MASK = 6, 2  # bytes for each token of the context and of the micro batch
# Builds that are known to have them: the first of these months was before, these are after.
NARROW_MASK_FROM = 9_527  # 5 June 2026; merged on 28 May
FEW_LOGITS_FROM = 10_000  # July 2026: llama-server makes them for one token of each slot
COPIES = 4  # ggml/CMakeLists.txt, GGML_SCHED_MAX_COPIES: of the inputs, with several cards
OWN_WINDOW = ("phi3", "mistral", "starcoder2")  # whose sliding windows are not used to save memory

FLOAT32_STATES = StateBytes(4, 4)


@dataclass(frozen=True, slots=True)
class Settings:
    """
    The flags that decide. *tokens* are those of one slot, *slots* what -np says; *build* is the
    number of the release, 0 where nobody said.
    """

    ubatch: int = UBATCH
    tokens: int = 0
    slots: int = 1
    flash_attention: bool = True
    swa_full: bool = False
    build: int = 0


def settings(engine: Engine, tokens: int = 0, slots: int = 1) -> Settings:
    """--ubatch-size is what vLLM calls the batched tokens; flash attention is on unasked."""
    return Settings(
        ubatch=engine.max_num_batched_tokens or UBATCH,
        tokens=tokens,
        slots=slots,
        flash_attention=engine.flash_attention is not False,
        swa_full=bool(engine.swa_full),
        build=build_of(engine),
    )


def build_of(engine: Engine) -> int:
    """
    The number of a release: 9527 of "b9527"; 0 where there is none.

    >>> build_of(Engine("llama.cpp", "b9527"))
    9527
    """
    found = re.fullmatch(r"b?(\d{3,6})", engine.version or "")
    return int(found[1]) if found else 0


def rules(flags: Settings, model: Model | None = None) -> Rules:
    """
    Steps of 256 tokens; a window is pad256(min(context, W + n_ubatch)). States and convolutions are
    float32 (src/llama-model.cpp, recurrent_type_r and recurrent_type_s).
    """
    full = flags.swa_full or (model is not None and model.model_type in OWN_WINDOW)
    in_flight = None if full else flags.ubatch
    return Rules(STEP, in_flight, rounds_windows=True, states=FLOAT32_STATES)


def demand(model: Model, flags: Settings, layout: Layout, copied: int = 0) -> Demand:
    """
    What one GPU holds beyond weights and cache.

    *copied* bytes of a tensor that lies with the host may be copied for a micro batch. Several
    cards work on several micro batches at once, each with a mask of its own (pipeline parallelism
    in src/llama-context.cpp), where that memory is there.
    """
    low, usual, high = LATENT_BUFFER if model.mla else BUFFER
    size, words = compute_buffer(model, flags)
    if layout.pipeline_parallel_size > 1 and flags.flash_attention:
        copied += (COPIES - 1) * _attention(model, flags)[1]
    least = size
    if not flags.build:  # a new build makes fewer logits and a narrower mask
        least = min(size, compute_buffer(model, replace(flags, build=FEW_LOGITS_FROM))[0])
    return Demand(
        activations=Amount.within(
            size + usual,
            size + usual - least - low,
            high - usual + copied,
            (words, note("formula.buffers", size=Bytes(usual))),
        ),
        runtime=Amount.within(
            CONTEXT, CONTEXT_RANGE, CONTEXT_RANGE, (note("formula.context", size=Bytes(CONTEXT)),)
        ),
        outside=0,
        share=1.0,
        takes_it_all=False,
        known=Known.MEASURED,
        source=SOURCE,
    )


def compute_buffer(model: Model, flags: Settings) -> tuple[int, Note]:
    """
    The largest thing that the buffer holds, and in words: bytes.

    Of what is not there at the same time one place serves for all: Qwen3.5 9B at 262,144 tokens
    takes 808 MiB, a mask of 768 and not its 485 of logits.
    """
    logits = (
        note("formula.logits", tokens=_rows(model, flags), words=model.vocab_size, each=FLOAT32),
        _rows(model, flags) * model.vocab_size * FLOAT32,
    )
    words, size = max((logits, _attention(model, flags)), key=lambda found: found[1])
    return size, words


def _rows(model: Model, flags: Settings) -> int:
    """Tokens that logits are made for; none of a model that writes no text."""
    if model.pooling:
        return 0
    return flags.slots if flags.build >= FEW_LOGITS_FROM else flags.ubatch


def _attention(model: Model, flags: Settings) -> tuple[Note, int]:
    """The mask; without flash attention the scores of all heads beside it."""
    context = -(-flags.tokens // STEP) * STEP
    shape = {"tokens": flags.ubatch, "context": context}
    if flags.flash_attention:
        each = NARROW_MASK if flags.build >= NARROW_MASK_FROM else MASK
        return note("formula.mask", **shape, each=each), flags.ubatch * context * each
    heads = model.num_attention_heads or 0
    wide = heads * context + context + 4 * model.hidden_size
    words = note("formula.scores", **shape, heads=heads, hidden=model.hidden_size, each=FLOAT32)
    return words, flags.ubatch * wide * FLOAT32
