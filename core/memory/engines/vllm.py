"""
vLLM: what one GPU holds beyond weights and cache, by version.

    activations = max(sampler, forward)
    sampler = (c x 4 + dtype) x max_num_seqs x vocab + tokens x hidden x dtype + 0.14 GiB
    forward = tokens x (3 x intermediate / TP + 4 x hidden) x dtype + 0.14 GiB
    graphs  = 0.3 GiB + 20 MiB x layers on the GPU
    context = 0.51 GiB, 1.53 with NCCL;  non-torch 0.25 GiB, 2.1 with NCCL

The sampler warms up with max_num_seqs rows of the vocabulary: one in the model's type and c in
float32 (3 from v0.17 on, 8.85 before). `tokens` is max_num_batched_tokens. Read off the memory
lines in logs of vLLM 0.6 to 0.20; which rows, and how far off, is in docs/accuracy.md.
"""

from dataclasses import dataclass

from core.asked.question import Engine
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.memory.engines.demand import Amount, Demand
from core.memory.kv_cache import Rules, keeps_tokens
from core.memory.layout import Layout, layers_of_heaviest_stage
from core.memory.part import Known
from core.memory.state import USUAL, StateBytes
from core.units import GIB, MIB, in_bytes
from core.wording.note import Bytes, Formula, note

SOURCE = note("source.vllm")
CHUNK = 2048  # tokens of a step by default
LONG_CONTEXT = 32_768  # tokens, beyond which V0 reads prompts in chunks
V1 = (0, 8)  # the engine that reads prompts in chunks by default
NEWEST = (0, 20)  # what an unnamed version means, and everything after it

HAS_SPARSE_FLASHINFER = (0, 20)
BLOCK_SIZE = 16  # tokens; --block-size
LARGE_CARD = in_bytes(70, GIB)  # from here on vLLM chooses larger defaults, except on an A100
LARGEST_CARD = in_bytes(160, GIB)

FLOAT32 = 4
FLOAT32_STATES = ("nemotron_h", "qwen3_5", "qwen3_5_moe", "qwen3_5_moe_text")
FIXED_ACTIVATIONS = in_bytes(0.14, GIB)
GRAPHS = in_bytes(0.3, GIB)
GRAPHS_PER_LAYER = in_bytes(20, MIB)
V0_GRAPHS = in_bytes(0.2, GIB)
CONTEXT, CONTEXT_WITH_NCCL = in_bytes(0.51, GIB), in_bytes(1.53, GIB)
NON_TORCH, NON_TORCH_WITH_NCCL = in_bytes(0.25, GIB), in_bytes(2.1, GIB)
OLD_NON_TORCH, OLD_NON_TORCH_WITH_NCCL = in_bytes(0.13, GIB), in_bytes(0.55, GIB)  # to v0.17
RUNTIME_BELOW, RUNTIME_ABOVE = in_bytes(0.2, GIB), in_bytes(0.3, GIB)  # its range
# Tensor parallelism was read on H100 alone, under one version (llm-d's runs of 0.19): on other
# cards it may be no more than what versions before took.
NCCL_BELOW_ELSEWHERE = round(NON_TORCH_WITH_NCCL - OLD_NON_TORCH_WITH_NCCL)
NCCL_ABOVE = in_bytes(0.5, GIB)
# Its profile run: low, middle, high.
VISION_ENCODER = (in_bytes(0.2, GIB), in_bytes(0.7, GIB), in_bytes(1.8, GIB))
# MLA with experts at TP 8 was seen 1.9 to 2.5 GiB above the formula.
LATENT_EXPERTS = in_bytes(2.5, GIB)


@dataclass(frozen=True, slots=True)
class Settings:
    """The flags that decide, with vLLM's defaults filled in for the card."""

    version: tuple[int, int]
    gpu_memory_utilization: float
    max_num_seqs: int
    max_num_batched_tokens: int
    enforce_eager: bool
    raised_for: int = 0  # sequences to hold at a time; the default of max_num_seqs gives way
    packed: bool = True  # sparse latents in FP8 as fp8_ds_mla: everywhere but on Blackwell
    adapters: bool = False  # LoRA: graphs with adapters and without
    read: bool = True  # cards on which runs with tensor parallelism were logged
    drafts: bool = False  # speculative decoding: a second row of logits for each sequence

    def rows(self, data_parallel_size: int = 1) -> int:
        """Sequences that each of *data_parallel_size* replicas runs at a time."""
        return max(self.max_num_seqs, -(-self.raised_for // data_parallel_size))


def settings(
    engine: Engine,
    gpu: GPU | None,
    capacity: int,
    context_length: int,
    *,
    sequences: int = 1,
    model: Model | None = None,
) -> Settings:
    """
    Defaults of EngineArgs: larger on cards of 70 GiB and more that are not an A100.

    Before V1 the defaults were the same on every card and a step took a whole prompt, unless it
    was read in chunks (`_in_chunks`). More
    sequences than the default of max_num_seqs would wait in a queue: it is raised to hold them,
    unless it was named.
    """
    version = parse_version(engine.version)
    large = capacity >= LARGE_CARD and not (gpu is not None and "a100" in gpu.id)
    tokens = 16384 if capacity >= LARGEST_CARD else 8192 if large else 2048
    if version < V1:
        chunked = _in_chunks(engine, model, context_length)
        large, tokens = False, CHUNK if chunked else max(context_length, CHUNK)
    utilization = 0.92 if version >= (0, 20) else 0.9
    return Settings(
        version=version,
        gpu_memory_utilization=engine.gpu_memory_utilization or utilization,
        max_num_seqs=engine.max_num_seqs or (1024 if large else 256),
        max_num_batched_tokens=engine.max_num_batched_tokens or tokens,
        enforce_eager=bool(engine.enforce_eager),
        raised_for=0 if engine.max_num_seqs else sequences,
        read=gpu is None or is_hopper(gpu),
        packed=not (gpu is not None and is_blackwell(gpu) and version >= HAS_SPARSE_FLASHINFER),
    )


def _in_chunks(engine: Engine, model: Model | None, context_length: int) -> bool:
    """
    Whether V0 reads prompts in chunks of 2,048 tokens: with contexts beyond 32,768, but not with
    latent attention, sliding windows, adapters or a draft.

    vLLM's engine/arg_utils.py of V0, use_long_context; 0.5 has chunks of 512, which need less.
    Models that see pictures read no chunks either; whether pictures are sent is not known here.
    """
    if model is None or context_length <= LONG_CONTEXT:
        return False
    windows = any(group.sliding_window is not None for group in model.attention)
    others = bool(engine.enable_lora) or engine.speculative_method is not None
    return model.mla is None and not windows and not others


def is_hopper(gpu: GPU) -> bool:
    """Compute capability 9.0: H100, H200 and their kin."""
    return gpu.vendor == "nvidia" and (gpu.compute_capability or "").startswith("9.")


def is_blackwell(gpu: GPU) -> bool:
    """
    Compute capability 10.x: B200, B300, and GB200.

    vLLM 0.33.0, platforms/cuda.py: an FP8 cache of sparse MLA is FLASHINFER_MLA_SPARSE's there,
    plain FP8 without scales (attention/mla_attention.py); 0.20.2 the same, 0.15.1 has fp8_ds_mla
    alone.
    """
    return gpu.vendor == "nvidia" and (gpu.compute_capability or "").startswith("10.")


def rules(flags: Settings, model: Model | None = None, dtype_bytes: int = 2) -> Rules:
    """Blocks of 16 tokens, windows with the step's tokens, layers in equal groups."""
    states = state_bytes(model, dtype_bytes)
    return Rules(
        BLOCK_SIZE,
        flags.max_num_batched_tokens,
        grouped=True,
        states=states,
        packed=flags.packed,
    )


def state_bytes(model: Model | None, dtype_bytes: int = 2) -> StateBytes:
    """
    What --mamba-cache-dtype and --mamba-ssm-cache-dtype mean by "auto".

    vLLM 0.33.0, layers/mamba/mamba_utils.py: the model's own type, float32 for the state of KDA;
    models/config.py: float32 for that of NemotronH and of Qwen3.5, whose configs say so.
    """
    if model is None or model.linear is None:
        return USUAL
    wide = model.model_type in FLOAT32_STATES or model.linear.kind == "kda"
    return StateBytes(dtype_bytes, FLOAT32 if wide else dtype_bytes)


def demand(
    model: Model,
    flags: Settings,
    layout: Layout,
    dtype_bytes: int = 2,
    *,
    pooled: Amount | None = None,
) -> Demand:
    """
    What one GPU holds beyond weights and cache; *pooled* are the activations of a pooling model.

    Where nothing is cached, memory is taken as it is needed (v1/engine/core.py, has_kv_cache).
    """
    graphs = 0.0 if flags.enforce_eager else graph_memory(model, flags, layout)
    with_nccl = layout.tensor_parallel_size > 1
    with_nccl = with_nccl or (layout.enable_expert_parallel and layout.gpus > 1)
    several = with_nccl or layout.pipeline_parallel_size > 1
    context = CONTEXT_WITH_NCCL if several else CONTEXT
    if flags.version <= (0, 17):
        non_torch = OLD_NON_TORCH_WITH_NCCL if with_nccl else OLD_NON_TORCH
    else:
        non_torch = NON_TORCH_WITH_NCCL if with_nccl else NON_TORCH
    inside_graphs = graphs if flags.version >= (0, 20) else 0.0
    fixed = "formula.context_with_nccl" if several else "formula.context"
    # config/compilation.py, cudagraph_specialize_lora; a draft's layers are captured as well.
    further_graphs = (graphs if flags.adapters else 0.0) + (0.5 * graphs if flags.drafts else 0.0)
    elsewhere = with_nccl and not flags.read and flags.version > (0, 17)
    runtime = Amount.within(
        context + non_torch + graphs,
        RUNTIME_BELOW + 0.25 * graphs + (NCCL_BELOW_ELSEWHERE if elsewhere else 0.0),
        RUNTIME_ABOVE + 0.4 * graphs + (NCCL_ABOVE if several else 0.0) + further_graphs,
        (
            note(fixed, size=Bytes(context + non_torch)),
            note("formula.graphs", size=Bytes(graphs)),
        ),
    )
    return Demand(
        activations=pooled or _activations(model, flags, layout, dtype_bytes),
        runtime=runtime,
        outside=round(context + graphs - inside_graphs),
        share=flags.gpu_memory_utilization,
        takes_it_all=bool(model.linear) or any(map(keeps_tokens, model.attention)),
        known=Known.MODELLED if pooled else Known.MEASURED,
        source=SOURCE,
    )


def parse_version(text: str | None) -> tuple[int, int]:
    """
    Major and minor; anything unreadable is the newest.

    >>> parse_version("0.11.2"), parse_version(None)
    ((0, 11), (0, 20))
    """
    parts = (text or "").lstrip("v").split(".")
    if len(parts) >= 2 and parts[0].isdecimal() and parts[1].isdecimal():
        return int(parts[0]), int(parts[1])
    return NEWEST


def _activations(model: Model, flags: Settings, layout: Layout, dtype_bytes: int) -> Amount:
    tokens, hidden = flags.max_num_batched_tokens, model.hidden_size
    copies = 3.0 if flags.version >= (0, 17) else 8.85
    per_logit = copies * FLOAT32 + dtype_bytes
    rows = flags.rows(layout.data_parallel_size)
    sampler = rows * model.vocab_size * per_logit + tokens * hidden * dtype_bytes
    forward = tokens * width_of_a_step(model, layout) * dtype_bytes
    size = max(sampler, forward) + FIXED_ACTIVATIONS
    if sampler >= forward:
        term = note(
            "formula.sampler",
            sequences=rows,
            words=model.vocab_size,
            each=per_logit,
            tokens=tokens,
            hidden=hidden,
            bytes=dtype_bytes,
        )
    else:
        term = note("formula.forward", tokens=tokens, size=Bytes(size))
    formula: Formula = (term,)
    below, above = 0.15 * size, 0.1 * size
    if model.other_parameters:
        low, middle, high = VISION_ENCODER
        size, below, above = size + middle, below + middle - low, above + high - middle
        hears = model.model_type == "voxtral"
        formula += (note("formula.audio" if hears else "formula.vision", size=Bytes(middle)),)
    if model.mla and model.moe:
        above += LATENT_EXPERTS
    if flags.drafts:
        # v1/worker/gpu_model_runner.py, _dummy_sampler_run: the rejection sampler as well
        above += rows * model.vocab_size * FLOAT32
    return Amount.within(size, below, above, formula)


def width_of_a_step(model: Model, layout: Layout) -> float:
    """Elements per token at the widest point of a layer: residuals and the feed-forward part."""
    tensor_parallel, hidden = layout.tensor_parallel_size, model.hidden_size
    size = model.intermediate_size
    intermediate = max(size) if isinstance(size, tuple) else size or 0
    dense = 3 * intermediate / tensor_parallel if not model.moe or model.moe.dense_layers else 0.0
    experts = 0.0
    if model.moe:
        inner = model.moe.moe_intermediate_size / tensor_parallel
        experts = model.moe.num_experts_per_tok * (hidden + 3 * inner)
    return 4 * hidden + max(dense, experts)


def graph_memory(model: Model, flags: Settings, layout: Layout) -> float:
    """CUDA graphs on one GPU: bytes. V0 captured few, whatever the layers."""
    if flags.version < V1:
        return V0_GRAPHS
    stage = layers_of_heaviest_stage(model.num_hidden_layers, layout.pipeline_parallel_size)
    return GRAPHS + GRAPHS_PER_LAYER * stage
