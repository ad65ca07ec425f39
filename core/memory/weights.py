"""
Weights: bytes = sum over classes of elements x bits / 8.

Formats that quantise only the linear layers leave embeddings, head, norms and routers at 16 bits,
so "parameters x bits / 8" is 3 % low for a 70B in FP8 and 30 % low for an 8B in AWQ. All experts
of a mixture are in memory, whatever the router picks. docs/formulas.md derives each rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.tensors import Tensors, tensors
from core.memory.gguf.widths import widths
from core.memory.layout import ONE_GPU, Layout, layers_of_heaviest_stage
from core.units import BITS_PER_BYTE
from core.wording.note import Bytes, Formula, note

SIXTEEN_BITS = 16.0
MARLIN_TILE = 256  # vLLM pads the experts' width to this for MXFP4 kernels


@dataclass(frozen=True, slots=True)
class ClassOfWeights:
    """One class of tensors at its width: *size* in bytes, over all ranks once."""

    tensors: Tensors
    size: float  # byte

    def times(self, share: float) -> "ClassOfWeights":
        """So much of it."""
        return self if share == 1 else ClassOfWeights(self.tensors, self.size * share)


def classes(model: Model, precision: Precision) -> tuple[ClassOfWeights, ...]:
    """
    Each class of weights with the bytes it takes at *precision*.

    Where the files themselves were measured (`Model.files`), the classes add up to them.
    """
    counted = sized(tensors(model), model, precision)
    measured = dict(model.files).get(precision.id)
    if measured is None:
        return counted
    share = measured / sum(group.size for group in counted)
    return tuple(group.times(share) for group in counted)


def sized(
    groups: Iterable[Tensors], model: Model, precision: Precision
) -> tuple[ClassOfWeights, ...]:
    """The same of these *groups* alone."""
    return tuple(
        ClassOfWeights(
            group, group.elements * bits_in(group.kind, model, precision) / BITS_PER_BYTE
        )
        for group in groups
    )


def bits_of(kind: str, precision: Precision) -> float:
    """
    Bits of one weight of a class.

    `other` (vision towers, biases, per-head norms) is never quantised below 16 bits.
    """
    own = precision.bits_of_class.get(kind)
    if own is not None:
        return own
    bits = precision.bits_per_element
    return max(bits, SIXTEEN_BITS) if kind == "other" else bits


def weights(model: Model, precision: Precision) -> int:
    """All weights, once: bytes. What the checkpoint's files hold, within their headers."""
    return round(sum(group.size for group in classes(model, precision)))


def weights_per_gpu(
    groups: tuple[ClassOfWeights, ...], model: Model, layout: Layout = ONE_GPU
) -> int:
    """
    Weights on the fullest GPU: bytes.

    Tensor parallelism divides each class by its own rule (`Tensors.split`); of a pipeline the
    fullest stage counts, with the embedding or the head, whichever is larger.
    """
    stage = layers_of_heaviest_stage(model.num_hidden_layers, layout.pipeline_parallel_size)
    in_layers = stage / model.num_hidden_layers
    total = 0.0
    embedding = head = outside = 0.0
    for group in groups:
        share = group.size / ranks(group.tensors, model, layout)
        if group.tensors.layers:
            total += share * in_layers
        elif group.tensors.kind == "embedding":
            embedding += share
        elif group.tensors.kind == "lm_head":
            head += share
        else:
            outside += share
    if layout.pipeline_parallel_size == 1:
        return round(total + embedding + head + outside)
    last = embedding if model.tie_word_embeddings else head
    return round(total + max(embedding + outside, last))


def rotary_cache(model: Model, bytes_per_element: int = 2) -> int:
    """
    The table of cosines and sines that vLLM and SGLang build with the weights: bytes, every rank.

    max_position_embeddings x rotary width x bytes. It is why Llama 3.1 8B loads as 14.99 GiB
    and not 14.96 (131,072 x 128 x 2 = 0.031 GiB): logs of vLLM 0.19, docs/accuracy.md.
    """
    if model.learned_positions or not model.attention:
        return 0
    if model.mla:
        width = model.mla.qk_rope_head_dim
    elif model.compressed_attention:
        width = model.compressed_attention.qk_rope_head_dim
    else:
        width = max(group.head_dim for group in model.attention)
    return (model.max_position_embeddings or 0) * width * bytes_per_element


def padded_experts(model: Model, groups: tuple[ClassOfWeights, ...]) -> int:
    """
    What MXFP4 kernels add by padding the experts' width to a multiple of 256: bytes over all ranks.

    gpt-oss: 2,880 becomes 3,072, so its experts take 6.7 % more than the file (logs of vLLM 0.11
    and 0.19: 13.47 GiB loaded for 12.8 on disk).
    """
    if not model.moe:
        return 0
    width = model.moe.moe_intermediate_size
    padded = -(-width // MARLIN_TILE) * MARLIN_TILE
    experts = sum(group.size for group in groups if group.tensors.kind == "expert")
    return round(experts * (padded / width - 1))


def weight_terms(groups: tuple[ClassOfWeights, ...], added: int) -> Formula:
    """
    The sum in words: elements at each width, the most first; *added* bytes are what loading adds.
    """
    by_bits: dict[float, int] = {}
    for group in groups:
        bits = group.size * BITS_PER_BYTE / group.tensors.elements
        by_bits[round(bits, 4)] = by_bits.get(round(bits, 4), 0) + group.tensors.elements
    terms = [
        note("formula.elements", elements=elements, bits=bits)
        for bits, elements in sorted(by_bits.items(), key=lambda item: -item[1])
    ]
    if added > 0:
        terms.append(note("formula.added", size=Bytes(added)))
    elif added < 0:
        terms.append(note("formula.kept_elsewhere", size=Bytes(-added)))
    return tuple(terms)


def bits_in(kind: str, model: Model, precision: Precision) -> float:
    """
    Bits of one weight of a class of *model*.

    Of a GGUF file those of its own tensors (`gguf/widths.py`). An embedding that is also the head
    is stored as a head is (`tied_embedding`).
    """
    file = widths(model, precision)
    if kind == "embedding" and model.tie_word_embeddings:
        tied = file.get("tied_embedding") or precision.bits_of_class.get("tied_embedding")
        if tied is not None:
            return tied
    own = file.get(kind)
    return bits_of(kind, precision) if own is None else own


def ranks(group: Tensors, model: Model, layout: Layout) -> float:
    """Over how many GPUs a class is divided, seen from the one that holds most of it."""
    tensor_parallel = layout.tensor_parallel_size
    match group.split:
        case "replicated":
            return 1
        case "kv_heads":
            return min(tensor_parallel, group.heads or tensor_parallel)
        case "experts" if layout.enable_expert_parallel:
            experts = model.moe.num_experts if model.moe else 1
            # 384 experts on 72 GPUs: six on the fullest, so as if over 64.
            return experts / -(-experts // (tensor_parallel * layout.data_parallel_size))
        case _:
            return tensor_parallel
