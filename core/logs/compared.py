"""
What a log says of each part, beside what we say of the same run.

vLLM, SGLang and TensorRT-LLM speak of one GPU, and so do we: of the rank that says most, and of the
cache of the rank that says least. llama.cpp names the buffers of each device, and of weights and
cache it is their sum that a split does not change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.asked.scenario import Scenario
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.logs.log import BY_BUFFER, Log
from core.memory.engines import vllm
from core.memory.engines.profile import REFERENCE_CAPACITY, profile
from core.memory.layout import ONE_GPU, Layout
from core.memory.serving import Serving, serving
from core.planning.fit import card, place
from core.planning.placement import Role
from core.units import (
    BYTE,
    BYTE_PER_GPU,
    DIMENSIONLESS,
    SEQUENCE,
    TOKEN,
    TOKEN_PER_SEQUENCE,
    Quantity,
    Unit,
    plain,
    whole,
)

_PARTS = ("weights", "kv_cache", "state", "context", "activations", "cuda_graphs", "non_torch")
_OF_ALL = ("weights", "kv_cache", "state", "context")  # what a split over devices does not change


@dataclass(frozen=True, slots=True)
class Compared:
    """
    One part. *measured* and *ours* are in one unit: byte/gpu, byte over all devices of llama.cpp,
    token for what the cache holds, sequence for how many requests of the longest context. *ours*
    is None where we have no figure for it.
    """

    what: str
    measured: Quantity
    ours: Quantity | None = None

    @property
    def difference(self) -> Quantity | None:
        """Ours less what was measured."""
        return None if self.ours is None else self.ours - self.measured

    @property
    def error(self) -> float | None:
        """Relative, signed; None where there is nothing to compare."""
        if self.ours is None or not self.measured.magnitude:
            return None
        return plain(self.ours / self.measured, DIMENSIONLESS) - 1


def measured(log: Log) -> tuple[Compared, ...]:
    """What the log says, with nothing beside it."""
    return tuple(_measured(log))


def compared(log: Log, scenario: Scenario, layout: Layout, gpu: GPU | None) -> tuple[Compared, ...]:
    """The same, with ours where we have one."""
    model = scenario.model
    if not isinstance(model, Model) or scenario.task != "serve":
        return measured(log)
    ours = _ours(log, scenario, model, layout, gpu)
    return tuple(replace(one, ours=ours.get(one.what)) for one in _measured(log))


def each_token_alike(model: Model) -> bool:
    """Whether each token of a request takes as much of the cache: no windows, no states."""
    return not model.linear and all(group.kind in ("full", "mla") for group in model.attention)


def _measured(log: Log) -> Iterator[Compared]:
    over_all = log.program in BY_BUFFER
    for what in _PARTS:
        if over_all and what in _OF_ALL:
            found = log.summed(what)
            found = None if found is None else Quantity(plain(found, BYTE_PER_GPU), BYTE)
        else:
            found = log.least(what) if what == "kv_cache" else log.most(what)
        if what == "activations" and found is None:
            found = _step_of_peak(log)
        if found is not None:
            yield Compared(what, found)
    tokens = _tokens(log)
    if tokens is not None:
        yield Compared("kv_tokens", tokens)
    requests = log.least("max_concurrency")
    if requests is not None:
        yield Compared("max_concurrency", requests)
    used = log.most("used")
    if used is not None:
        yield Compared("used", used)


def _step_of_peak(log: Log) -> Quantity | None:
    """vLLM 0.6 says the peak with the weights in it."""
    peak, weights = log.most("torch_peak"), log.most("weights")
    return peak - weights if peak is not None and weights is not None else None


def _tokens(log: Log) -> Quantity | None:
    """That the cache holds; old vLLM says blocks."""
    said = log.least("kv_tokens")
    blocks = log.least("gpu_blocks")
    if said is None and blocks is not None and log.program == "vLLM":
        size = int(log.settings.flags.get("block-size", vllm.BLOCK_SIZE))
        return Quantity(blocks.magnitude * size, TOKEN)
    return said


def _ours(
    log: Log, scenario: Scenario, model: Model, layout: Layout, gpu: GPU | None
) -> dict[str, Quantity]:
    capacity = gpu.capacity if gpu is not None else REFERENCE_CAPACITY
    served = serving(scenario, model, profile(scenario, model, gpu, capacity))
    if log.program in BY_BUFFER:
        return _of_buffers(served)
    load = served.load(layout)
    sizes: dict[str, tuple[float, Unit]] = {
        "weights": (load.sizes.get("weights", 0), BYTE_PER_GPU),
        "activations": (load.demand.activations.size, BYTE_PER_GPU),
    }
    graphs, outside = _beside_torch(served, layout)
    if graphs is not None:
        sizes["cuda_graphs"] = (graphs, BYTE_PER_GPU)
        sizes["non_torch"] = (outside, BYTE_PER_GPU)
    if gpu is not None:
        placed = place(served, card(gpu), layout, index=0, role=Role.ASKED)
        sizes["kv_cache"] = (max(0, placed.share.budget - load.fixed), BYTE_PER_GPU)
        sizes["used"] = (placed.share.reserved, BYTE_PER_GPU)
    tokens = _tokens_in(log, served, layout)
    if tokens is not None:
        sizes["kv_tokens"] = (tokens, TOKEN)
    requests = _requests_in(log, served, layout)
    if requests is not None:
        sizes["max_concurrency"] = (requests, SEQUENCE)
    return {what: Quantity(size, unit) for what, (size, unit) in sizes.items()}


def _beside_torch(served: Serving, layout: Layout) -> tuple[int | None, int]:
    """(graphs, what else is not torch's but the context) of vLLM: bytes; None for others."""
    flags = served.engine.key
    if not isinstance(flags, vllm.Settings):
        return None, 0
    eager = vllm.demand(served.model, replace(flags, enforce_eager=True), layout)
    context = vllm.CONTEXT if layout.gpus == 1 else vllm.CONTEXT_WITH_NCCL
    graphs = served.engine.demand(layout).runtime.size - eager.runtime.size
    return graphs, round(eager.runtime.size - context)


def _tokens_in(log: Log, served: Serving, layout: Layout) -> float | None:
    """
    That the measured cache holds by our count; only where each token costs the same.

    The log counts tokens of sliding windows and states as it likes.
    """
    pool, length = log.least("kv_cache"), log.most("max_model_len")
    if pool is None or not each_token_alike(served.model) or layout.pipeline_parallel_size > 1:
        return None
    block = vllm.BLOCK_SIZE
    tokens = max(block, int(length.magnitude) // block * block) if length is not None else 4096
    each = served.cache_of_one(layout, tokens) / tokens
    return max(0.0, plain(pool, BYTE_PER_GPU)) / each if each else None


def _requests_in(log: Log, served: Serving, layout: Layout) -> float | None:
    """
    Of the longest context that the measured cache holds by our count, states and windows as vLLM
    counts them from V1 on; before, it took every layer for a full one.
    """
    pool, length, flags = log.least("kv_cache"), log.most("max_model_len"), served.engine.key
    if pool is None or length is None or not isinstance(flags, vllm.Settings):
        return None
    counts_all = flags.version < vllm.V1 and not each_token_alike(served.model)
    if counts_all or layout.pipeline_parallel_size > 1:
        return None
    each = served.cache_of_one(layout, whole(length, TOKEN_PER_SEQUENCE))
    return max(0.0, plain(pool, BYTE_PER_GPU)) / each if each else None


def _of_buffers(served: Serving) -> dict[str, Quantity]:
    load = served.load(ONE_GPU)
    cache, state = load.sizes.get("kv_cache", 0), load.sizes.get("state", 0)
    return {
        "context": Quantity(cache + state, BYTE),
        "weights": Quantity(load.sizes.get("weights", 0), BYTE),
        "kv_cache": Quantity(cache, BYTE),
        "state": Quantity(state, BYTE),
        "activations": Quantity(load.demand.activations.size, BYTE_PER_GPU),
    }
