"""
Serving a model: weights + cache + state + what the engine adds, on one GPU.

One `Serving` holds what stays the same for all cards and layouts of a scenario, so that trying a
hundred of them costs little.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from core.asked.question import ComponentName
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.memory.beside import parts_beside
from core.memory.drafted import Drafted, drafted
from core.memory.drafts import Drafting, drafting
from core.memory.engines.demand import Demand
from core.memory.engines.profile import Profile, dtype_bytes
from core.memory.kv_cache import Cache, of_sequences
from core.memory.layout import ONE_GPU, Layout
from core.memory.load import Load
from core.memory.offload import kept_by_the_host
from core.memory.parallelism import valid_sizes
from core.memory.part import Known, Part
from core.memory.pool import Pool, in_pool, pool_of
from core.memory.splitting.split import split_of
from core.memory.stage import Stage
from core.memory.weights import (
    ClassOfWeights,
    classes,
    padded_experts,
    rotary_cache,
    weight_terms,
    weights_per_gpu,
)
from core.wording.note import Formula, Note, note

WEIGHTS_SOURCE = note("source.weights")
CACHE_SOURCE = note("source.cache")
STATE_SOURCE = note("source.state")
# Loaders pad, fuse and load towers: nine of ten logs of vLLM and SGLang lie within this, each
# family weighing the same (docs/accuracy.md, "Ranges of serving").
WEIGHTS_BELOW, WEIGHTS_ABOVE = 0.01, 0.03
MXFP4 = ("mxfp4", "mxfp4-experts")
GENERIC = ("int4", "int8")  # what "4 bits" and "8 bits" mean until someone names the format
UNSURE_WEIGHTS_RANGE = 0.06  # where "4 bits" may mean any of several formats, and for GGUF mixes


@dataclass(frozen=True, slots=True)
class Serving:
    """One scenario on one kind of card."""

    scenario: Scenario
    model: Model
    engine: Profile
    weights: tuple[ClassOfWeights, ...]
    accepted_sizes: tuple[int, ...]
    sizes_of_whole_experts: tuple[int, ...]  # under expert parallelism; none without experts
    held: tuple[ClassOfWeights, ...]  # what of *weights* lies on the cards
    all_weights: float  # byte, once: of *held*
    steady: Cache  # of all sequences once their prompts are read, on one GPU
    kept: Drafted  # what keeps a cache
    draft: Drafting | None = None
    _loads: dict[Layout, Load] = field(default_factory=dict[Layout, "Load"], compare=False)

    def on(self, engine: Profile) -> "Serving":
        """The same scenario on cards where the engine behaves otherwise."""
        return replace(self, engine=engine, _loads={})

    def load(self, layout: Layout) -> Load:
        """The fullest GPU of *layout*; computed once for each layout."""
        known = self._loads.get(layout)
        if known is None:
            known = self._loads[layout] = self._load(layout)
        return known

    def valid_sizes(self, most: int, *, expert_parallel: bool = False) -> tuple[int, ...]:
        """
        Tensor-parallel sizes up to *most* that the engine accepts, ascending.

        With *expert_parallel* those of the rest of the model, the experts staying whole.
        """
        accepted = self.sizes_of_whole_experts if expert_parallel else self.accepted_sizes
        return tuple(size for size in accepted if size <= most)

    def at_least(self, layout: Layout) -> float:
        """
        Bytes that the fullest GPU of *layout* cannot hold less than: everything divided evenly.

        Costs next to nothing, and rules out most layouts of small cards.
        """
        replica = layout.tensor_parallel_size * layout.pipeline_parallel_size
        # Experts may be spread over all replicas.
        ranks = layout.gpus if layout.enable_expert_parallel else replica
        weights = max(0.0, self.all_weights / ranks - kept_by_the_host(self.scenario.engine))
        return weights + self.steady.total / layout.gpus

    def parts(self) -> tuple[Part, ...]:
        """The whole on one GPU: each part with its range, and the terms that it is the sum of."""
        weights, demand = self.weights_per_gpu(ONE_GPU), self.engine.demand(ONE_GPU)
        parts = (
            self._weights(weights),
            *parts_beside(self.scenario, self.model, self.draft, ONE_GPU),
            *self._cache_parts(),
            _of_engine("activations", demand),
            _of_engine("runtime", demand),
        )
        return tuple(part for part in parts if part.size)

    def _load(self, layout: Layout) -> Load:
        weights = self.weights_per_gpu(layout)
        demand = self.engine.demand(layout)
        one = self._one(layout, self.scenario.held.tokens)
        used = self._all(one, layout)
        activations, runtime = demand.activations, demand.runtime
        beside = tuple(parts_beside(self.scenario, self.model, self.draft, layout))
        pool = self._pool(layout)
        kept = in_pool(used, pool)
        sizes: dict[ComponentName, int] = {
            "weights": weights,
            **{part.name: part.size for part in beside},
            "kv_cache": kept.kv_cache,
            "state": kept.state,
            "activations": activations.size,
            "runtime": runtime.size,
        }
        high = activations.high + runtime.high + sum([part.high for part in beside])
        low = activations.low + runtime.low + sum([part.low for part in beside])
        return Load(
            sizes={name: size for name, size in sizes.items() if size},
            demand=demand,
            needed=sum(sizes.values()),
            needed_high=weights + self._spread(weights)[1] + kept.total + high,
            needed_low=weights - self._spread(weights)[0] + kept.total + low,
            fixed=sum(sizes.values()) - kept.total,
            one_sequence=one.total,
            cache=used.total,
            pool=pool,
        )

    def _pool(self, layout: Layout) -> Pool | None:
        return pool_of(self.scenario.engine, lambda tokens: self.cache_of_one(layout, tokens))

    def weights_per_gpu(self, layout: Layout) -> int:
        """Weights as the engine loads them: bytes on the fullest GPU."""
        if (fullest := self._fullest(layout)) is not None:
            return fullest.weights
        total = weights_per_gpu(self.held, self.model, layout)
        offload = kept_by_the_host(self.scenario.engine)
        if offload:  # of the layers alone
            layers = tuple(group for group in self.held if group.tensors.layers)
            total -= min(offload, weights_per_gpu(layers, self.model, layout))
        if self.engine.pads_mxfp4 and self.scenario.precision.id in MXFP4:
            total += padded_experts(self.model, self.weights) // layout.tensor_parallel_size
        if self.engine.builds_rotary_cache:
            total += rotary_cache(self.model, dtype_bytes(self.scenario))
        return total + self.engine.other_weights // layout.tensor_parallel_size

    def cache_of_one(self, layout: Layout, tokens: int) -> int:
        """Cache and state of one sequence of *tokens*: bytes on one GPU."""
        return self._one(layout, tokens).total

    def cache_beside(self, layout: Layout, tokens: int, sequences: int) -> int:
        """What they take beside the weights of the GPU that is fullest now, in bytes."""
        if (fullest := self._fullest(layout)) is None:
            return self.cache_of_one(layout, tokens) * sequences
        cached = self._one(ONE_GPU, tokens).total * sequences
        return max(each.holding(cached) for each in self._stages(layout)) - fullest.weights

    def saved_by_prefix(self, layout: Layout, prefix: int) -> int:
        """What each further sequence saves when its first *prefix* tokens are there: bytes."""
        bits = self.scenario.kv_precision.cache_bits_per_element
        whole = self.kept.saved(bits, prefix, layout, self.engine.rules)
        return round(whole * self.engine.cache_on_card)

    def _one(self, layout: Layout, tokens: int) -> Cache:
        """One sequence by the engine's rules: what it charges when it admits it."""
        bits, rules = self.scenario.kv_precision.cache_bits_per_element, self.engine.rules
        fullest = self._fullest(layout)
        whole = self.kept.one(bits, tokens, ONE_GPU if fullest else layout, rules)
        return whole.times(self.engine.cache_on_card * (fullest.share if fullest else 1))

    def _fullest(self, layout: Layout) -> Stage | None:
        """Of cards that hold no even parts the one that holds most; None where they do."""
        stages, held = self._stages(layout), self.scenario.held
        if not stages:
            return None
        cached = self._one(ONE_GPU, held.tokens).total * held.sequences
        return max(stages, key=lambda each: each.holding(cached))

    def _stages(self, layout: Layout) -> tuple[Stage, ...]:
        divide, cards = self.engine.division, layout.pipeline_parallel_size
        return () if divide is None or cards == 1 else divide(cards)

    def _all(self, one: Cache, layout: Layout) -> Cache:
        """All sequences of the scenario on one GPU, each as *one* of them."""
        held = self.scenario.held
        prefix = min(held.shared_prefix, held.tokens)
        saved = self.saved_by_prefix(layout, prefix) if prefix else 0
        here = -(-held.sequences // layout.data_parallel_size)
        return of_sequences(one, min(here, self.at_a_time), saved)

    @property
    def at_a_time(self) -> int:
        """
        Sequences whose tokens are held at the same time.

        A pooling model works them off step by step: those of one step, and the one before whose
        last tokens are still to come.
        """
        held, step = self.scenario.held, self.engine.step
        if step is None:
            return held.sequences
        return min(held.sequences, 1 + -(-step // held.tokens))

    def _spread(self, weights: int) -> tuple[int, int]:
        """How far *weights* may lie below and above what is loaded: bytes."""
        unsure = (UNSURE_WEIGHTS_RANGE,) * 2
        below, above = unsure if self._is_unsure() else (WEIGHTS_BELOW, WEIGHTS_ABOVE)
        return round(weights * below), round(weights * above)

    def _is_unsure(self) -> bool:
        precision = self.scenario.precision
        return precision.kind in ("gguf", "other") or precision.id in GENERIC

    def _weights(self, size: int) -> Part:
        below, above = self._spread(size)
        known = Known.MODELLED if self._is_unsure() else Known.EXACT
        once = round(sum([group.size for group in self.weights]))
        formula = weight_terms(self.weights, size - once)
        return Part("weights", size, size - below, size + above, known, formula, WEIGHTS_SOURCE)

    def _cache_parts(self) -> tuple[Part, Part]:
        one = self._one(ONE_GPU, self.scenario.held.tokens)
        used = self._all(one, ONE_GPU)
        held, bits = self.scenario.held, self.scenario.kv_precision.cache_bits_per_element
        found = self.kept.terms(bits, held.tokens, self.engine.rules)
        cached = tuple(term.said(self.at_a_time) for term in found.kv_cache)
        states = tuple(term.said(self.at_a_time) for term in found.state)
        if held.shared_prefix:
            cached += (note("formula.shared_prefix", tokens=held.shared_prefix),)
        if self.engine.cache_on_card < 1:
            cached += (note("formula.layers_on_cards", percent=100 * self.engine.cache_on_card),)
        size, least, pool = used.kv_cache, self.steady.kv_cache, self._pool(ONE_GPU)
        if pool is not None and in_pool(used, pool) != used:
            size = least = in_pool(used, pool).kv_cache
            cached = (pool.said(size, one.total / held.tokens),)
        return (
            _exact("kv_cache", size, least, cached, CACHE_SOURCE),
            _exact("state", used.state, self.steady.state, states, STATE_SOURCE),
        )


def serving(scenario: Scenario, model: Model, engine: Profile) -> Serving:
    """Prepare *scenario* for cards on which the engine behaves as *engine* says."""
    groups = classes(model, scenario.precision)
    draft = drafting(scenario.draft, model, scenario.precision) if scenario.draft else None
    kept, held = drafted(model, draft), scenario.held
    bits = scenario.kv_precision.cache_bits_per_element
    share = engine.on_card
    here = groups if share is None else tuple(group.times(share(group.tensors)) for group in groups)
    return Serving(
        scenario=scenario,
        model=model,
        engine=engine,
        weights=groups,
        accepted_sizes=_sizes(scenario, model) if engine.tensor_parallel else (1,),
        sizes_of_whole_experts=(
            _sizes(scenario, model, expert_parallel=True)
            if engine.tensor_parallel and model.moe is not None
            else ()
        ),
        held=here,
        all_weights=sum([group.size for group in here]) + min(0, engine.other_weights),
        # Of a pooling model no sequence stays.
        steady=kept.all(
            bits,
            held.tokens,
            1 if model.pooling else held.sequences,
            held.shared_prefix,
            engine.rules,
        ).times(engine.cache_on_card),
        kept=kept,
        draft=draft,
    )


def _sizes(scenario: Scenario, model: Model, *, expert_parallel: bool = False) -> tuple[int, ...]:
    split = split_of(scenario.engine, expert_parallel=expert_parallel)
    return valid_sizes(model, scenario.precision, split=split)


def _of_engine(name: Literal["activations", "runtime"], demand: Demand) -> Part:
    part = demand.activations if name == "activations" else demand.runtime
    return Part(name, part.size, part.low, part.high, demand.known, part.formula, demand.source)


def _exact(name: ComponentName, used: int, steady: int, formula: Formula, source: Note) -> Part:
    """What the engine charges; the low end is what the tokens take once the prompts are read."""
    return Part(name, used, min(used, steady), used, Known.EXACT, formula, source)
