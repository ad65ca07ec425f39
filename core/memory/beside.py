"""The parts that stand beside the weights of a served model: adapters, and what drafts tokens."""

from collections.abc import Iterator

from core.asked.adapters import Adapters
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.memory.adapters import adapter_terms, adapters_per_gpu
from core.memory.drafts import Drafting, whole
from core.memory.engines.profile import dtype_bytes
from core.memory.layout import Layout
from core.memory.part import Known, Part
from core.memory.weights import weight_terms, weights_per_gpu
from core.wording.note import note

ADAPTERS_SOURCE = note("source.adapters")
DRAFT_SOURCE = note("source.draft")
FEW_LAYERS = 0.25  # of all linear ones: what adapters of query and value have, about


def parts_beside(
    scenario: Scenario, model: Model, draft: Drafting | None, layout: Layout
) -> Iterator[Part]:
    """On the fullest GPU of *layout*."""
    if scenario.adapters is not None:
        yield _adapters(scenario, scenario.adapters, model, layout)
    if draft is not None:
        yield _draft(draft, layout)


def _adapters(scenario: Scenario, adapters: Adapters, model: Model, layout: Layout) -> Part:
    """vLLM sets aside for every layer; others have what the loaded adapters have."""
    vllm, each = scenario.engine.name == "vllm", dtype_bytes(scenario)
    size = adapters_per_gpu(model, adapters, layout, embeddings=vllm, dtype_bytes=each)
    formula = adapter_terms(model, adapters, embeddings=vllm, dtype_bytes=each)
    known, low = (Known.EXACT, 1.0) if vllm else (Known.MODELLED, FEW_LAYERS)
    return Part("adapters", size, round(low * size), size, known, formula, ADAPTERS_SOURCE)


def _draft(draft: Drafting, layout: Layout) -> Part:
    size = weights_per_gpu(draft.weights, draft.owner, whole(layout))
    low, high = round(size * (1 - draft.below)), round(size * (1 + draft.above))
    formula = weight_terms(draft.weights, 0)
    return Part("draft", size, low, high, draft.known, formula, DRAFT_SOURCE)
