"""Which engine serves, and what it asks of one card: one place that knows all engines."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from core.asked.scenario import Scenario
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.catalog.tensors import Tensors
from core.memory.engines import (
    llama_cpp,
    llama_cpp_offload,
    lmdeploy,
    sglang,
    tensorrt_llm,
    transformers,
    vllm,
    vllm_pooling,
)
from core.memory.engines.demand import Demand
from core.memory.engines.llama_cpp_cards import Division, division
from core.memory.kv_cache import Rules
from core.memory.layout import ONE_GPU, Layout
from core.units import GIB, in_bytes

REFERENCE_CAPACITY = round(in_bytes(80, GIB))  # whose defaults count where no card is named


@dataclass(frozen=True, slots=True)
class Profile:
    """
    One engine on one kind of card.

    Cards with the same *key* are treated alike, so that one calculation serves them all.
    *demand* is a function of the layout. *builds_rotary_cache* and *pads_mxfp4* say what the engine
    adds to the weights as it loads them, *other_weights* how many bytes more (or fewer) it keeps.
    *tensor_parallel*: it splits tensors over cards; otherwise whole layers. *activations_of* says
    what so many sequences take (bytes) where there are more than *rows* of them in a replica; None
    where their number does not matter. *on_card*: the share of a class of weights that lies on the
    cards, all of it where None; *cache_on_card* that of the caches. *activations_at* says what so
    many tokens of context take (bytes); None where their number does not matter. *step*: tokens
    that a pooling model works off at a time, whoever sent them; None where all of a batch are.
    *division*: what each of so many cards holds, None where they hold even parts.
    """

    key: Hashable
    rules: Rules
    demand: Callable[[Layout], Demand]
    builds_rotary_cache: bool = False
    pads_mxfp4: bool = False
    other_weights: int = 0
    tensor_parallel: bool = True
    rows: int = 0
    activations_of: Callable[[Layout, int], int] | None = None
    on_card: Callable[[Tensors], float] | None = None
    cache_on_card: float = 1.0
    activations_at: Callable[[int], int] | None = None
    step: int | None = None
    division: Division | None = None


def profile(scenario: Scenario, model: Model, gpu: GPU | None, capacity: int) -> Profile:
    """The engine of *scenario* on a card of *capacity* bytes."""
    match scenario.engine.name:
        case "vllm":
            return _vllm(scenario, model, gpu, capacity)
        case "sglang":
            return _sglang(scenario, model, capacity)
        case "tensorrt-llm":
            return _tensorrt_llm(scenario, model)
        case "transformers":
            return _transformers(scenario, model)
        case "llama.cpp":
            return _llama_cpp(scenario, model)


def _vllm(scenario: Scenario, model: Model, gpu: GPU | None, capacity: int) -> Profile:
    if model.pooling:
        return _vllm_pooling(scenario, model, gpu, capacity)
    if scenario.engine.cache_max_entry_count is not None:
        return _lmdeploy(scenario, model)
    flags = vllm.settings(
        scenario.engine,
        gpu,
        capacity,
        scenario.held.tokens,
        sequences=scenario.held.sequences,
        model=model,
    )
    flags = replace(flags, adapters=scenario.adapters is not None, drafts=drafts_on_cards(scenario))

    def activations_of(layout: Layout, sequences: int) -> int:
        raised = replace(flags, raised_for=sequences)
        return vllm.demand(model, raised, layout, dtype_bytes(scenario)).activations.size

    return Profile(
        key=flags,
        rules=vllm.rules(flags, model, dtype_bytes(scenario)),
        demand=lambda layout: vllm.demand(model, flags, layout, dtype_bytes(scenario)),
        builds_rotary_cache=True,
        pads_mxfp4=True,
        rows=flags.max_num_seqs,
        activations_of=None if scenario.engine.max_num_seqs else activations_of,
    )


def _lmdeploy(scenario: Scenario, model: Model) -> Profile:
    flags = lmdeploy.settings(scenario.engine)
    return Profile(
        key=flags,
        rules=lmdeploy.rules(flags),
        demand=lambda layout: lmdeploy.demand(model, flags, layout, dtype_bytes(scenario)),
    )


def _vllm_pooling(scenario: Scenario, model: Model, gpu: GPU | None, capacity: int) -> Profile:
    tokens, bytes = scenario.held.tokens, dtype_bytes(scenario)
    flags = vllm.settings(scenario.engine, gpu, capacity, tokens)
    named = scenario.engine.max_num_batched_tokens is not None
    flags = vllm_pooling.pooling(model, flags, tokens, named=named)

    def demand(layout: Layout) -> Demand:
        pooled = vllm_pooling.pooled_activations(model, flags, layout, bytes)
        return vllm.demand(model, flags, layout, bytes, pooled=pooled)

    return Profile(
        key=flags,
        rules=vllm.rules(flags, model, bytes),
        demand=demand,
        builds_rotary_cache=True,
        step=flags.max_num_batched_tokens,
    )


def _sglang(scenario: Scenario, model: Model, capacity: int) -> Profile:
    flags = sglang.settings(scenario.engine, capacity)
    return Profile(
        key=flags,
        rules=sglang.rules(flags, model),
        demand=lambda layout: sglang.demand(model, flags, layout, dtype_bytes(scenario)),
        builds_rotary_cache=True,
        step=flags.chunked_prefill_size if model.pooling else None,
    )


def _tensorrt_llm(scenario: Scenario, model: Model) -> Profile:
    flags = tensorrt_llm.settings(scenario.engine)
    return Profile(
        key=flags,
        rules=tensorrt_llm.rules(flags),
        demand=lambda layout: tensorrt_llm.demand(model, flags, layout, dtype_bytes(scenario)),
    )


def _transformers(scenario: Scenario, model: Model) -> Profile:
    flags = transformers.settings(scenario.engine, scenario.held.tokens, scenario.held.sequences)
    return Profile(
        key=flags,
        rules=transformers.rules(flags),
        demand=lambda layout: transformers.demand(model, flags, layout, dtype_bytes(scenario)),
        other_weights=transformers.second_head(model, scenario.precision.id),
        tensor_parallel=False,
    )


def _llama_cpp(scenario: Scenario, model: Model) -> Profile:
    held = scenario.held
    flags = llama_cpp.settings(scenario.engine, held.tokens, held.sequences)
    placed = llama_cpp_offload.offload(scenario.engine)
    copied = llama_cpp_offload.copied(model, scenario.precision, placed)

    def activations_at(tokens: int) -> int:
        longer = replace(flags, tokens=tokens)
        return llama_cpp.demand(model, longer, ONE_GPU).activations.size

    return Profile(
        key=(flags, placed, scenario.engine.tensor_split),
        rules=llama_cpp.rules(flags, model),
        demand=lambda layout: llama_cpp.demand(model, flags, layout, copied),
        tensor_parallel=False,
        on_card=lambda tensors: llama_cpp_offload.share_on_card(tensors, model, placed),
        cache_on_card=llama_cpp_offload.share_of_cache(model, placed),
        activations_at=activations_at,
        division=division(model, scenario.precision, placed, scenario.engine.tensor_split),
    )


def drafts_on_cards(scenario: Scenario) -> bool:
    """Whether something drafts tokens on the cards themselves."""
    return scenario.draft is not None and scenario.draft.kind not in ("host", "unknown")


def dtype_bytes(scenario: Scenario) -> int:
    """Of the type that activations are computed in."""
    return 4 if scenario.precision.id == "fp32" else 2
