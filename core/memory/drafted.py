"""
The cache of a model and of what drafts its tokens.

MTP layers are layers of the model's own; a head or a draft model keeps the same tokens beside it,
in whole on the last stage of a pipeline.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.catalog.model import Model
from core.memory.drafts import Drafting, whole
from core.memory.kv_cache import (
    STEADY,
    Cache,
    Rules,
    Terms,
    cache,
    cache_of_one_sequence,
    shared_by_sequences,
    terms,
)
from core.memory.layout import Layout


@dataclass(frozen=True, slots=True)
class Drafted:
    """*model*, with the MTP layers that it keeps a cache of, and what keeps one *beside* it."""

    model: Model
    beside: Model | None = None

    def one(self, bits: float, tokens: int, layout: Layout, rules: Rules) -> Cache:
        """One sequence on the fullest GPU: bytes."""

        def of(model: Model, layout: Layout) -> Cache:
            return cache_of_one_sequence(model, bits, tokens, layout=layout, rules=rules)

        return self._both(of, layout)

    def all(self, bits: float, tokens: int, sequences: int, prefix: int, rules: Rules) -> Cache:
        """What the tokens of all sequences take by themselves, on one GPU: bytes."""
        steady = replace(STEADY, states=rules.states, packed=rules.packed)

        def of(model: Model, layout: Layout) -> Cache:
            return cache(
                model, bits, tokens, sequences, shared_prefix=prefix, layout=layout, rules=steady
            )

        return self._both(of, Layout())

    def saved(self, bits: float, prefix: int, layout: Layout, rules: Rules) -> int:
        """What one further sequence saves because its first *prefix* tokens are there: bytes."""
        saved = shared_by_sequences(self.model, bits, prefix, layout, rules)
        if self.beside is None:
            return saved
        return saved + shared_by_sequences(self.beside, bits, prefix, whole(layout), rules)

    def terms(self, bits: float, tokens: int, rules: Rules) -> Terms:
        """What is added up for one sequence."""
        own = terms(self.model, bits, tokens, rules)
        if self.beside is None:
            return own
        more = terms(self.beside, bits, tokens, rules)
        return Terms([*own.kv_cache, *more.kv_cache], [*own.state, *more.state])

    def _both(self, of: Callable[[Model, Layout], Cache], layout: Layout) -> Cache:
        one = of(self.model, layout)
        if self.beside is None:
            return one
        more = of(self.beside, whole(layout))
        return Cache(one.kv_cache + more.kv_cache, one.state + more.state)


def drafted(model: Model, draft: Drafting | None) -> Drafted:
    """*model* alone where nothing drafts."""
    return Drafted(draft.kept, draft.beside) if draft else Drafted(model)
