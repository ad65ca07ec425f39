"""
What one step of decoding reads: every weight that its tokens touch, and every cache.

    weights   dense: all but the embedding, of which a token reads one row
              experts: those that the tokens of the step picked, and no others
    caches    of each sequence all that its tokens keep; of sparse attention the tokens it picks

Each is the least that any engine reads, so what follows from it is a ceiling of the speed.
"""

from collections.abc import Iterable
from dataclasses import replace

from core.catalog.model import Model, MoE
from core.memory.kv_cache import STEADY, Rules, shared_by_sequences, terms
from core.memory.kv_terms import INDEXER_KEY, Entries, Term
from core.memory.layout import Layout
from core.memory.weights import ClassOfWeights, ranks

NOT_READ = ("embedding", "other")  # a row of it, and towers that see no text


def experts_touched(moe: MoE, tokens: float) -> float:
    """
    Of the experts of one layer, how many so many tokens pick at least one time, if all are picked
    alike: E x (1 - (1 - k / E)^tokens).
    """
    missed = (1 - moe.num_experts_per_tok / moe.num_experts) ** tokens
    return moe.num_experts * (1 - missed)


def weights_read(
    groups: Iterable[ClassOfWeights], model: Model, layout: Layout, tokens: float
) -> float:
    """
    By each tensor-parallel rank for one step of *tokens* in a replica: bytes, over all stages.

    A token passes through every stage of a pipeline, one after the other.
    """
    head_is_read = not model.tie_word_embeddings
    read = 0.0
    for group in groups:
        share = group.size / ranks(group.tensors, model, layout)
        kind = group.tensors.kind
        if kind == "expert" and model.moe:
            read += share * _share_of_experts(model.moe, layout, tokens)
        elif kind == "embedding" and not head_is_read:
            read += share * min(1.0, _head(model) / group.tensors.elements)
            head_is_read = True  # tables of the layers come after it
        elif kind not in NOT_READ:
            read += share
    return read


def cache_read(
    model: Model, bits: float, tokens: int, layout: Layout, rules: Rules, *, prefix: int = 0
) -> tuple[float, float]:
    """
    Of one sequence of *tokens* by each tensor-parallel rank: bytes, over all stages; and what of it
    a further sequence with the same *prefix* need not read again.
    """
    steady = replace(STEADY, states=rules.states, packed=rules.packed)
    size = layout.tensor_parallel_size
    found = terms(model, bits, tokens, steady, size)
    one = sum(_picked(model, term).size(size) for term in (*found.kv_cache, *found.state))
    if not prefix or model.indexer:
        return one, 0.0
    flat = replace(layout, pipeline_parallel_size=1)
    return one, float(shared_by_sequences(model, bits, min(prefix, tokens), flat, steady))


def _share_of_experts(moe: MoE, layout: Layout, tokens: float) -> float:
    """Of all weights of experts; spread over replicas, those of every replica's tokens."""
    spread = layout.data_parallel_size if layout.enable_expert_parallel else 1
    return moe.share_for_text * experts_touched(moe, tokens * spread) / moe.num_experts


def _picked(model: Model, term: Term) -> Term:
    """With an indexer only the entries that it picks are read, beside a window."""
    if model.indexer is None or not isinstance(term, Entries) or term.vector == INDEXER_KEY:
        return term
    window = max((group.sliding_window or 0 for group in model.attention), default=0)
    return term._replace(tokens=min(term.tokens, window + model.indexer.index_topk))


def _head(model: Model) -> int:
    return model.vocab_size * (model.embedding_dim or model.hidden_size)
