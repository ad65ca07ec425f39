"""The `vllm serve` command that starts a placement."""

from core.asked.question import Engine
from core.asked.scenario import Scenario
from core.catalog.checkpoints import USUAL_FOUR_BITS, is_any_four_bits, served_id
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.memory.engines.vllm import Settings, parse_version, settings
from core.planning.placement import Placement

SIXTEEN_BITS = 16
DTYPES = {"fp16": "half", "fp32": "float32"}
MODELS_OWN = ("bf16", "fp16")  # --kv-cache-dtype auto
NOT_READ = ("exl2", "exl3", "mlx")  # formats of ExLlama and of Apple's MLX
VOLTA, TURING = 7.0, 7.5
ASKS_FOR_TURING = (0, 21)
LACKS_BF16 = "half"
KV_CACHE_DTYPES = {"fp8": "fp8", "fp8-e4m3": "fp8_e4m3", "fp8-e5m2": "fp8_e5m2"}


def serve_command(scenario: Scenario, placement: Placement) -> str | None:
    """
    One line to paste; None where vLLM is not the engine, no repository is known that holds the
    model in this format, or vLLM would refuse: a context that the model was not made for, a format
    that it does not read, a card that it does not run on.

    --max-model-len is what the estimate was made for: vLLM's own default, the model's full context,
    may not start at all. --max-num-seqs stands where it was named or its default is too small.
    """
    model = scenario.model
    if scenario.engine.name != "vllm" or not isinstance(model, Model):
        return None
    loaded = repository(scenario.precision, model)
    if loaded is None:
        return None
    if _refused(scenario, model) or too_old(placement.gpu, scenario.engine):
        return None
    words = ["vllm serve", loaded]
    if placement.tensor_parallel > 1:
        words.append(f"--tensor-parallel-size {placement.tensor_parallel}")
    if placement.pipeline_parallel > 1:
        words.append(f"--pipeline-parallel-size {placement.pipeline_parallel}")
    flags = scenario.engine
    if placement.data_parallel > 1:
        words.append(f"--data-parallel-size {placement.data_parallel}")
    if placement.expert_parallel:
        words.append("--enable-expert-parallel")
    words.append(f"--max-model-len {scenario.held.tokens}")
    rows = _rows(scenario, placement)
    if rows:
        words.append(f"--max-num-seqs {rows}")
    step = _tokens_of_a_step(scenario, placement, rows)
    if step:
        words.append(f"--max-num-batched-tokens {step}")
    dtype = DTYPES.get(scenario.precision.id) or (LACKS_BF16 if lacks_bf16(placement.gpu) else None)
    if dtype:
        words.append(f"--dtype {dtype}")
    quantization = scenario.precision.vllm_quantization
    if quantization and not model.quantization:
        words.append(f"--quantization {quantization}")
    if scenario.kv_precision.id in KV_CACHE_DTYPES:
        words.append(f"--kv-cache-dtype {KV_CACHE_DTYPES[scenario.kv_precision.id]}")
    if flags.gpu_memory_utilization:
        words.append(f"--gpu-memory-utilization {flags.gpu_memory_utilization:g}")
    if flags.enforce_eager:
        words.append("--enforce-eager")
    return " ".join(words)


def too_old(gpu: GPU, engine: Engine) -> bool:
    """
    Whether vLLM does not run on *gpu*: NVIDIA's cards of a compute capability below 7.0, from 0.21
    on below 7.5 (its installation pages); no version named is the newest.
    """
    if engine.name != "vllm" or gpu.vendor != "nvidia" or gpu.compute_capability is None:
        return False
    old = engine.version is not None and parse_version(engine.version) < ASKS_FOR_TURING
    return float(gpu.compute_capability) < (VOLTA if old else TURING)


def lacks_bf16(gpu: GPU) -> bool:
    """Whether vLLM refuses BF16 on *gpu*: NVIDIA's cards before Ampere."""
    return gpu.vendor == "nvidia" and bool(gpu.native_dtypes) and "bf16" not in gpu.native_dtypes


def _refused(scenario: Scenario, model: Model) -> bool:
    limit = model.max_position_embeddings or scenario.held.tokens
    unread = scenario.precision.id.startswith(NOT_READ)
    kept = scenario.kv_precision.id in (*KV_CACHE_DTYPES, *MODELS_OWN)
    return scenario.held.tokens > limit or unread or not kept


def _rows(scenario: Scenario, placement: Placement) -> int | None:
    """What --max-num-seqs has to be; None where vLLM's default on this card does."""
    each = -(-scenario.held.sequences // placement.data_parallel)
    usual = _usual(scenario, placement).max_num_seqs
    return scenario.engine.max_num_seqs or (each if each > usual else None)


def _tokens_of_a_step(scenario: Scenario, placement: Placement, rows: int | None) -> int | None:
    """What --max-num-batched-tokens has to be: vLLM refuses fewer tokens than sequences."""
    usual = _usual(scenario, placement).max_num_batched_tokens
    return scenario.engine.max_num_batched_tokens or (rows if rows and rows > usual else None)


def _usual(scenario: Scenario, placement: Placement) -> Settings:
    return settings(scenario.engine, placement.gpu, placement.share.capacity, scenario.held.tokens)


def repository(precision: Precision, model: Model) -> str | None:
    """
    The repository to load; None where none is known in this format.

    vLLM quantises to FP8 and by bitsandbytes while it loads; any other format than the published
    one needs a checkpoint that someone quantised before.
    """
    published = model.quantization or ""
    if is_any_four_bits(precision) and published in USUAL_FOUR_BITS:
        return served_id(model)
    same = precision.id == published or (not published and precision.plain_bits >= SIXTEEN_BITS)
    while_loading = precision.vllm_quantization is not None and not published
    return served_id(model) if same or while_loading else None
