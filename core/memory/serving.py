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
from core.memory.engines.demand import Demand
from core.memory.engines.profile import Profile, dtype_bytes
from core.memory.kv_cache import (
    STEADY,
    Cache,
    Rules,
    cache,
    cache_of_one_sequence,
    of_sequences,
    shared_by_sequences,
    terms,
)
from core.memory.layout import ONE_GPU, Layout
from core.memory.parallelism import valid_sizes
from core.memory.part import Known, Part
from core.memory.splitting.split import split_of
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
WEIGHTS_RANGE = 0.01  # loaders pad and fuse: 95 % of logs lie within this (docs/accuracy.md)
MXFP4 = ("mxfp4", "mxfp4-experts")
GENERIC = ("int4", "int8")  # what "4 bits" and "8 bits" mean until someone names the format
UNSURE_WEIGHTS_RANGE = 0.06  # where "4 bits" may mean any of several formats, and for GGUF mixes


@dataclass(frozen=True, slots=True)
class Load:
    """
    What one GPU holds, in bytes: the parts and their sums, and how the engine shares out the card.

    *needed_high* has every part at the top of its range; *fixed* leaves out what depends on context
    or sequences; *one_sequence* is cache and state of a sequence of the scenario's context.
    """

    parts: tuple[Part, ...]
    demand: Demand
    needed: int
    needed_high: int
    fixed: int
    one_sequence: int


@dataclass(frozen=True, slots=True)
class Serving:
    """One scenario on one kind of card."""

    scenario: Scenario
    model: Model
    engine: Profile
    weights: tuple[ClassOfWeights, ...]
    accepted_sizes: tuple[int, ...]
    sizes_of_whole_experts: tuple[int, ...]  # under expert parallelism; none without experts
    all_weights: float  # byte, once
    all_cache: int  # byte, of all sequences once their prompts are read
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
        return self.all_weights / ranks + self.all_cache / layout.gpus

    def _load(self, layout: Layout) -> Load:
        weights = self.weights_per_gpu(layout)
        demand = self.engine.demand(layout)
        one = self._one(layout, self.scenario.held.tokens, self.engine.rules)
        steady = self._one(layout, self.scenario.held.tokens, STEADY)
        used, steady = self._all(one, layout, self.engine.rules), self._all(steady, layout, STEADY)
        # Of a split model only sizes are shown; the sums are told for the whole.
        told = layout == ONE_GPU
        parts = [self._weights(weights, told), *self._cache_parts(used, steady, told)]
        parts += (_of_engine("activations", demand), _of_engine("runtime", demand))
        fixed = weights + demand.activations.size + demand.runtime.size
        return Load(
            parts=tuple(part for part in parts if part.size),
            demand=demand,
            needed=sum([part.size for part in parts]),
            needed_high=sum([part.high for part in parts]),
            fixed=fixed,
            one_sequence=one.total,
        )

    def weights_per_gpu(self, layout: Layout) -> int:
        """Weights as the engine loads them: bytes on the fullest GPU."""
        total = weights_per_gpu(self.weights, self.model, layout)
        if self.engine.pads_mxfp4 and self.scenario.precision.id in MXFP4:
            total += padded_experts(self.model, self.weights) // layout.tensor_parallel_size
        if self.engine.builds_rotary_cache:
            total += rotary_cache(self.model, dtype_bytes(self.scenario))
        if layout.pipeline_parallel_size > 1 and self.engine.other_weights < 0:
            return total  # the fullest stage holds the head, not the embedding
        return total + self.engine.other_weights // layout.tensor_parallel_size

    def cache_of_one(self, layout: Layout, tokens: int) -> int:
        """Cache and state of one sequence of *tokens*: bytes on one GPU."""
        return self._one(layout, tokens, self.engine.rules).total

    def saved_by_prefix(self, layout: Layout, prefix: int) -> int:
        """What each further sequence saves when its first *prefix* tokens are there: bytes."""
        return self._saved(layout, prefix, self.engine.rules)

    def _one(self, layout: Layout, tokens: int, rules: Rules) -> Cache:
        """
        One sequence: by the engine's rules, what it charges when it admits it; by `STEADY`, what
        its tokens take once the prompt is read.
        """
        bits = self.scenario.kv_precision.cache_bits_per_element
        return cache_of_one_sequence(self.model, bits, tokens, layout=layout, rules=rules)

    def _all(self, one: Cache, layout: Layout, rules: Rules) -> Cache:
        """All sequences of the scenario on one GPU."""
        held = self.scenario.held
        prefix = min(held.shared_prefix, held.tokens)
        saved = self._saved(layout, prefix, rules) if prefix else 0
        return of_sequences(one, -(-held.sequences // layout.data_parallel_size), saved)

    def _saved(self, layout: Layout, prefix: int, rules: Rules) -> int:
        bits = self.scenario.kv_precision.cache_bits_per_element
        return shared_by_sequences(self.model, bits, prefix, layout, rules)

    def _weights(self, size: int, told: bool) -> Part:
        precision = self.scenario.precision
        unsure = precision.kind in ("gguf", "other") or precision.id in GENERIC
        spread = round(size * (UNSURE_WEIGHTS_RANGE if unsure else WEIGHTS_RANGE))
        known = Known.MODELLED if unsure else Known.EXACT
        formula: Formula = ()
        if told:
            once = round(sum([group.size for group in self.weights]))
            formula = weight_terms(self.weights, size - once)
        return Part("weights", size, size - spread, size + spread, known, formula, WEIGHTS_SOURCE)

    def _cache_parts(self, used: Cache, steady: Cache, told: bool) -> tuple[Part, Part]:
        scenario, model, rules = self.scenario, self.model, self.engine.rules
        cached: Formula = ()
        states: Formula = ()
        if told:
            held, bits = scenario.held, scenario.kv_precision.cache_bits_per_element
            found = terms(model, bits, held.tokens, rules)
            cached = tuple(term.said(held.sequences) for term in found.kv_cache)
            states = tuple(term.said(held.sequences) for term in found.state)
            if held.shared_prefix:
                cached += (note("formula.shared_prefix", tokens=held.shared_prefix),)
        return (
            _exact("kv_cache", used.kv_cache, steady.kv_cache, cached, CACHE_SOURCE),
            _exact("state", used.state, steady.state, states, STATE_SOURCE),
        )


def serving(scenario: Scenario, model: Model, engine: Profile) -> Serving:
    """Prepare *scenario* for cards on which the engine behaves as *engine* says."""
    precision = scenario.precision
    groups = classes(model, precision)
    steady = cache(
        model,
        scenario.kv_precision.cache_bits_per_element,
        scenario.held.tokens,
        scenario.held.sequences,
        shared_prefix=scenario.held.shared_prefix,
    )
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
        all_weights=sum([group.size for group in groups]) + min(0, engine.other_weights),
        all_cache=steady.total,
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
