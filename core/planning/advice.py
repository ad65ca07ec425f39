"""
The smallest changes that make a model fit, each with what it gives back.

A change is made to the question, which is then resolved and placed as any other: what is offered
here is what the changed question is answered with. They are tried one at a time, from the one that
costs least quality on; more cards come last.
"""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Cards, Question
from core.asked.scenario import Scenario, resolve
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.planning.command import serve_command
from core.planning.fit import card, serve_on
from core.planning.placement import Placement, Role
from core.planning.plan import Plan, place_on
from core.planning.result import Change
from core.planning.serve_advice import serving_candidates
from core.planning.train import train_on
from core.planning.train_advice import training_candidates
from core.question.restate import restate
from core.wording.note import Note, note

_ASKED_OR_TOO_SMALL = Role.ASKED | Role.TOO_SMALL


def changes(question: Question, plan: Plan, catalog: Catalog) -> tuple[Change, ...]:
    """
    For the first placement that was asked for and does not fit; none where all is well.

    Only changes that make it fit are offered.
    """
    short = _short(question, plan) or _one_of_too_few(question, plan)
    if short is None:
        return ()
    scenario = plan.scenarios[short.estimate]
    alone = _alone(question, plan, short)
    if question.task != "serve":
        candidates = training_candidates(alone, scenario, short)
    elif isinstance(scenario.model, Model):
        candidates = serving_candidates(alone, scenario, short, catalog)
    else:
        return ()
    return (*_tried(candidates, short, catalog), *_more_cards(alone, scenario, short, plan))


def _short(question: Question, plan: Plan) -> Placement | None:
    """What was asked for and does not fit; of a training run also what no number of cards holds."""
    trains = question.task != "serve" and question.gpus
    named = _ASKED_OR_TOO_SMALL if trains else Role.ASKED
    return next((p for p in plan.placements if p.role & named and not p.fits), None)


def _one_of_too_few(question: Question, plan: Plan) -> Placement | None:
    """
    One of the named cards, where no number of them holds what llama.cpp can leave with the host.
    """
    small = next((p for p in plan.placements if Role.TOO_SMALL in p.role), None)
    if small is None or not question.gpus:
        return None
    scenario = plan.scenarios[small.estimate]
    if scenario.engine.name != "llama.cpp" or not isinstance(scenario.model, Model):
        return None
    kind = card(small.gpu)
    return place_on(serve_on(scenario, scenario.model, kind), kind, 1, index=small.estimate)[0]


def _alone(question: Question, plan: Plan, short: Placement) -> Question:
    """The question about what does not fit, in the format that was chosen for it."""
    formats = len(question.precisions) or 1
    model, at = divmod(short.estimate, formats)
    precisions = question.precisions[at : at + 1]
    if plan.refused is not None:
        precisions = (plan.scenarios[short.estimate].precision,)
    models = (question.models[model],)
    intent = "fit" if question.intent == "compare" else question.intent
    return replace(question, models=models, precisions=precisions, intent=intent)


def _tried(
    candidates: Iterator[tuple[Note, Question]], short: Placement, catalog: Catalog
) -> Iterator[Change]:
    offered: set[str] = set()
    for what, asked in candidates:
        if what.key in offered:  # a milder form of the same change does
            continue
        [changed] = resolve(asked, catalog).scenarios
        placed = _placed(changed, short)
        if placed.fits:
            offered.add(what.key)
            yield _change(what, asked, changed, short, placed)


def _more_cards(
    question: Question, scenario: Scenario, short: Placement, plan: Plan
) -> Iterator[Change]:
    larger = next((p for p in plan.placements if p.fits and p.gpu.id == short.gpu.id), None)
    if larger is None:
        return
    intent = "fit" if question.task == "serve" else question.intent
    asked = replace(question, gpus=(Cards(short.gpu, larger.count),), intent=intent)
    what = note("change.cards", count=larger.count, gpu=short.gpu.name)
    yield _change(what, asked, scenario, short, larger)


def _placed(changed: Scenario, short: Placement) -> Placement:
    """On the same cards."""
    kind = card(short.gpu)
    if changed.task == "serve" and isinstance(changed.model, Model):
        return place_on(serve_on(changed, changed.model, kind), kind, short.count, index=0)[0]
    count = short.count if Role.ASKED in short.role else None
    return train_on(changed, kind, count, index=0)[0]


def _change(
    what: Note, asked: Question, changed: Scenario, short: Placement, placed: Placement
) -> Change:
    return Change(
        what=what,
        gives_back=short.needed - placed.needed,
        question=restate(asked),
        max_sequences=placed.max_sequences,
        max_context=placed.max_context,
        command=serve_command(changed, placed) if changed.task == "serve" else None,
    )
