"""Comparing along any axis: "8k vs 128k", "lora vs qlora vs full", "TP 2 vs PP 2"."""

from dataclasses import replace

from core.asked.question import Language, Question
from core.catalog.catalog import Catalog
from core.planning.caveats import caveats
from core.planning.extra import apart
from core.planning.labels import beside_subject
from core.planning.need_model import need_model
from core.planning.placement import Placement
from core.planning.plan import Plan
from core.planning.result import Answer, Verdict
from core.planning.side_by_side import answered, side_by_side
from core.planning.verdict import headline
from core.planning.words import cards, each, subject
from core.wording.amounts import both_units, gib, gib_apart
from core.wording.say import say, say_note


def compared(question: Question, catalog: Catalog) -> Answer:
    """The alternatives of *question*, each whole in itself; QuestionError where a model lacks."""
    language = question.language
    asked = tuple(replace(one, language=language) for one in question.compare)
    for one in asked:
        if not one.models:
            raise need_model(one, catalog)
    resolved, planned = side_by_side(asked, catalog)
    found = caveats(replace(question, models=asked[0].models), planned, catalog)
    verdict = _verdict(language, planned)
    if question.difference and len(planned.estimates) == 2:
        lead = say_note(language, apart(planned))
        verdict = replace(verdict, summary=f"{lead} {verdict.summary}")
    return answered(question, resolved, planned, verdict, found, headline(planned))


def _verdict(language: Language, planned: Plan) -> Verdict:
    """A clause for each: what it is, its memory, and the cards that hold it."""
    beside = beside_subject(language, planned.scenarios)
    clauses: list[str] = []
    named: list[Placement] = []
    for index, scenario in enumerate(planned.scenarios):
        what = ", ".join(filter(None, (subject(language, scenario), beside[index])))
        memory = both_units(language, planned.estimates[index].total)
        best = headline(planned, index)
        where = [] if best is None else [_where(language, best)]
        clauses.append(", ".join((f"{what}: {memory}", *where)))
        named += [best] if best is not None and best.fits else []
    return Verdict(None, None, "; ".join(clauses) + ".", tuple(named))


def _where(language: Language, best: Placement) -> str:
    """Of several cards the share of one as well: a split changes that and not the sum."""
    if not best.fits:
        needed, budget = gib_apart(language, best.needed, best.budget)
        values = {"needed": needed, "budget": budget}
        values |= {"cards": cards(best), "each": each(language, best)}
        return say(language, "verdict.compared_short", **values)
    if best.count == 1:
        return cards(best)
    return f"{cards(best)} ({gib(language, best.needed)}{each(language, best)})"
