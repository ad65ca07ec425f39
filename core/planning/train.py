"""
Training on cards: data parallelism, its states divided by ZeRO or FSDP where one card is too small.

Every GPU reads its own micro batch. Which stage divides what: 1 the optimizer, 2 the gradients as
well, 3 (FSDP full shard) the weights as well. Where no stage was named the lowest that fits is
taken, because each further one costs traffic. Tensors, layers and sequences are split as it was
said; the optimizer is then divided over the replicas (stage 1), as Megatron does.
"""

from dataclasses import replace
from itertools import takewhile

from core.asked.question import Size, ZeroStage
from core.asked.scenario import Scenario
from core.asked.split import split_of_run
from core.memory.estimate import Estimate
from core.memory.part import Part
from core.memory.training.parts import training_parts
from core.planning.fit import COMFORT, Card, card
from core.planning.placement import COMFORTABLE, FEWEST, Placement, Role
from core.planning.practical import most_cards
from core.planning.rollout import Rollout, rollout, rollout_part
from core.planning.share import Share
from core.planning.train_split import refused_split

COUNTS = (1, 2, 4, 8, 16, 32, 64)
FAR = 4  # times the smallest count: what more cards do not divide, they will not make comfortable
STAGES: tuple[ZeroStage, ...] = (0, 2, 3)


def training_estimate(scenario: Scenario, placed: Placement | None = None) -> Estimate:
    """All parts on one GPU, nothing divided; with vLLM's share of each card of *placed*."""
    method = "size_only" if isinstance(scenario.model, Size) else "architecture"
    parts = training_parts(_with_stage(scenario, 0), scenario.model)
    if placed is not None:
        beside = rollout(scenario, card(placed.gpu), placed.count)
        parts = _with_rollout(scenario, parts, beside)
    return Estimate(scenario.model, scenario.precision, parts, method)


def train_on(scenario: Scenario, kind: Card, count: int | None, *, index: int) -> list[Placement]:
    """The asked *count*, with what would do where it is too few; or smallest and recommended."""
    if count is not None:
        asked = _best(scenario, kind, count, index, Role.ASKED)
        larger = [] if asked.fits else _smallest(scenario, kind, index)
        return [asked, *(each for each in larger if each.fits and each.count > count)]
    return _smallest(scenario, kind, index)


def _smallest(scenario: Scenario, kind: Card, index: int) -> list[Placement]:
    most = most_cards(kind.gpu, scenario.task)
    group, replicas = split_of_run(scenario.training).gpus, scenario.training.data_parallel_size
    counts = [count for count in COUNTS if count <= most and count % group == 0] or [group]
    if replicas is not None:
        counts = [group * replicas]
    tried = (_best(scenario, kind, count, index, FEWEST) for count in counts)
    smallest = next(tried)
    while not smallest.fits:
        larger = next(tried, None)
        if larger is None:
            return [replace(smallest, role=Role.TOO_SMALL)]
        smallest = larger
    if _comfortable(smallest):
        return [replace(smallest, role=COMFORTABLE)]
    near = takewhile(lambda each: each.count <= FAR * smallest.count, tried)
    comfortable = next((each for each in near if each.fits and _comfortable(each)), None)
    return [smallest, *([replace(comfortable, role=Role.RECOMMENDED)] if comfortable else [])]


def _best(scenario: Scenario, kind: Card, count: int, index: int, role: Role) -> Placement:
    """The lowest stage that fits; the named one where one was named."""
    said = scenario.training.zero_stage
    stages = (said,) if said is not None else _stages(scenario, count)
    beside = rollout(scenario, kind, count)
    *lower, highest = stages
    for stage in lower:
        placement = _place(scenario, kind, count, stage, beside, index, role)
        if placement.fits:
            return placement
    return _place(scenario, kind, count, highest, beside, index, role)


def _stages(scenario: Scenario, count: int) -> tuple[ZeroStage, ...]:
    """What is kept by the host has to be divided: the optimizer from stage 2 on, weights at 3."""
    if count == 1:
        return STAGES[:1]
    if split_of_run(scenario.training).by_weights and not scenario.training.offload_parameters:
        return (1,)
    if scenario.training.offload_parameters:
        return (3,)
    return STAGES[1:] if scenario.training.offload_optimizer else STAGES


def _place(
    scenario: Scenario,
    kind: Card,
    count: int,
    stage: ZeroStage,
    beside: Rollout | None,
    index: int,
    role: Role,
) -> Placement:
    scenario, split = _with_stage(scenario, stage), split_of_run(scenario.training)
    parts = training_parts(scenario, scenario.model, gpus=count)
    parts = _with_rollout(scenario, parts, beside)
    needed = sum(part.size for part in parts)
    return Placement(
        estimate=index,
        gpu=kind.gpu,
        count=count,
        tensor_parallel=split.tensor,
        pipeline_parallel=split.pipeline,
        nodes=-(-count // kind.per_node),
        fits=needed <= kind.visible
        and (beside is None or beside.starts)
        and refused_split(scenario, count) is None,
        share=Share(
            parts={part.name: part.size for part in parts},
            needed=needed,
            needed_high=sum(part.high for part in parts),
            needed_low=sum(part.low for part in parts),
            reserved=needed,
            capacity=kind.capacity,
            budget=kind.visible,
        ),
        valid_tensor_parallel=(split.tensor,),
        role=role,
        zero_stage=stage,
    )


def _with_rollout(
    scenario: Scenario, parts: tuple[Part, ...], found: Rollout | None
) -> tuple[Part, ...]:
    """Of each card, with vLLM's share where it writes the answers there."""
    if found is None:
        return parts
    asleep = bool(scenario.training.vllm_sleep)
    back = sum(part.size for part in parts if part.name == "activations") if asleep else 0
    return (*parts[:-1], rollout_part(found, back), parts[-1])


def _comfortable(placement: Placement) -> bool:
    share = placement.share
    roomy = share.needed <= share.budget * (1 - COMFORT)
    return roomy and share.needed_high <= share.budget


def _with_stage(scenario: Scenario, stage: ZeroStage) -> Scenario:
    return replace(scenario, training=replace(scenario.training, zero_stage=stage))
