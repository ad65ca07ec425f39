"""
Which number formats an engine serves on a card, widest first: what is tried where the published
one does not fit.

Only formats of which quantised checkpoints are published for most models, or that the engine makes
while it loads. A table of checkpoints will say which exist of a model.
"""

from core.asked.at_home import at_home
from core.asked.dtypes import needs_float32
from core.asked.question import Cards, EngineName, Question, Size
from core.catalog.catalog import Catalog
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.planning.practical import JOINED

# Down to three bits: below, people rather take a smaller model.
THREE_BITS = ("q3_k_m", "iq3_xxs")
GGUF = ("q4_k_m", *THREE_BITS)
OF_A_SIZE = ("int8", "int4")
BITSANDBYTES = ("nf4",)
# vLLM, docs/features/quantization: AWQ from compute capability 7.5 on and on Intel's GPUs, not on
# AMD's; FP8 where the card computes in it (8.9 on, CDNA 3 on).
AWQ_FROM = 7.5
FP8, AWQ = "fp8", "awq"


def narrower_formats(question: Question, than: Precision, catalog: Catalog) -> list[Precision]:
    """Formats narrower than *than* that can be served where *question* asks, widest first."""
    named = _named(question, question.gpus[0])
    found = [catalog.precisions[id] for id in named]
    return [each for each in found if each.bits < than.bits]


def formats_on(gpu: GPU, engine: EngineName | None) -> tuple[str, ...]:
    """Ids of the formats in which a known model is served on *gpu*; None: no engine was named."""
    if engine == "llama.cpp" or (engine is None and _old(gpu)):
        return GGUF
    if engine == "transformers":
        return BITSANDBYTES
    fp8 = (FP8,) if "fp8" in gpu.native_dtypes else ()
    if engine is None and (gpu.vendor == "amd" or _may_be_at_home(gpu)):
        return (*fp8, *GGUF)
    return (*fp8, AWQ) if reads_awq(gpu) else fp8


def _may_be_at_home(gpu: GPU) -> bool:
    """ "a 24 GB card": of no named kind and no larger than gaming cards are."""
    return not gpu.vendor and gpu.capacity < JOINED


def four_bits_on(cards: tuple[Cards, ...], engine: EngineName | None = None) -> str:
    """What "4 bits" of no named kind are where somebody serves on such cards."""
    if engine is None and at_home(cards):
        return GGUF[0]
    return next((id for id in formats_on(cards[0].gpu, engine) if id in (AWQ, GGUF[0])), "int4")


def _named(question: Question, cards: Cards) -> tuple[str, ...]:
    engine = question.engine.name if question.engine else None
    if engine is None and at_home(question.gpus):
        return GGUF
    if all(isinstance(model, Size) for model in question.models):
        return OF_A_SIZE
    if _only_float32(question, cards.gpu):
        return GGUF if engine is None else ()
    return formats_on(cards.gpu, engine)


def _only_float32(question: Question, gpu: GPU) -> bool:
    """Whether vLLM would compute a model in float32 there: its quantised kernels do not."""
    models = [model for model in question.models if isinstance(model, Model)]
    return any(needs_float32(model, gpu) for model in models)


def reads_awq(gpu: GPU) -> bool:
    """Whether vLLM serves AWQ there."""
    if gpu.vendor == "intel":
        return gpu.kind == "gpu"  # not Gaudi
    return not gpu.vendor or (gpu.vendor == "nvidia" and not _old(gpu))


def _old(gpu: GPU) -> bool:
    """NVIDIA's cards that AWQ, and vLLM from 0.21 on, do not run on."""
    has = gpu.compute_capability
    return gpu.vendor == "nvidia" and has is not None and float(has) < AWQ_FROM
