"""Several questions answered side by side: each is resolved and placed as any other."""

from collections.abc import Iterable
from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import Resolved, resolve
from core.catalog.catalog import Catalog
from core.planning.labels import labels
from core.planning.placement import Placement
from core.planning.plan import Plan, plan
from core.planning.result import Answer, Verdict
from core.wording.note import Note
from core.wording.say import say_note


def side_by_side(questions: tuple[Question, ...], catalog: Catalog) -> tuple[Resolved, Plan]:
    """One plan of all; `assumed` is what they have in common."""
    resolved = [resolve(question, catalog) for question in questions]
    plans = [plan(each) for each in resolved]
    starts = [sum(len(each.scenarios) for each in plans[:index]) for index in range(len(plans))]
    together = Plan(
        scenarios=tuple(scenario for each in plans for scenario in each.scenarios),
        rules=tuple(rule for each in plans for rule in each.rules),
        estimates=tuple(estimate for each in plans for estimate in each.estimates),
        placements=tuple(
            replace(placement, estimate=placement.estimate + start)
            for each, start in zip(plans, starts, strict=True)
            for placement in each.placements
        ),
    )
    first, *others = resolved
    shared = tuple(note for note in first.assumed if all(note in each.assumed for each in others))
    return replace(first, scenarios=together.scenarios, assumed=shared), together


def answered(
    question: Question,
    resolved: Resolved,
    planned: Plan,
    verdict: Verdict,
    caveats: Iterable[Note],
    first: Placement | None,
) -> Answer:
    """The answer to what was planned side by side; *first* is the placement of its first line."""
    language = question.language
    return Answer(
        question=question,
        scenarios=planned.scenarios,
        assumed=tuple(say_note(language, note) for note in resolved.assumed),
        rule_of_thumb=None,
        estimates=planned.estimates,
        placements=planned.placements,
        verdict=verdict,
        caveats=tuple(say_note(language, note) for note in caveats),
        headline=first,
        labels=labels(language, planned.scenarios),
    )
