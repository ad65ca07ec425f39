"""What was asked for and does not fit: what advice is given for."""

from core.asked.question import Question
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.planning.fit import card, serve_on
from core.planning.placement import Placement, Role
from core.planning.plan import Plan, place_on


def missing(question: Question, plan: Plan) -> Placement | None:
    """
    What was asked for and does not fit, or what no number of the named cards holds; of "does it
    fit an H100?" the one card that was meant.
    """
    named = Role.ASKED | Role.TOO_SMALL if question.gpus else Role.ASKED
    short = next((p for p in plan.placements if p.role & named and not p.fits), None)
    if question.task != "serve":
        return short
    if short is None:
        return _one_that_was_meant(question, plan)
    if Role.ASKED in short.role or plan.scenarios[short.estimate].engine.name != "llama.cpp":
        return short
    return _one_card(plan, short.gpu, short.estimate)  # the rest may lie with the host


def _one_that_was_meant(question: Question, plan: Plan) -> Placement | None:
    best = plan.headlines[0]
    one_kind = question.intent == "fit" and len(question.gpus) == len(plan.scenarios) == 1
    if not one_kind or best is None or Role.ASKED in best.role or best.count == 1:
        return None
    return _one_card(plan, question.gpus[0].gpu, 0)


def _one_card(plan: Plan, gpu: GPU, index: int) -> Placement | None:
    scenario, kind = plan.scenarios[index], card(gpu)
    if not isinstance(scenario.model, Model):
        return None
    return place_on(serve_on(scenario, scenario.model, kind), kind, 1, index=index)[0]
