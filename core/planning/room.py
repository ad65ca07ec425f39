"""
What a placement leaves for the cache: the most context, and the most sequences.

Searched for where somebody asks, and then once: an answer places a model on a dozen cards and
shows few of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from core.memory.kv_cache import grows_with_context
from core.memory.layout import Layout
from core.memory.serving import Serving


@dataclass(frozen=True)
class Room:
    """*free*: bytes on each GPU of *layout* beside what does not depend on context or sequences."""

    serving: Serving
    layout: Layout
    free: int

    @property
    def uneven(self) -> bool:
        """Whether the GPUs hold different parts."""
        return self.serving.engine.division is not None

    @cached_property
    def max_context(self) -> int | None:
        """
        Tokens that each of the asked sequences may have; None where context costs nothing.

        Not more than the model was trained for.
        """
        serving, layout = self.serving, self.layout
        model = serving.model
        if not grows_with_context(model):
            return model.max_position_embeddings if model.pooling and self.free >= 0 else None
        here = -(-serving.scenario.held.sequences // layout.data_parallel_size)
        here = 1 if model.pooling else here
        each = self.free // here
        limit = model.max_position_embeddings or 2**24
        if serving.engine.activations_at is not None:
            return self._beside_activations(serving.engine.activations_at, here, limit)
        if all(group.kind in ("full", "mla") for group in model.attention) and not model.linear:
            return min(limit, _linear_context(serving, layout, each))
        if serving.cache_of_one(layout, limit) <= each:
            return limit
        return _most(lambda tokens: serving.cache_of_one(layout, tokens) <= each, limit)

    def _beside_activations(
        self, activations_at: Callable[[int], int], here: int, limit: int
    ) -> int:
        """Where a longer context makes the engine's buffers larger as well; whole blocks."""
        serving, layout = self.serving, self.layout
        counted = activations_at(serving.scenario.held.tokens)

        def fit(tokens: int) -> bool:
            cached = serving.cache_beside(layout, tokens, here)
            return cached + activations_at(tokens) - counted <= self.free

        most, block = _most(fit, limit), serving.engine.rules.block
        return most if most == limit else most // block * block

    @cached_property
    def max_sequences(self) -> int | None:
        """Sequences of the asked context; None without a cache that they keep."""
        serving, layout, free = self.serving, self.layout, self.free
        one = serving.load(layout).one_sequence
        if one <= 0 or serving.model.pooling:
            return None
        held = serving.scenario.held
        if serving.engine.division is not None:
            return _most(
                lambda count: serving.cache_beside(layout, held.tokens, count) <= free, free // one
            )
        prefix = held.shared_prefix
        further = one - serving.saved_by_prefix(layout, prefix) if prefix else one
        here = 1 + (free - one) // max(1, further) if free >= one else 0
        asked = -(-held.sequences // layout.data_parallel_size)
        activations_of, replicas = serving.engine.activations_of, layout.data_parallel_size
        if activations_of is None or max(here, asked) <= serving.engine.rows:
            return here * replicas

        # Each further sequence is a row of the sampler as well. The asked ones leave *free*.
        counted = activations_of(layout, held.sequences)

        def fit(here: int) -> bool:
            rows = activations_of(layout, here * replicas) - counted
            return here == 0 or one + (here - 1) * further + rows <= free

        return replicas * _most(fit, 1 + max(0, free - one + counted) // max(1, further))


def _most(holds: Callable[[int], bool], high: int) -> int:
    """The largest number from 0 to *high* that *holds*; what holds for one holds for fewer."""
    low = 0
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _linear_context(serving: Serving, layout: Layout, each: int) -> int:
    """Every token costs the same, so one division does: whole blocks only."""
    block = serving.engine.rules.block
    per_block = serving.cache_of_one(layout, 1024 * block) / 1024
    return max(0, int(each / per_block)) * block
