"""
The named engine does not run on the card at all, however much memory there is: that is a no.

Where no engine was named the sizes are told as before, and a caveat says what vLLM asks for.
"""

from dataclasses import replace

from core.asked.question import Engine, Language, Question
from core.asked.scenario import Scenario, resolve
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.planning.commands.refuses import refused_by_card, too_old
from core.planning.headline import headline_of
from core.planning.placement import Placement
from core.planning.plan import Plan, plan
from core.planning.result import Verdict
from core.planning.words import cards, subject
from core.wording.amounts import gib_apart
from core.wording.note import Note, note
from core.wording.say import say, say_note

INSTEAD = Engine("llama.cpp")


def without_what_cannot_run(question: Question, planned: Plan) -> Plan:
    """*planned*, where no placement fits that the engine refuses."""
    if question.engine is None or question.task != "serve":
        return planned
    placements = tuple(
        replace(each, fits=False) if _reason(planned.scenarios[each.estimate], each) else each
        for each in planned.placements
    )
    return replace(planned, placements=placements)


def no_way(question: Question, planned: Plan, catalog: Catalog) -> Verdict | None:
    """ "No: ... does not run on 2 x T4: ...; llama.cpp does", of one scenario on one card."""
    best = planned.headlines[0]
    named = question.engine is not None and question.task == "serve" and len(question.gpus) == 1
    if not named or best is None or len(planned.scenarios) != 1:
        return None
    reason = _reason(planned.scenarios[0], best)
    if reason is None:
        return None
    language = question.language
    said = say(
        language,
        "verdict.cannot_run",
        what=subject(language, planned.scenarios[0]),
        cards=cards(best),
        reason=say_note(language, reason),
    )
    return Verdict(False, None, said + _other(language, question, best, catalog) + ".", (best,))


def _other(language: Language, question: Question, best: Placement, catalog: Catalog) -> str:
    """ "; llama.cpp does: 8.4 GiB of 14.6 GiB per GPU", where it holds it in its usual format"""
    asked = replace(question, engine=INSTEAD, precisions=(), kv_precision=None)
    asked = replace(asked, gpus=(replace(question.gpus[0], count=best.count),))
    resolved = resolve(asked, catalog)
    found = headline_of(plan(resolved).placements, known=True)
    if found is None or not found.fits:
        return ""
    needed, budget = gib_apart(language, found.needed, found.budget)
    called = resolved.scenarios[0].precision.spoken
    return say(language, "verdict.runs_with", precision=called, needed=needed, budget=budget)


def _reason(scenario: Scenario, placed: Placement) -> Note | None:
    if not isinstance(scenario.model, Model):
        return None
    if too_old(placed.gpu, scenario.engine):
        return note("verdict.refuses_old", gpu=placed.gpu.name, has=placed.gpu.compute_capability)
    found = refused_by_card(scenario, scenario.model, placed.gpu)
    if found is None:
        return None
    return Note(found.key.replace("caveat.", "verdict.refuses_"), found.pairs)
