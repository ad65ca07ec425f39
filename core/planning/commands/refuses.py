"""Why an engine would not start a placement: then no command is given, and the reply says why."""

from core.asked.adapters import VLLM_RANKS
from core.asked.dtypes import needs_float32
from core.asked.question import Engine
from core.asked.scenario import Scenario
from core.catalog.checkpoints import served_id
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.memory.adapters import BOTH, embeddings_of, takes_adapters
from core.memory.engines.vllm import parse_version
from core.planning.commands.beside import lacks_files_beside, lacks_repository
from core.planning.commands.llama_cpp import holds_files
from core.planning.commands.repository import repository
from core.planning.commands.versions import missing_in
from core.planning.placement import Placement
from core.wording.note import Note, note

VOLTA, TURING = 7.0, 7.5
ASKS_FOR_TURING = (0, 21)
NOT_READ = ("exl2", "exl3", "mlx")  # formats of ExLlama and of Apple's MLX
MODELS_OWN = ("bf16", "fp16")  # --kv-cache-dtype auto
KV_CACHE_DTYPES = {"fp8": "fp8", "fp8-e4m3": "fp8_e4m3", "fp8-e5m2": "fp8_e5m2"}
LOADS_REPOSITORIES = ("vllm", "sglang", "tensorrt-llm")
FP32 = "fp32"
ASK_FOR = {"mxfp4": 8.0, "fp8": 7.5, "awq": 7.5, "nvfp4": 7.5}  # compute capability, by format
MOST_WORDS = 258_048  # of a head with adapters


def too_old(gpu: GPU, engine: Engine) -> bool:
    """
    Whether vLLM does not run on *gpu*: NVIDIA's cards of a compute capability below 7.0, from 0.21
    on below 7.5 (its installation pages); no version named is the newest.
    """
    if engine.name != "vllm" or gpu.vendor != "nvidia" or gpu.compute_capability is None:
        return False
    old = engine.version is not None and parse_version(engine.version) < ASKS_FOR_TURING
    return float(gpu.compute_capability) < (VOLTA if old else TURING)


def refused(scenario: Scenario, placement: Placement) -> Note | None:
    """What stands in the way of a command, beside what other sentences say; None where nothing."""
    model, engine = scenario.model, scenario.engine
    if not isinstance(model, Model):
        return None
    if engine.name == "llama.cpp" and not holds_files(model) and served_id(model) is not None:
        return note("caveat.no_checkpoint", model=model.name, precision=scenario.precision.called)
    if engine.name == "llama.cpp" and lacks_files_beside(scenario):
        return note("caveat.no_files_beside")
    if engine.name not in LOADS_REPOSITORIES:
        return None
    missing = missing_in(engine, model) if engine.name == "vllm" else None
    by_card = refused_by_card(scenario, model, placement.gpu)
    if missing is not None or by_card is not None:
        return missing or by_card
    if engine.name == "vllm":
        adapters = _adapters_refused(scenario, model)
        if adapters is not None:
            return adapters
    if scenario.draft is not None and lacks_repository(scenario, model):
        return note("caveat.no_draft", model=model.name)
    if repository(scenario.precision, model) is None and served_id(model) is not None:
        return note("caveat.no_checkpoint", model=model.name, precision=scenario.precision.called)
    return None


def refused_by_card(scenario: Scenario, model: Model, gpu: GPU) -> Note | None:
    """Why the engine does not run the model on *gpu*, whatever its memory."""
    if scenario.engine.name not in LOADS_REPOSITORIES:
        return None
    if gpu.vendor == "apple":
        return note("caveat.not_on_apple", gpu=gpu.name)
    if scenario.engine.name != "vllm":
        return None
    if scenario.precision.id != FP32 and needs_float32(model, gpu):
        return note("caveat.float16_refused", model=model.name, gpu=gpu.name)
    return _asks_for(scenario, gpu)


def _asks_for(scenario: Scenario, gpu: GPU) -> Note | None:
    """
    A format that NVIDIA's older cards do not serve.

    vLLM 0.33.0, docs/features/quantization: Marlin (GPTQ, AWQ, FP8, FP4) from Turing on, but for
    MXFP4; layers/quantization/mxfp4.py, get_min_capability: 80.
    """
    if gpu.vendor != "nvidia" or gpu.compute_capability is None:
        return None
    kind = scenario.precision.id
    asks = next((least for start, least in ASK_FOR.items() if kind.startswith(start)), 0.0)
    if float(gpu.compute_capability) >= asks:
        return None
    said = {"precision": scenario.precision.called, "gpu": gpu.name, "has": gpu.compute_capability}
    return note("caveat.format_refused", **said, asks=f"{asks:.1f}")


def _adapters_refused(scenario: Scenario, model: Model) -> Note | None:
    """
    vLLM 0.33.0: models without adapters (config/lora.py, verify_with_model_config), ranks above
    the highest, and heads of more words than its kernels take (lora/layers/logits_processor.py).
    """
    adapters = scenario.adapters
    if adapters is None:
        return None
    if not takes_adapters(model):
        return note("caveat.no_adapters", model=model.name)
    if adapters.rank > VLLM_RANKS[-1]:
        return note("caveat.adapter_rank", rank=adapters.rank, most=VLLM_RANKS[-1])
    if embeddings_of(model) == BOTH and model.vocab_size > MOST_WORDS:
        return note("caveat.adapter_words", words=model.vocab_size, most=MOST_WORDS)
    return None


def takes(scenario: Scenario, model: Model) -> bool:
    """Whether the engine reads the formats of weights and cache, and has so long a context."""
    limit = model.max_position_embeddings or scenario.held.tokens
    unread = scenario.precision.id.startswith(NOT_READ)
    cached, stored = scenario.kv_precision.id, scenario.precision.id
    kept = cached in (*KV_CACHE_DTYPES, *MODELS_OWN) or cached == stored == FP32
    return scenario.held.tokens <= limit and not unread and kept
