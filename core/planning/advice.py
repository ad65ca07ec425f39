"""
The smallest changes that make a model fit, each with what it gives back.

A change is made to the question, which is then resolved and placed as any other: what is offered
here is what the changed question is answered with. They are tried one at a time, from the one that
costs least on; another card and more cards come last.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from core.asked.question import Cards, Question
from core.asked.scenario import Resolved, Scenario, resolve
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.memory.rule_of_thumb import RuleOfThumb
from core.planning.another_card import larger_cards
from core.planning.command import serve_command
from core.planning.fit import card, serve_on
from core.planning.missing import missing
from core.planning.placement import Placement, Role
from core.planning.plan import Plan, place_on
from core.planning.practical import most_cards
from core.planning.result import Change
from core.planning.serve_advice import serving_candidates
from core.planning.size_advice import size_candidates
from core.planning.size_only import cards_for_size, size_estimate
from core.planning.train import train_on
from core.planning.train_advice import training_candidates
from core.question.restate import restate
from core.wording.note import Note, note

MOST = 5  # changes on the same cards; more would be read by nobody
OF_A_KIND = {
    "change.qlora": "change.lora",
    "change.offload_parameters": "change.offload_optimizer",
    "change.replicas": "change.split",
}


def changes(question: Question, plan: Plan, catalog: Catalog) -> tuple[Change, ...]:
    """
    For the first placement that was asked for and does not fit; none where all is well.

    Only changes that make it fit are offered.
    """
    short = missing(question, plan)
    if short is None:
        return ()
    scenario = plan.scenarios[short.estimate]
    alone = _alone(question, plan, short)
    if question.task != "serve":
        candidates = training_candidates(alone, scenario, short)
    elif isinstance(scenario.model, Model):
        candidates = serving_candidates(alone, scenario, short, catalog)
    else:
        candidates = size_candidates(alone, scenario, catalog)
    return (
        *islice(_tried(candidates, short, catalog), MOST),
        *_another_card(alone, scenario, short, plan, catalog),
        *_more_cards(alone, scenario, short, plan),
    )


def _alone(question: Question, plan: Plan, short: Placement) -> Question:
    """The question about what does not fit, in the format that was chosen for it."""
    formats = len(question.precisions) or 1
    model, at = divmod(short.estimate, formats)
    precisions = question.precisions[at : at + 1]
    if plan.refused is not None:
        precisions = (plan.scenarios[short.estimate].precision,)
    models = (question.models[model],)
    intent = "fit" if question.intent == "compare" else question.intent
    alone = replace(question, models=models, precisions=precisions, intent=intent)
    if question.task == "serve" and len(question.gpus) == 1 and question.gpus[0].count is None:
        alone = replace(alone, gpus=(Cards(short.gpu, short.count),))
    return alone


def _tried(
    candidates: Iterator[tuple[Note, Question]], short: Placement, catalog: Catalog
) -> Iterator[Change]:
    offered: set[str] = set()
    for what, asked in candidates:
        kind = OF_A_KIND.get(what.key, what.key)
        if kind in offered:  # a milder form of the same change does
            continue
        [changed] = resolve(asked, catalog).scenarios
        placed = _placed(changed, short)
        if placed.fits:
            offered.add(kind)
            yield _change(what, asked, changed, short, placed)


def _another_card(
    question: Question, scenario: Scenario, short: Placement, plan: Plan, catalog: Catalog
) -> Iterator[Change]:
    """As many of the smallest usual card that holds it, all else alike."""
    if any(Role.INSTEAD in placed.role for placed in plan.placements):
        return  # the first line names another card already
    if Role.TOO_SMALL in short.role:
        return
    for gpu in larger_cards(short.gpu, catalog):
        asked = replace(question, gpus=(Cards(gpu, short.count),))
        changed = _alike(resolve(asked, catalog), scenario)
        if changed is None:
            asked = replace(asked, precisions=(scenario.precision,))
            changed = _alike(resolve(asked, catalog), scenario)
        if changed is None:
            continue
        placed = _placed(changed, replace(short, gpu=gpu))
        if placed.fits:
            what = note("change.another_card", count=short.count, gpu=gpu.name)
            yield _change(what, asked, changed, short, placed)
            return


def _alike(resolved: Resolved, scenario: Scenario) -> Scenario | None:
    """
    The scenario of another card, where format and engine are the same; float32 was the old card's.
    """
    [changed] = resolved.scenarios
    same = scenario.precision.id in (changed.precision.id, "fp32")
    return changed if same and changed.engine == scenario.engine else None


def _more_cards(
    question: Question, scenario: Scenario, short: Placement, plan: Plan
) -> Iterator[Change]:
    larger = _one_more(scenario, short) or next(
        (p for p in plan.placements if p.fits and p.gpu.id == short.gpu.id), None
    )
    if larger is None:
        return
    intent = "fit" if question.task == "serve" else question.intent
    asked = replace(question, gpus=(Cards(short.gpu, larger.count),), intent=intent)
    what = note("change.cards", count=larger.count, gpu=short.gpu.name)
    yield _change(what, asked, scenario, short, larger)


def _one_more(scenario: Scenario, short: Placement) -> Placement | None:
    """One more card beside several, in stages; machines of data centres come in fixed numbers."""
    count = short.count + 1
    if scenario.task != "serve" or not isinstance(scenario.model, Model) or count < 3:
        return None
    if short.gpu.segment == "data-centre" or count > most_cards(short.gpu):
        return None
    kind = card(short.gpu)
    placed = place_on(serve_on(scenario, scenario.model, kind), kind, count, index=0)[0]
    return placed if placed.fits else None


def _placed(changed: Scenario, short: Placement) -> Placement:
    """On the same cards."""
    kind = card(short.gpu)
    if changed.task == "serve" and isinstance(changed.model, Model):
        return place_on(serve_on(changed, changed.model, kind), kind, short.count, index=0)[0]
    if changed.task == "serve":
        rule = RuleOfThumb(changed.model.parameters, changed.precision.bits, changed.overhead)
        return cards_for_size(size_estimate(changed, rule), kind, short.count, index=0)[0]
    count = short.count if Role.ASKED in short.role else None
    return train_on(changed, kind, count, index=0)[0]


def _change(
    what: Note, asked: Question, changed: Scenario, short: Placement, placed: Placement
) -> Change:
    served = changed.task == "serve"
    return Change(
        what=what,
        gives_back=short.needed - placed.needed,
        question=restate(asked),
        max_sequences=placed.max_sequences,
        max_context=placed.max_context,
        command=serve_command(changed, placed, asked.language) if served else None,
        placed=placed,
        precision=changed.precision,
    )
