"""The first line where one part was asked for ("the KV cache alone"), or the figure of one card."""

from core.asked.question import ComponentName, Language, Question
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.planning.placement import Placement
from core.planning.plan import Plan
from core.planning.result import Verdict
from core.planning.words import cards, each, model_in, subject
from core.units import BYTE, whole
from core.wording.amounts import both_units
from core.wording.say import say

LOADLESS = ("weights", "runtime")  # parts that do not depend on context and users


def part_verdict(question: Question, plan: Plan, best: Placement | None) -> Verdict | None:
    """None where neither was asked, or where what was asked does not fit: that comes first."""
    placed = best if best is not None and best.fits else None
    if question.component is not None:
        return _of_a_part(question, question.component, plan, placed)
    if question.per_gpu and placed is not None:
        return _per_gpu(question.language, plan, placed)
    return None


def _per_gpu(language: Language, plan: Plan, best: Placement) -> Verdict:
    scenario = plan.scenarios[best.estimate]
    what, memory = subject(language, scenario), both_units(language, best.needed)
    values = {"what": what, "memory": memory, "each": each(language, best), "cards": cards(best)}
    said = say(language, "verdict.of_one_card", **values)
    return Verdict(None, best.share.needed, said, (best,))


def _of_a_part(
    question: Question, component: ComponentName, plan: Plan, best: Placement | None
) -> Verdict:
    language, scenario = question.language, plan.scenarios[0]
    part = say(language, f"part.{component}")
    what = _what(language, component, scenario)
    size = plan.estimates[0].sizes().get(component)
    if size is None:
        known = isinstance(scenario.model, Model) or scenario.task != "serve"
        key = "verdict.part_none" if known else "verdict.part_needs_model"
        return Verdict(None, None, say(language, key, part=part, what=what))
    if best is None or not (question.per_gpu or question.gpus):
        said = say(
            language, "verdict.part", part=part, what=what, memory=both_units(language, size)
        )
        return Verdict(None, whole(size, BYTE), said)
    return _on_cards(question, component, plan, best)


def _on_cards(question: Question, component: ComponentName, plan: Plan, best: Placement) -> Verdict:
    """The part on all cards, and its share of each where there are several."""
    language = question.language
    size = plan.estimates[0].sizes()[component]
    values = {
        "part": say(language, f"part.{component}"),
        "what": _what(language, component, plan.scenarios[0]),
        "memory": both_units(language, size),
        "each": both_units(language, best.parts[component]),
        "cards": cards(best),
    }
    if question.per_gpu:
        said = say(language, "verdict.part_per_gpu", **values)
        return Verdict(None, best.share.parts[component], said, (best,))
    key = "verdict.part_on_cards" if best.count > 1 else "verdict.part_on_a_card"
    return Verdict(None, whole(size, BYTE), say(language, key, **values), (best,))


def _what(language: Language, component: ComponentName, scenario: Scenario) -> str:
    """The load stands beside what depends on it."""
    if component in LOADLESS and scenario.task == "serve":
        return model_in(language, scenario)
    return subject(language, scenario)
