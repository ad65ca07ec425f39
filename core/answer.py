"""The whole road in the core: a text in, an answer out."""

from dataclasses import replace
from functools import partial

from core.asked.question import Question
from core.asked.scenario import Scenario, resolve
from core.asked.team import Team, in_team
from core.catalog.catalog import Catalog
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.planning.advice import changes
from core.planning.at_most import as_a_limit, with_limit
from core.planning.beside import beside_memory
from core.planning.best_format import in_a_format_that_fits
from core.planning.beyond import with_a_longer_context
from core.planning.cannot_run import no_way, without_what_cannot_run
from core.planning.caveats import caveats
from core.planning.chance import safe_on
from core.planning.command import serve_command
from core.planning.commands.others import is_of_another, named_instead
from core.planning.compared import compared
from core.planning.cost import Prices
from core.planning.extra import with_difference
from core.planning.fewer import fewer_users
from core.planning.fraction import with_larger_fraction
from core.planning.instead import with_another_card
from core.planning.joined import joined
from core.planning.largest import largest_model
from core.planning.named_card import as_one_card
from core.planning.need_model import need_model
from core.planning.of_pool import with_enough_of_pool
from core.planning.placement import Placement
from core.planning.plan import Plan, plan
from core.planning.replicas import with_replicas
from core.planning.result import Answer, Change, Verdict
from core.planning.servers import on_one_card, share_one_card
from core.planning.uncounted import uncounted
from core.planning.undecided import ask_where_it_matters
from core.planning.verdict import headline, verdict
from core.planning.which_format import which_format
from core.question.parser import parse, question_of
from core.question.read_text import read_text
from core.wording.not_used import assumed_first, without_role
from core.wording.say import say, say_note

__all__ = ["Answer", "Change", "Verdict", "answer", "answer_about", "answer_question"]


def answer(
    text: str,
    *,
    previous: Question | None = None,
    catalog: Catalog | None = None,
    team: Team | None = None,
) -> Answer:
    """
    Answer *text*; with *previous*, change only what it names. What nobody said is as *team* has it.

    Raises QuestionError for what the asker can mend, and nothing else.
    """
    catalog = catalog or load_catalog()
    language = previous.language if previous else (team and team.language) or "en"
    seen = read_text(text, catalog, language)
    return answer_question(question_of(seen, previous), catalog, team)


def answer_about(model: Model, text: str, *, catalog: Catalog | None = None) -> Answer:
    """Answer *text* about *model*, which need not be in the catalogue (a config.json)."""
    catalog = catalog or load_catalog()
    about = Question(text="", models=(model,))
    question = parse(text, about, catalog) if text.strip() else about
    return answer_question(question, catalog)


def answer_question(
    question: Question, catalog: Catalog | None = None, team: Team | None = None
) -> Answer:
    """
    The same for a question that is already read. QuestionError where no model is named, or where a
    number may mean two things that need different memory.
    """
    catalog = catalog or load_catalog()
    question = in_team(question, team)
    found = _answered(question, catalog)
    ask_where_it_matters(question, found, partial(_answered, catalog=catalog))
    prices = Prices(catalog.instances, team.prices if team else {})
    found = replace(found, prices=prices)
    said = beside_memory(found, found.verdict.summary)
    said = assumed_first(question.language, question.assumed, said)
    said = without_role(question.language, question.without_role, said)
    return replace(found, verdict=replace(found.verdict, summary=said))


def _answered(question: Question, catalog: Catalog) -> Answer:
    """What of the question is about memory."""
    as_one = joined(as_one_card(question))
    if as_one is not question:
        return replace(_answered(as_one, catalog), question=question)
    if question.intent == "max_model":
        return largest_model(question, catalog)
    if question.compare:
        return compared(question, catalog)
    if not question.models:
        raise need_model(question, catalog)
    if question.task == "serve" and share_one_card(question):
        return on_one_card(question, catalog)
    if question.intent == "format" and question.task == "serve":
        return which_format(question, catalog)
    asked, resolved = question, resolve(question, catalog)
    question, resolved, planned = as_a_limit(question, resolved, plan(resolved), catalog)
    resolved, planned = in_a_format_that_fits(question, resolved, planned, catalog)
    planned = with_another_card(resolved, planned, catalog)
    planned = without_what_cannot_run(question, planned)
    language = question.language
    best = headline(planned)
    command = None
    if best is not None and best.fits and question.task == "serve":
        found = _found(question, planned.scenarios[best.estimate], best)
        other = named_instead(question) is not None and not is_of_another(found)
        command = None if other else serve_command(found, best, language)
    refused = no_way(question, planned, catalog)
    offered = () if refused else changes(question, planned, catalog)
    fewer = fewer_users(question, planned, catalog)
    said = refused or verdict(question, resolved, planned, offered, fewer)
    said = with_enough_of_pool(said, question, planned, catalog)
    summary = with_limit(question, planned, said.summary)
    summary = with_difference(question, planned, summary, catalog)
    summary = with_replicas(question, planned, summary)
    summary = with_a_longer_context(question, planned, summary)
    said = replace(said, summary=with_larger_fraction(question, planned, summary, catalog))
    return Answer(
        question=asked,
        scenarios=planned.scenarios,
        assumed=tuple(say_note(language, note) for note in resolved.assumed),
        rule_of_thumb=planned.rules[0] if question.task == "serve" else None,
        estimates=planned.estimates,
        placements=planned.placements,
        verdict=_with_uncounted(said, question, planned),
        caveats=tuple(say_note(language, note) for note in caveats(question, planned, catalog)),
        changes=_of_its_engine(question, planned, offered),
        command=command,
        headline=best,
        safe=safe_on(planned, best) if best is not None else None,
    )


def _of_its_engine(
    question: Question, planned: Plan, offered: tuple[Change, ...]
) -> tuple[Change, ...]:
    """Without commands of vLLM where another server was named."""
    if named_instead(question) is None or is_of_another(planned.scenarios[0]):
        return offered
    return tuple(replace(each, command=None) for each in offered)


def _with_uncounted(found: Verdict, question: Question, planned: Plan) -> Verdict:
    """What is left out of the number is said beside it."""
    language = question.language
    left_out = dict.fromkeys(each for one in planned.scenarios for each in uncounted(one))
    if not left_out:
        return found
    what = ", ".join(say_note(language, each) for each in left_out)
    said = say(language, "verdict.not_counted", summary=found.summary, what=what)
    return replace(found, summary=said)


def _found(question: Question, scenario: Scenario, best: Placement) -> Scenario:
    """With the context or the sequences that were looked for, where the most was asked."""
    most, held = best.share, scenario.held
    if question.intent == "max_context" and most.max_context:
        return replace(scenario, held=replace(held, tokens=most.max_context))
    if question.intent == "max_sequences" and most.max_sequences:
        return replace(scenario, held=replace(held, sequences=most.max_sequences))
    return scenario
