"""
vLLM on the cards that train: GRPO and PPO with its share of each card (vllm_mode colocate).

It takes the share whatever the model, and starts only where the share holds its weights and one
sequence. Weights are whole on each card unless vllm_tensor_parallel_size says otherwise; where
nothing was said the smallest size is taken that starts (trl/generation/vllm_generation.py at
f2cd5771).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.asked.held import Held
from core.asked.methods import USUAL_SHARE, colocates
from core.asked.question import Engine, Size, Training
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.memory.layout import Layout
from core.memory.part import Known, Part
from core.memory.training.typical import typical_model
from core.planning.fit import Card, budget_of, card, serve_on
from core.planning.placement import Placement
from core.wording.note import Bytes, Note, note

BATCHED_TOKENS = 4096  # max_num_batched_tokens that TRL sets
STEP = 0.05  # of a share that nobody named
MOST = 0.9
SOURCE = note("source.methods")


@dataclass(frozen=True, slots=True)
class Rollout:
    """*size* bytes of each card; *starts*: whether the share holds the model at all."""

    size: int
    needs: int
    share: float
    tensor_parallel: int
    starts: bool


def rollout(scenario: Scenario, kind: Card, count: int) -> Rollout | None:
    """What vLLM takes of each of *count* cards; None where it writes elsewhere, or nothing does."""
    if not colocates(scenario.training):
        return None
    said = scenario.training.vllm_gpu_memory_utilization
    tried = list(_splits(scenario, kind, count, USUAL_SHARE if said is None else said))
    found = _smallest(tried)
    if found.starts or said is not None:
        return found
    short = min(each.needs - each.size for each in tried)
    steps = -(-short // round(STEP * kind.visible))
    share = min(MOST, round(USUAL_SHARE + steps * STEP, 2))
    return _smallest([_larger(each, share, kind) for each in tried])


def starved_rollout(scenario: Scenario, short: Placement) -> Note | None:
    """That it is vLLM's share alone that is too small; None where the card is."""
    if scenario.task == "serve" or short.share.needed > short.share.budget:
        return None
    found = rollout(scenario, card(short.gpu), short.count)
    if found is None or found.starts:
        return None
    percent = round(100 * found.share)
    return note("verdict.starved", percent=percent, needs=Bytes(found.needs))


def enough_for_vllm(scenario: Scenario, short: Placement) -> float | None:
    """The share of a card, in steps of a twentieth, in which it starts; None where it does."""
    kind = card(short.gpu)
    found = rollout(scenario, kind, short.count)
    if found is None or found.starts:
        return None
    steps = -(-(found.needs - found.size) // round(STEP * kind.visible))
    share = round(found.share + steps * STEP, 2)
    return share if share <= MOST else None


def rollout_part(found: Rollout, given_back: int = 0) -> Part:
    """As a part of each card; *given_back*: bytes that training does not hold while vLLM does."""
    size = max(0, max(found.size, found.needs) - given_back)
    percent = round(100 * found.share)
    key = "rollout_asleep" if given_back else "rollout" if found.starts else "rollout_needs"
    formula = note(f"formula.{key}", percent=percent, size=Bytes(found.needs))
    return Part("rollout", size, size, size, Known.MODELLED, (formula,), SOURCE)


def _smallest(tried: list[Rollout]) -> Rollout:
    """The smallest split that starts; otherwise the one that lacks least."""
    starting = [each for each in tried if each.starts]
    return starting[0] if starting else min(tried, key=lambda each: each.needs)


def _larger(found: Rollout, share: float, kind: Card) -> Rollout:
    """With another share of the card: what it needs stays the same."""
    size = min(kind.visible, found.size + round((share - found.share) * kind.visible))
    return replace(found, size=size, share=share, starts=found.needs <= size)


def _splits(scenario: Scenario, kind: Card, count: int, share: float) -> Iterator[Rollout]:
    """Over as many cards as were named, or over every number up to a machine."""
    said = scenario.training.vllm_tensor_parallel_size
    together = min(count, kind.together)
    for size in (said,) if said else (size for size in (1, 2, 4, 8) if size <= together):
        found = _split(scenario, kind, share, size)
        if found is not None:
            yield found
            if found.starts:
                return


def _split(scenario: Scenario, kind: Card, share: float, ranks: int) -> Rollout | None:
    """None where the heads do not divide by *ranks*."""
    served = serve_on(*_served(scenario, share), kind)
    layout = Layout(ranks)
    if ranks > 1 and ranks not in served.valid_sizes(max(kind.together, ranks)):
        return None
    load = served.load(layout)
    budget = budget_of(served, load, kind)
    return Rollout(budget, load.needed, share, ranks, load.needed <= budget)


def _served(scenario: Scenario, share: float) -> tuple[Scenario, Model]:
    """As vLLM is started: for one sequence of the run's length at least."""
    model, training = scenario.model, scenario.training
    shape = typical_model(model.elements) if isinstance(model, Size) else model
    engine = Engine(
        "vllm",
        gpu_memory_utilization=share,
        max_num_batched_tokens=BATCHED_TOKENS,
        max_num_seqs=(training.batch or 1) * (training.gradient_accumulation_steps or 1),
    )
    held = Held(training.sequence_tokens or 1, 1)
    return replace(scenario, task="serve", engine=engine, held=held, training=Training()), shape
