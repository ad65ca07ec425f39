"""Several questions answered side by side: each is resolved and placed as any other."""

from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import Resolved, resolve
from core.catalog.catalog import Catalog
from core.planning.plan import Plan, plan


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
