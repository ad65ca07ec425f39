"""
LoRA adapters of a server: slots that are set aside at the start, whatever is loaded.

    bytes = slots x rank x (inputs + outputs of every linear layer) x dtype

vLLM 0.33.0, lora/layers: tensors of zeros for max_loras adapters of max_lora_rank beside every
linear layer (lora/utils.py, get_supported_lora_modules), the router and every routed expert among
them (fused_moe.py). Under tensor parallelism half of each is divided:

    column parallel (q, k, v, gate, up)   A  rank x inputs         B  outputs / TP x rank
    row parallel (o, down)                A  rank x inputs / TP    B  outputs x rank
    replicated (router, MLA down)         A  rank x inputs         B  outputs x rank

--fully-sharded-loras divides the other half as well (column_parallel_linear.py,
row_parallel_linear.py). Models that name embedding modules have both matrices of the input
embedding, or of embedding and head, whole on every rank (vocab_parallel_embedding.py,
logits_processor.py): core/data/engines/vllm-lora.toml. 0.11.2 sets aside the same.

SGLang 0.5.23, srt/lora/mem_pool.py: the same shapes for max_loras_per_batch adapters, beside the
layers that adapters have; all linear ones are taken here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import rtoml

from core.asked.adapters import Adapters
from core.catalog.model import Model
from core.catalog.tables import DATA
from core.memory.layout import Layout, layers_of_heaviest_stage
from core.memory.linears import Linear, linears
from core.wording.note import Formula, note

BOTH, INPUT = "embedding and head", "embedding"


@dataclass(frozen=True, slots=True)
class Slots:
    """What adapters are beside: widths are elements for each unit of rank, on one rank."""

    widths: float
    embeddings: int


def adapters_per_gpu(
    model: Model, adapters: Adapters, layout: Layout, *, embeddings: bool, dtype_bytes: int = 2
) -> int:
    """
    What the slots take on the fullest GPU: bytes.

    *embeddings*: the engine sets slots aside beside those of models that have them (vLLM).
    """
    slots = slots_per_gpu(model, layout, adapters.fully_sharded, embeddings=embeddings)
    return round(adapters.count * adapters.rank * (slots.widths + slots.embeddings) * dtype_bytes)


def slots_per_gpu(
    model: Model, layout: Layout, fully_sharded: bool = False, *, embeddings: bool
) -> Slots:
    """Elements of one adapter of rank 1 on the fullest GPU."""
    stages = layout.pipeline_parallel_size
    share = layers_of_heaviest_stage(model.num_hidden_layers, stages) / model.num_hidden_layers
    beside = (_per_rank(each, layout, fully_sharded) for each in linears(model))
    return Slots(share * sum(beside), embedding_widths(model, stages) if embeddings else 0)


def embedding_widths(model: Model, stages: int = 1) -> int:
    """Elements beside embedding and head, for each unit of rank: the same on every rank."""
    has = embeddings_of(model)
    one = model.vocab_size + model.hidden_size
    return 0 if has is None else 2 * one if has == BOTH and stages == 1 else one


def adapter_terms(
    model: Model, adapters: Adapters, *, embeddings: bool, dtype_bytes: int
) -> Formula:
    """The sum in words, before anything is split."""
    slots = slots_per_gpu(model, Layout(), embeddings=embeddings)
    sizes = {"adapters": adapters.count, "rank": adapters.rank, "bytes": dtype_bytes}
    said = (note("formula.adapter_slots", **sizes, widths=round(slots.widths)),)
    if slots.embeddings:
        said += (note("formula.adapter_embeddings", **sizes, widths=slots.embeddings),)
    return said


def _per_rank(linear: Linear, layout: Layout, fully_sharded: bool) -> float:
    ranks = layout.tensor_parallel_size
    experts = 1
    if linear.experts and layout.enable_expert_parallel:
        experts = -(-linear.experts // (ranks * layout.data_parallel_size))
        ranks = 1  # an expert is whole
    elif linear.experts:
        experts = linear.experts
    whole = ranks if fully_sharded else 1
    match linear.side:
        case "column":
            heads = min(ranks, linear.heads or ranks)
            one = linear.inputs / whole + linear.outputs / heads
        case "row":
            one = linear.inputs / ranks + linear.outputs / whole
        case "replicated":
            one = linear.inputs + linear.outputs
    return linear.layers * experts * one


def embeddings_of(model: Model) -> str | None:
    """Which embeddings have slots of their own: `BOTH`, `INPUT`, or none."""
    rows = _table()
    if model.model_type in rows["embedding_and_head"]:
        return BOTH
    return INPUT if model.model_type in rows["embedding"] else None


def takes_adapters(model: Model) -> bool:
    """Whether vLLM serves adapters of this model."""
    return model.model_type not in _table()["without"]


@cache
def _table() -> Mapping[str, frozenset[str]]:
    rows = rtoml.loads((DATA / "engines" / "vllm-lora.toml").read_text(encoding="utf-8"))
    return {key: frozenset(rows[key]) for key in ("embedding_and_head", "embedding", "without")}
