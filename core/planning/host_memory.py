"""What of a model lies in the host's memory, which an answer about a card does not leave out."""

from collections.abc import Iterator

from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.memory.engines.llama_cpp_offload import (
    Offload,
    not_tried,
    offload,
    on_the_host,
    share_of_cache,
)
from core.memory.kv_cache import cache
from core.planning.placement import Placement
from core.wording.note import Bytes, Note, note


def host_memory(scenario: Scenario, best: Placement) -> Iterator[Note]:
    """Under llama.cpp: which layers, how many bytes of weights and of caches."""
    model = scenario.model
    if scenario.engine.name != "llama.cpp" or not isinstance(model, Model):
        return
    placed = offload(scenario.engine)
    if not placed.everything(model):
        yield _said(scenario, model, placed, best)
    several = best.count > 1 or best.gpu.members > 1
    if several and scenario.engine.n_cpu_moe and not scenario.engine.tensor_split:
        yield note("caveat.experts_uneven")
    parts = scenario.engine.tensor_split
    if parts and best.gpu.members == 1 and (best.count == 1 or len(parts) != best.count):
        yield note("caveat.tensor_split")
    left = not_tried(scenario.engine)
    if left:
        yield note("caveat.override_tensors", patterns=", ".join(left))


def _said(scenario: Scenario, model: Model, placed: Offload, best: Placement) -> Note:
    size = Bytes(on_the_host(model, scenario.precision, placed))
    if placed.layers > model.num_hidden_layers and placed.cache:
        return note("caveat.host_tensors", weights=size)
    return note(
        "caveat.host_memory",
        weights=size,
        cache=Bytes(_cache(scenario, model)),
        blocks=placed.blocks(model),
        layers=model.num_hidden_layers,
        gpu=best.gpu.name,
    )


def _cache(scenario: Scenario, model: Model) -> int:
    """That lies with the host: bytes."""
    held = scenario.held
    bits = scenario.kv_precision.cache_bits_per_element
    whole = cache(model, bits, held.tokens, held.sequences, shared_prefix=held.shared_prefix)
    return round(whole.total * (1 - share_of_cache(model, offload(scenario.engine))))
