"""
The sums behind weights, cache and state, term by term with this scenario's numbers.

What "How was this computed?" shows: anyone can redo it on paper. A test evaluates the terms
and compares the result with the component's size.
"""

from collections.abc import Iterator

from core.catalog.model import Attention, Model
from core.memory.kv_cache import (
    INDEXER_KEY_BYTES,
    SIXTEEN_BITS,
    SPARSE_MLA_FP8_BYTES,
    Rules,
    group_size,
    index_entries,
    pages,
    tokens_kept,
)
from core.memory.state import CONVOLUTION_BYTES, STATE_BYTES
from core.memory.weights import ClassOfWeights
from core.units import BITS_PER_BYTE
from core.wording.note import Bytes, Formula, Note, note


def weight_terms(groups: tuple[ClassOfWeights, ...], added: int) -> Formula:
    """Elements at each width, the widest class first; *added* bytes are what loading adds."""
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


def cache_terms(model: Model, bits: float, tokens: int, sequences: int, rules: Rules) -> Formula:
    """The cache of all sequences, one term for each kind of layer."""
    if model.linear and rules.grouped and model.attention:
        paged = pages(model, bits, tokens, rules)
        return tuple(
            note("formula.kv_pages", sequences=sequences, layers=layers, pages=count, size=page)
            for layers, count in paged.attention
            for page in (Bytes(paged.page),)
        )
    unit = group_size(model) if rules.grouped else 0
    terms = [
        _cache_term(model, group, bits, tokens, sequences, rules, unit)
        for group in model.attention
        if group.kind != "cross"
    ]
    return (*terms, *_index_term(model, tokens, sequences, rules))


def state_terms(model: Model, bits: float, tokens: int, sequences: int, rules: Rules) -> Formula:
    """The states of all sequences."""
    linear = model.linear
    if linear is None:
        return ()
    if rules.grouped and model.attention:
        paged = pages(model, bits, tokens, rules)
        page = Bytes(paged.page)
        layers = paged.state_layers
        return (note("formula.kv_pages", sequences=sequences, layers=layers, pages=1, size=page),)
    return (
        note(
            "formula.state",
            sequences=sequences,
            layers=linear.layers,
            convolution=linear.conv_elements,
            convolution_bytes=CONVOLUTION_BYTES,
            state=linear.state_elements,
            state_bytes=STATE_BYTES,
        ),
    )


def _cache_term(
    model: Model,
    group: Attention,
    bits: float,
    tokens: int,
    sequences: int,
    rules: Rules,
    unit: int,
) -> Note:
    layers = -(-group.layers // unit) * unit if unit else group.layers
    shape = {"sequences": sequences, "tokens": tokens_kept(group, tokens, rules), "layers": layers}
    if group.kind == "mla" and model.mla is not None:
        if model.indexer and bits < SIXTEEN_BITS:
            return note("formula.kv_bytes", **shape, each=SPARSE_MLA_FP8_BYTES)
        width = model.mla.kv_lora_rank + model.mla.qk_rope_head_dim
        return note("formula.kv_latent", **shape, width=width, bits=bits)
    if group.kind == "compressed":
        return note("formula.kv_latent", **shape, width=group.head_dim, bits=bits)
    width = group.head_dim + (group.v_head_dim or group.head_dim)
    return note("formula.kv", **shape, heads=group.num_key_value_heads, width=width, bits=bits)


def _index_term(model: Model, tokens: int, sequences: int, rules: Rules) -> Iterator[Note]:
    if model.indexer:
        yield note(
            "formula.kv_bytes",
            sequences=sequences,
            tokens=index_entries(model, tokens, rules),
            layers=model.indexer.layers,
            each=INDEXER_KEY_BYTES,
        )
