"""Measured serving figures -> our parts, by engine."""

import re
from dataclasses import replace

from core.asked.held import Held
from core.asked.question import Engine, EngineName, Training
from core.asked.scenario import USUAL_OVERHEAD, Scenario
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.memory.engines import llama_cpp, llama_cpp_offload, transformers, vllm
from core.memory.engines.demand import Demand, visible
from core.memory.engines.profile import profile
from core.memory.kv_cache import STEADY, cache
from core.memory.kv_terms import vector
from core.memory.layout import ONE_GPU, Layout
from core.memory.serving import WEIGHTS_ABOVE, WEIGHTS_BELOW, Serving, serving
from core.memory.weights import weights
from tests.accuracy.lookup import UnmappedError, card_of, kv_precision_of, model_of, precision_of
from tests.accuracy.prediction import Prediction, in_gib
from tests.accuracy.row import YES_OR_NO, Row
from tests.sizes import GIB

IN_PROCESS_RANGE = 0.02  # loaders differ in what they keep beside the weights
GGUF_RANGE = 0.04  # mixes differ by who made them
LLAMA_CPP = ("llama.cpp", "ik_llama.cpp", "ollama")
OLD_BUILD = 6_000  # of September 2025: the rows with buffers are of that year or the one before
OTHER_PROGRAMS = 0.15  # buffers of programs that we have no formula for
SEGMENTS = 0.1 * GIB  # SGLang prints how much less is free, with what the allocator rounds up
WORKSPACES = 0.15 * GIB  # of GPTQ and AWQ kernels, at most
GENERATED = re.compile(r"prompt (\d+) \+ \d+ generated")
MICRO_BATCH = re.compile(r"n_ubatch (\d+)")
STATIC = re.compile(r"--mem-fraction-static ([\d.]+)")
POOL = re.compile(r"([\d.]+) GiB / \d+$")
ALIKE_GROUPS = 1.5  # vLLM pads layer kinds to groups of one size (memory/kv_cache.py)


def predict(row: Row) -> Prediction:
    """Our figure for a row of serving."""
    if row.quantity in YES_OR_NO:
        raise UnmappedError("a yes-or-no figure")
    model = model_of(row)
    precision = precision_of(row, model)
    match row.engine:
        case "vllm":
            return _vllm(row, model, precision)
        case "llama.cpp" | "ik_llama.cpp" | "ollama":
            return _llama_cpp(row, model, precision)
        case "sglang" | "trtllm":
            return _reserving(row, model, precision)
        case _:
            return _in_process(row, model, precision)


def beyond(row: Row) -> tuple[float, Prediction] | None:
    """
    (measured, ours) of what vLLM holds beyond weights and cache: GiB on one GPU.

    From the parts in the log, once for each run: activations, non-torch, graphs, context, as far
    as it printed them.
    """
    parts = row.parts
    non_torch = parts.get("non_torch_forward", parts.get("non_torch"))
    if row.engine != "vllm" or row.quantity != "weights_memory" or row.doubtful:
        return None
    if non_torch is None or "peak_activation" not in parts:
        return None
    model = model_of(row)
    run = _run(row, model, precision_of(row, model))
    demand, graphs = run.demand, run.graphs
    measured = parts["peak_activation"] + non_torch
    size = demand.activations.size + demand.runtime.size
    spread_low = demand.activations.low + demand.runtime.low
    spread_high = demand.activations.high + demand.runtime.high
    without = 0.0
    if parts.get("cuda_graph", -1) >= 0:
        measured += parts["cuda_graph"]
    else:
        without += graphs
    if "cuda_context_and_init_before_load" in parts:
        measured += parts["cuda_context_and_init_before_load"]
    elif not _context_inside(row):
        without += run.context
    return measured, in_gib(size - without, spread_low - without, spread_high - without)


class _Run:
    """One vLLM run: its demand taken apart."""

    def __init__(self, row: Row, served: Serving, card: int) -> None:
        layout = _layout(row)
        self.layout, self.served, self.seen = layout, served, card
        self.weights = served.weights_per_gpu(layout)
        self.demand: Demand = served.engine.demand(layout)
        flags = served.engine.key
        assert isinstance(flags, vllm.Settings)
        eager = vllm.demand(served.model, replace(flags, enforce_eager=True), layout)
        self.graphs = self.demand.runtime.size - eager.runtime.size
        self.context = vllm.CONTEXT if layout.gpus == 1 else vllm.CONTEXT_WITH_NCCL
        self.non_torch = eager.runtime.size - self.context


def _run(row: Row, model: Model, precision: Precision) -> _Run:
    gpu, capacity, seen = card_of(row)
    scenario = _scenario(row, model, precision, "vllm")
    if _layout(row).pipeline_parallel_size > 1:
        # Logs show the first stage, and only the last one samples.
        scenario = replace(scenario, engine=replace(scenario.engine, max_num_seqs=1))
    served = serving(scenario, model, profile(scenario, model, gpu, capacity))
    return _Run(row, served, seen or visible(gpu, capacity))


def _vllm(row: Row, model: Model, precision: Precision) -> Prediction:
    if row.quantity == "weights_memory":
        return _weights(row, model, precision)
    if row.quantity == "kv_cache_tokens_capacity":
        return _capacity(row, model)
    run = _run(row, model, precision)
    demand, size = run.demand, run.demand.activations
    match row.quantity:
        case "activation_peak":
            return in_gib(size.size, size.low, size.high)
        case "cuda_graph_memory":
            return in_gib(run.graphs, 0.75 * run.graphs, 1.4 * run.graphs)
        case "total_allocated":
            rest = run.weights + run.non_torch
            return in_gib(
                rest + size.size,
                rest * (1 - WEIGHTS_BELOW) + size.low,
                rest * (1 + WEIGHTS_ABOVE) + size.high,
            )
        case "kv_cache_total":
            pool = round(demand.share * run.seen) + demand.outside - run.weights
            runtime = demand.runtime
            return in_gib(
                pool - size.size - runtime.size,
                pool - size.high - runtime.high - WEIGHTS_ABOVE * run.weights,
                pool - size.low - runtime.low + WEIGHTS_BELOW * run.weights,
            )
        case _:
            raise UnmappedError(f"{row.quantity} of vLLM")


def _weights(row: Row, model: Model, precision: Precision) -> Prediction:
    """Weights as the engine loads them, on one GPU."""
    if row.engine in ("vllm", "sglang"):
        scenario = _scenario(row, model, precision, "vllm")
        served = serving(scenario, model, profile(scenario, model, None, 80 * GIB))
        size = served.weights_per_gpu(_layout(row))
        if row.engine == "sglang":
            size += SEGMENTS
    else:
        size = weights(model, precision)
        if row.engine in LLAMA_CPP and not row.text("scope").startswith("total"):
            size -= llama_cpp_offload.on_the_host(model, precision)
        size /= _layout(row).gpus
    gguf = precision.kind == "gguf"
    below, above = (GGUF_RANGE, GGUF_RANGE) if gguf else (WEIGHTS_BELOW, WEIGHTS_ABOVE)
    more = 0.5 * SEGMENTS if row.engine == "sglang" else 0
    return in_gib(size, size * (1 - below) - more, size * (1 + above) + more)


def _capacity(row: Row, model: Model) -> Prediction:
    """Tokens that the measured pool holds; the log counts windows as if they were full layers."""
    stated = POOL.match(row.text("expected_why"))
    pool = float(stated[1]) if stated else row.parts.get("kv_cache")
    if row.number("pp", 1) > 1:
        raise UnmappedError("the pool is the first stage's, the tokens those of the smallest")
    if pool is None:
        raise UnmappedError("the size of the pool is not stated")
    bits = 32.0 if row.text("kv_dtype") == "fp32" else kv_precision_of(row).cache_bits_per_element
    layout = _layout(row)
    kinds: dict[str, int] = {}
    for group in model.attention:
        kinds[group.kind] = kinds.get(group.kind, 0) + group.layers
    sizes = sorted(kinds.values())
    group_size = 1
    if len(sizes) > 1:
        group_size = sizes[-1] if sizes[-1] < ALIKE_GROUPS * sizes[0] else sizes[0]
    per_token = 0.0
    for group in model.attention:
        padded = -(-kinds[group.kind] // group_size) * group_size / kinds[group.kind]
        one = vector(model, group, bits).size(layout.tensor_parallel_size)
        per_token += group.layers * padded * one
    if model.linear:
        raise UnmappedError("a hybrid's capacity depends on pages that the log does not show")
    stage = -(-model.num_hidden_layers // layout.pipeline_parallel_size) / model.num_hidden_layers
    tokens = pool * GIB / (per_token * stage)
    rounding = 0.005 * GIB / (per_token * stage) + 16  # pools are printed to 0.01 GiB
    return Prediction(tokens, tokens - rounding, tokens + rounding)


def _llama_cpp(row: Row, model: Model, precision: Precision) -> Prediction:
    if row.quantity == "weights_memory":
        return _weights(row, model, precision)
    if row.quantity == "kv_cache_total":
        if "mla off" in row.text("engine_version"):
            raise UnmappedError("latent attention run without its latent cache")
        names = row.text("kv_dtype").lower().split("/")
        bits = kv_precision_of(row).cache_bits_per_element
        if len(names) == 2 and names[1] == "f16" and names[0] != "bf16":
            bits = (bits + 16) / 2  # keys and values in two formats
        rules = llama_cpp.rules(llama_cpp.Settings())
        found = cache(model, bits, row.number("context", 1), 1, layout=ONE_GPU, rules=rules)
        return in_gib(found.kv_cache, found.kv_cache, found.kv_cache)
    if row.quantity == "activation_peak":
        ubatch = row.stated("ubatch", MICRO_BATCH, llama_cpp.UBATCH)
        flags = llama_cpp.Settings(ubatch, tokens=row.number("context", 1), build=OLD_BUILD)
        part = llama_cpp.demand(model, flags, ONE_GPU).activations
        return in_gib(part.size, part.low, part.high)
    raise UnmappedError(f"{row.quantity} of {row.engine}")


def _reserving(row: Row, model: Model, precision: Precision) -> Prediction:
    """SGLang and TensorRT-LLM, which take a share of the card for the cache."""
    if row.quantity == "weights_memory":
        return _weights(row, model, precision)
    name: EngineName = "sglang" if row.engine == "sglang" else "tensorrt-llm"
    gpu, capacity, seen = card_of(row)
    seen = seen or visible(gpu, capacity)
    scenario = _scenario(row, model, precision, name)
    served = serving(scenario, model, profile(scenario, model, gpu, capacity))
    layout = _layout(row)
    own = served.engine.demand(layout)
    loaded = served.weights_per_gpu(layout)
    if row.quantity == "activation_peak":
        return in_gib(own.activations.size, own.activations.low, own.activations.high)
    if row.quantity != "kv_cache_total":
        raise UnmappedError(f"{row.quantity} of {row.engine}")
    if model.linear:
        raise UnmappedError("a hybrid's pool is shared by states and cache")
    if "CPU" in row.text("precision") + row.text("model"):
        raise UnmappedError("weights partly on the host")
    if name == "sglang":
        pool = own.share * seen - loaded
        return in_gib(pool, pool - WEIGHTS_ABOVE * loaded, pool + WEIGHTS_BELOW * loaded)
    parts = (own.activations, own.runtime)
    low, size, high = (
        own.share * (seen - loaded - sum(getattr(part, bound) for part in parts))
        for bound in ("high", "size", "low")
    )
    return in_gib(size, low, high)


def _in_process(row: Row, model: Model, precision: Precision) -> Prediction:
    """Transformers and other programs that run the model in their own process."""
    if row.quantity == "weights_memory":
        return _weights(row, model, precision)
    if row.quantity not in ("total_peak", "total_allocated"):
        raise UnmappedError(f"{row.quantity} of {row.engine}")
    gpus = row.number("gpu_count", 1)
    each = gpus > 1 and row.text("scope") == "per_gpu"
    if each and row.engine != "litgpt":
        raise UnmappedError("the fullest of several GPUs, split by device_map")
    context = row.number("context", 1)
    usual = context if row.engine == "transformers" else context // 2
    prompt = row.stated("prompt_tokens", GENERATED, usual)
    version = row.version if row.engine == "transformers" else "4.46"
    sequences = row.number("batch", 1)
    flags = transformers.settings(Engine("transformers", version), prompt, sequences)
    layout = Layout(pipeline_parallel_size=gpus)
    own = transformers.demand(model, flags, layout)
    bits = kv_precision_of(row).cache_bits_per_element

    def kv(tokens: int) -> int:
        whole = cache(model, bits, tokens, sequences, layout=ONE_GPU, rules=STEADY).total
        return whole // gpus if each else whole

    loaded = weights(model, precision) + transformers.rotary_tables(model, flags)
    loaded += transformers.second_head(model, precision.id)
    if each:
        # LitGPT divides layers; embedding and head are on the first GPU, or on all
        # (generate/sequentially.py, generate/tp.py).
        ends = 2 * 2 * model.vocab_size * model.hidden_size
        loaded = ends + (loaded - ends) / gpus
    at_rest = kv(context)
    low = size = high = at_rest
    if row.quantity == "total_peak":
        step, before = own.activations, kv(prompt)
        low = max(at_rest, before + step.low)
        size = max(at_rest, before + step.size, _while_loading(row, model, precision))
        high = max(size, before + step.high)
    if row.engine == "litgpt" and model.tie_word_embeddings:
        # LitGPT never shares the embedding with the head.
        loaded += 2 * model.vocab_size * model.hidden_size
    spread = IN_PROCESS_RANGE * loaded
    if "smi" in row.measure and "torch" not in row.measure:
        extra = transformers.CONTEXT + transformers.KERNELS
        kept = own.activations.size if row.quantity == "total_peak" else 0  # by the allocator
        low, size, high = low + 0.5 * extra, size + extra, high + 3 * extra + kept
    if row.engine not in ("transformers", "litgpt"):
        high += OTHER_PROGRAMS * (loaded + size)
    return in_gib(loaded + size, loaded + low - spread, loaded + high + spread + WORKSPACES)


def _while_loading(row: Row, model: Model, precision: Precision) -> int:
    """
    What is there once more while the model is loaded: bytes.

    AWQ: an embedding that is also the head. LitGPT quantises with bitsandbytes on the card: the
    head and the largest linear layer at 16 bits.
    """
    if precision.id.startswith("awq") and row.engine == "transformers":
        return transformers.shared_embedding(model)
    if row.engine == "litgpt" and precision.id.startswith("nf4"):
        return 2 * model.hidden_size * (model.vocab_size + transformers.widest(model))
    return 0


def _scenario(row: Row, model: Model, precision: Precision, engine: EngineName) -> Scenario:
    utilization = row.fields.get("gpu_memory_utilization")
    flag = STATIC.search(row.text("notes"))
    if utilization is None and engine == "sglang" and flag:
        utilization = float(flag[1])
    return Scenario(
        task="serve",
        model=model,
        precision=precision,
        kv_precision=kv_precision_of(row),
        held=Held(row.number("context", 8192)),
        engine=Engine(engine, row.version or None, gpu_memory_utilization=utilization),
        overhead=USUAL_OVERHEAD,
        training=Training(),
    )


def _layout(row: Row) -> Layout:
    return Layout(row.number("tp", 1) or 1, row.number("pp", 1) or 1)


def _context_inside(row: Row) -> bool:
    """Before 0.7 vLLM counted the CUDA context among what is not torch's."""
    return vllm.parse_version(row.version) < (0, 7)
