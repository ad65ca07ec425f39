"""
How fast a placement can be at most: decoding by what must be read and computed, and how long the
first token takes at least.

    step     = max(bytes read by a GPU / bandwidth, operations / rate)
    per user = 1 / step;  in all = users / step

A step holds the users of one replica and one stage: tensor parallelism divides what is read,
replicas and stages divide the users, and neither makes one user faster. Nothing that engines add
is counted (launches, communication, sampling): real ones stay below (docs/accuracy.md says by how
much). docs/formulas.md derives each term.
"""

from dataclasses import dataclass
from typing import Literal

from core.asked.question import Size
from core.asked.scenario import Scenario
from core.memory.layout import Layout
from core.memory.offload import kept_by_the_host
from core.memory.part import Known
from core.memory.serving import Serving
from core.memory.speed.operations import of_logits, of_prompt, per_token
from core.memory.speed.rates import TERA, rate
from core.memory.speed.read import cache_read, weights_read
from core.planning.placement import Placement
from core.units import SECOND, TOKEN_PER_SECOND, TOKEN_PER_SECOND_PER_SEQUENCE, Quantity
from core.wording.note import Bytes, Formula, Note, note

GIGA = 1e9


@dataclass(frozen=True, slots=True)
class Step:
    """What one step takes at least: bytes a GPU reads, operations of each GPU, seconds."""

    read: float
    operations: float
    seconds: float
    bound: Literal["bandwidth", "compute"]
    formula: Formula


@dataclass(frozen=True, slots=True)
class Speed:
    """
    A ceiling. *step* is one of decoding, *users* those that are served at the same time,
    *tokens_a_step* more than one where a draft may be right. *prompt* is the floor of the time to
    the first token of *prompt_tokens*, None where the card's rate is in no table.
    """

    step: Step
    users: int
    tokens_a_step: int
    prompt_tokens: int
    prompt: Step | None
    source: str
    known: Known = Known.MODELLED

    @property
    def per_user(self) -> Quantity:
        """token/second/sequence, at most"""
        tokens = self.tokens_a_step / self.step.seconds
        return Quantity(tokens, TOKEN_PER_SECOND_PER_SEQUENCE)

    @property
    def in_all(self) -> Quantity:
        """token/second, at most"""
        return Quantity(self.users * self.tokens_a_step / self.step.seconds, TOKEN_PER_SECOND)

    @property
    def first_token(self) -> Quantity | None:
        """second, at least"""
        return None if self.prompt is None else Quantity(self.prompt.seconds, SECOND)


def speed_of(scenario: Scenario, placement: Placement) -> Speed | None:
    """The ceiling of *placement*; None where `no_speed` says why."""
    if no_speed(scenario, placement) is not None:
        return None
    room = placement.share.room
    if isinstance(scenario.model, Size) or room is None:
        return _of_size(scenario, placement)
    return _of_model(room.serving, room.layout, placement)


def no_speed(scenario: Scenario, placement: Placement) -> Note | None:
    """Why no ceiling can be told; None where one can."""
    gpu, room = placement.gpu, placement.share.room
    if scenario.task != "serve":
        return note("speed.trains")
    if not isinstance(scenario.model, Size) and not scenario.model.is_language_model:
        return note("speed.no_text", model=scenario.model.name)
    if gpu.bytes_per_second is None:
        return note("speed.no_bandwidth", gpu=gpu.name)
    if room is not None and _in_host_memory(room.serving):
        return note("speed.host")
    return None


def _in_host_memory(serving: Serving) -> bool:
    """Whether weights or caches are read over the bus, or computed by the processor."""
    if serving.engine.cache_on_card < 1 or kept_by_the_host(serving.scenario.engine):
        return True
    held = sum(group.size for group in serving.held if group.tensors.layers)
    return held < sum(group.size for group in serving.weights if group.tensors.layers)


def _of_model(serving: Serving, layout: Layout, placement: Placement) -> Speed:
    scenario, model, held = serving.scenario, serving.model, serving.scenario.held
    drafted = _drafted(scenario)
    here = _users_of_a_step(held.sequences, placement)
    weights = weights_read(serving.weights, model, layout, here)
    bits, prefix = scenario.kv_precision.cache_bits_per_element, held.shared_prefix
    rules = serving.engine.rules
    each, shared = cache_read(model, bits, held.tokens, layout, rules, prefix=prefix)
    caches = here * each - (here - 1) * shared
    operations = here * drafted * (per_token(model) + of_logits(model))
    read = note("formula.step_read", weights=Bytes(weights), users=here, cache=Bytes(caches / here))
    step = _step(weights + caches, operations, read, scenario, placement)
    tokens = max(1, held.tokens - prefix)
    all_weights = weights_read(serving.weights, model, layout, tokens)
    return Speed(
        step=step,
        users=held.sequences,
        tokens_a_step=drafted,
        prompt_tokens=tokens,
        prompt=_prompt(of_prompt(model, tokens), all_weights, scenario, placement),
        source=placement.gpu.speed_source or "",
    )


def _of_size(scenario: Scenario, placement: Placement) -> Speed:
    """Of a bare size: all its (active) parameters, and no cache, of which nothing is known."""
    model, users = scenario.model, scenario.held.sequences
    active = model.active_parameters
    parameters = model.elements if active is None else round(active.magnitude)
    here = _users_of_a_step(users, placement)
    read = parameters * scenario.precision.bits_per_element / 8 / placement.tensor_parallel
    said = note("formula.step_read_size", weights=Bytes(read))
    tokens = scenario.held.tokens
    return Speed(
        step=_step(read, here * 2.0 * parameters, said, scenario, placement),
        users=users,
        tokens_a_step=1,
        prompt_tokens=tokens,
        prompt=_prompt(tokens * 2.0 * parameters, read, scenario, placement),
        source=placement.gpu.speed_source or "",
    )


def _step(
    read: float, operations: float, said: Note, scenario: Scenario, placement: Placement
) -> Step:
    """*operations* of a replica, which its tensor-parallel ranks share."""
    bandwidth = placement.gpu.bytes_per_second or 0.0
    reading = read / bandwidth
    each = operations / placement.tensor_parallel
    fastest = rate(placement.gpu, scenario.precision)
    computing = each / fastest if fastest else 0.0
    if computing <= reading:
        formula = (note("formula.at_bandwidth", what=(said,), bandwidth=round(bandwidth / GIGA)),)
        return Step(read, each, reading, "bandwidth", formula)
    return Step(read, each, computing, "compute", (_computed(each, fastest or 0.0),))


def _prompt(
    operations: float, read: float, scenario: Scenario, placement: Placement
) -> Step | None:
    """All stages may work on chunks of one prompt; every weight is read at least one time."""
    fastest = rate(placement.gpu, scenario.precision)
    if not fastest:
        return None
    each = operations / (placement.tensor_parallel * placement.pipeline_parallel)
    bandwidth = placement.gpu.bytes_per_second or 0.0
    if each / fastest >= read / bandwidth:
        return Step(read, each, each / fastest, "compute", (_computed(each, fastest),))
    said = (note("formula.step_read_size", weights=Bytes(read)),)
    formula = (note("formula.at_bandwidth", what=said, bandwidth=round(bandwidth / GIGA)),)
    return Step(read, each, read / bandwidth, "bandwidth", formula)


def _computed(operations: float, fastest: float) -> Note:
    return note("formula.computed", operations=operations / TERA, rate=fastest / TERA)


def _users_of_a_step(users: int, placement: Placement) -> float:
    """Of one replica and one stage: while a stage works on some, the others work on the rest."""
    return max(1.0, users / (placement.data_parallel * placement.pipeline_parallel))


def _drafted(scenario: Scenario) -> int:
    """Tokens of one step, if every drafted one is right."""
    draft = scenario.engine.num_speculative_tokens if scenario.draft is not None else None
    return 1 + (draft or 0)
