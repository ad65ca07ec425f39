"""
Copies of the model, each in a machine of its own, for more users than one deployment is made for.

Nobody stretches one model over three machines for 500 users: a load balancer, or vLLM's
--data-parallel-size, divides them over copies.
"""

from math import ceil

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.planning.fit import Card, card, serve_on
from core.planning.placement import Placement
from core.planning.plan import Plan, place_on
from core.wording.say import say

SIZES = (1, 2, 4, 8)  # cards of one copy
MOST = 64  # copies


def with_replicas(question: Question, planned: Plan, summary: str) -> str:
    """*summary*, and how many copies hold the users, where that takes fewer cards or is the way."""
    scenario, best = planned.scenarios[0], planned.headlines[0]
    if not _is_open(question, scenario, planned) or best is None:
        return summary
    if best.fits and best.nodes == 1:
        return summary
    found = fewest_copies(scenario, card(best.gpu))
    if found is None:
        return summary
    copies, one = found
    if best.fits and copies * one.count >= best.count:
        return summary
    said = say(
        question.language,
        "verdict.replicas",
        copies=copies,
        cards=one.gpu.counted(one.count),
        users=one.share.max_sequences or 0,
        all=copies * one.count,
    )
    return f"{summary.removesuffix('.')}; {said}."


def fewest_copies(scenario: Scenario, kind: Card) -> tuple[int, Placement] | None:
    """
    How many copies, and one of them: the fewest cards together, then the fewest copies. None where
    a machine holds no copy with a user.
    """
    if not isinstance(scenario.model, Model):
        return None
    served, users = serve_on(scenario, scenario.model, kind), scenario.held.sequences
    found: list[tuple[int, Placement]] = []
    for count in (size for size in SIZES if size <= kind.per_node):
        one = place_on(served, kind, count, index=0)[0]
        held = one.share.max_sequences or 0
        if held and one.nodes == 1 and ceil(users / held) <= MOST:
            found.append((ceil(users / held), one))
    return min(found, key=lambda each: (each[0] * each[1].count, each[0]), default=None)


def _is_open(question: Question, scenario: Scenario, planned: Plan) -> bool:
    """Whether users were named, of one model, and how many of one kind of card is not."""
    cards = question.gpus
    named = len(cards) == 1 and cards[0].count is None and cards[0].instance is None
    engine = scenario.engine
    laid_out = engine.tensor_parallel_size or engine.pipeline_parallel_size
    divided = laid_out or engine.data_parallel_size
    return (
        named
        and cards[0].gpu.segment == "data-centre"
        and question.task == "serve"
        and question.intent == "memory"
        and scenario.held.sequences > 1
        and question.sequences is not None
        and len(planned.scenarios) == 1
        and not divided
    )
