"""The first line of the reply: one sentence that suffices alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from core.asked.question import Intent, Language, Question
from core.asked.scenario import Resolved, Scenario
from core.catalog.model import Model
from core.memory.estimate import Estimate
from core.planning.headline import on_the_edge
from core.planning.missing import missing
from core.planning.part_verdict import part_verdict
from core.planning.placement import Placement, Role
from core.planning.plan import Plan
from core.planning.pooled import unlimited
from core.planning.result import Change, Verdict
from core.planning.rollout import starved_rollout
from core.planning.train_split import refused_split
from core.planning.ways import in_a_sentence, way_to_yes
from core.planning.words import cards, doubt, each, in_format, load, sequences, subject, tight
from core.units import BYTE, Quantity
from core.wording.amounts import both_units, gib_apart
from core.wording.note import Note
from core.wording.say import say


def verdict(
    question: Question,
    resolved: Resolved,
    plan: Plan,
    offered: Sequence[Change] = (),
    fewer: Note | None = None,
) -> Verdict:
    """
    The sentence for the question's intent, and the number or name in it.

    *offered* is what would make it fit, *fewer* how many of the users too few cards would hold.
    """
    if len(plan.scenarios) > 1 or (question.intent == "compare" and len(resolved.cards) > 1):
        return _compare(question.language, resolved, plan)
    of_a_part = part_verdict(question, plan, headline(plan))
    if of_a_part is not None:
        return of_a_part
    intent: Intent = question.intent
    short = missing(question, plan) if len(resolved.cards) == 1 else None
    if short is not None and on_the_edge(short) and intent in ("fit", "memory"):
        return _edge(question.language, plan, short, offered)
    ways = list(way_to_yes(question.language, plan, short, offered, fewer))
    if intent == "fit" and resolved.asked_for_cards:
        return _fit(question.language, plan, ways)
    if intent in ("max_context", "max_sequences"):
        return _most(question.language, plan, intent, ways)
    counted = any(each.count is None for each in question.gpus)
    one = counted and len(question.gpus) == 1 and not question.counts
    return _memory(question.language, plan, ways, counted=counted, one=one)


def headline(plan: Plan, index: int = 0) -> Placement | None:
    """The placement that the first line speaks of."""
    return plan.headlines[index]


def recommended(plan: Plan, placement: Placement) -> Placement | None:
    """The comfortable placement on the same card, where it is another one."""
    for other in plan.placements:
        same = other.estimate == placement.estimate and other.gpu.id == placement.gpu.id
        if same and Role.RECOMMENDED in other.role and other.count > placement.count:
            return other
    return None


def _memory(
    language: Language, plan: Plan, ways: Sequence[str], *, counted: bool, one: bool
) -> Verdict:
    """
    *counted*: how many of a named card it takes is open; *one*: a card was named by itself, which
    may mean one.
    """
    scenario, estimate = plan.scenarios[0], plan.estimates[0]
    what = subject(language, scenario)
    best = headline(plan)
    memory = both_units(language, with_copies(estimate, best))
    short = plan.refused.placement if plan.refused else best
    if short is not None and Role.ASKED in short.role and not short.fits:
        return _fit(language, plan, ways)
    if best is None or not best.fits:
        return _too_much(language, plan, what, memory, ways)
    larger = recommended(plan, best)
    by_rule = estimate.method == "size_only" and scenario.task == "serve"
    key = "verdict.memory_size" if by_rule else "verdict.memory"
    little = tight(language, best) if larger else doubt(language, best)
    values = {"what": what, "memory": memory, "cards": cards(best) + ("" if larger else little)}
    summary = say(language, key, **values)
    if larger is not None:
        summary += say(language, "verdict.at_least", tight=little, recommended=larger.count)
    elif counted and Role.RECOMMENDED in best.role:
        summary += say(language, "verdict.comfortable")
    named = (best,) if larger is None else (best, larger)
    if ways:
        summary += f"; {ways[0]}"
    elif one and best.count > 1 and Role.ASKED not in best.role:
        summary += say(language, "verdict.not_one", gpu=best.gpu.name)
    summary += _refused(language, plan, "verdict.refused_cards")
    return Verdict(True if Role.ASKED in best.role else None, best.count, summary + ".", named)


def with_copies(estimate: Estimate, best: Placement | None) -> Quantity:
    """
    The total (byte), with the model once for each replica of it: they divide the sequences alone.

    Of attention replicas with spread experts the experts are there once: left as they are.
    """
    replicas = 1 if best is None or best.expert_parallel else best.data_parallel
    once = sum(part.size for part in estimate.parts if part.name in ("kv_cache", "state"))
    return Quantity(once + replicas * (estimate.size - once), BYTE)


def _too_much(
    language: Language, plan: Plan, what: str, memory: str, ways: Sequence[str]
) -> Verdict:
    """No number of the cards that somebody would put together is enough."""
    tried = {placement.gpu.id for placement in plan.placements if not placement.fits}
    best = headline(plan)
    if best is None or len(tried) > 1:
        summary = say(language, "verdict.memory_alone", what=what, memory=memory)
        return Verdict(None, None, summary)
    summary = say(language, "verdict.too_much", what=what, memory=memory, cards=cards(best))
    return _with_what_would_do(language, plan, Verdict(False, None, summary, (best,)), ways)


def _with_what_would_do(
    language: Language, plan: Plan, no: Verdict, ways: Sequence[str] = ()
) -> Verdict:
    """ "...; yes in AWQ (44.2 GiB); 4 × H100 80GB would do." """
    no = replace(no, summary="; ".join((no.summary, *ways)))
    enough = next((placement for placement in plan.placements if placement.fits), None)
    if enough is None:
        return replace(no, summary=f"{no.summary}.")
    larger = say(language, "verdict.enough", cards=cards(enough)) + tight(language, enough)
    value = no.value if no.value is not None else enough.count
    return replace(
        no, value=value, summary=f"{no.summary}; {larger}.", placements=(*no.placements, enough)
    )


def _fit(language: Language, plan: Plan, ways: Sequence[str]) -> Verdict:
    scenario = plan.scenarios[0]
    asked = headline(plan)
    what = subject(language, scenario)
    if asked is None:
        return Verdict(None, None, what)
    needed, budget = gib_apart(language, asked.needed, asked.budget)
    values = {
        "what": what,
        "cards": cards(asked),
        "needed": needed,
        "budget": budget,
        "each": each(language, asked),
    }
    if Role.ASKED not in asked.role and asked.fits and asked.count > 1:
        # A card without a count means one card; this is what it would take instead.
        no, but = (say(language, f"verdict.fit_no_{key}", **values) for key in ("one", "but"))
        return Verdict(False, asked.count, "; ".join((no, *ways, but)) + ".", (asked,))
    if asked.fits:
        yes = _yes_but(language, plan, values) or say(language, "verdict.fit_yes", **values)
        return Verdict(True, asked.count, yes + doubt(language, asked) + ".", (asked,))
    other = _not_for_memory(scenario, asked)
    if other is not None:
        said = {"what": what, "cards": values["cards"], **other.values}
        no = say(language, other.key, **said)
    else:
        no = say(language, "verdict.fit_no", **values)
    return _with_what_would_do(language, plan, Verdict(False, None, no, (asked,)), ways)


def _not_for_memory(scenario: Scenario, short: Placement) -> Note | None:
    """Why a training run is refused that would find the memory."""
    if scenario.task == "serve":
        return None
    return refused_split(scenario, short.count) or starved_rollout(scenario, short)


def _edge(language: Language, plan: Plan, short: Placement, offered: Sequence[Change]) -> Verdict:
    """ "On the edge: ..., 23.3 of 23.2 GiB per GPU; it fits with ...", the smallest change"""
    scenario = plan.scenarios[short.estimate]
    needed, budget = gib_apart(language, short.needed, short.budget)
    said = say(
        language,
        "verdict.edge",
        what=subject(language, scenario),
        cards=cards(short),
        needed=needed,
        budget=budget,
        each=each(language, short),
    )
    no = Verdict(False, None, said, (short,))
    if not offered:
        return _with_what_would_do(language, plan, no)
    what = in_a_sentence(language, offered[0])
    return replace(no, summary=f"{said}; {say(language, 'verdict.fits_with', what=what)}.")


def _yes_but(language: Language, plan: Plan, values: Mapping[str, str]) -> str:
    """ "No in BF16; yes in AWQ (43.4 GiB of 73.4 GiB per GPU): ..." """
    if plan.refused is None:
        return ""
    scenario = plan.scenarios[0]
    formats = {
        "refused": in_format(language, scenario, plan.refused.precision),
        "found": in_format(language, scenario, scenario.precision),
    }
    return say(language, "verdict.yes_but", **values, **formats, load=load(language, scenario))


def _refused(language: Language, plan: Plan, key: str) -> str:
    """ "; in BF16 it does not fit", where another format was taken for that reason"""
    if plan.refused is None:
        return ""
    refused = in_format(language, plan.scenarios[0], plan.refused.precision)
    return say(language, key, refused=refused, cards=cards(plan.refused.placement))


def _most(language: Language, plan: Plan, intent: Intent, ways: Sequence[str]) -> Verdict:
    scenario = plan.scenarios[0]
    best = headline(plan)
    if best is None or not isinstance(scenario.model, Model):
        return Verdict(None, None, say(language, "verdict.most_needs_model"))
    share = best.share
    value = share.max_context if intent == "max_context" else share.max_sequences
    values = {
        "model": scenario.model.name,
        "precision": scenario.precision.spoken,
        "cards": cards(best),
        "tokens": scenario.held.tokens,
        "sequences": sequences(language, scenario.held.sequences),
    }
    if value is None:
        pooled = unlimited(language, scenario, scenario.model, best) if best.fits else None
        summary = (pooled or say(language, "verdict.most_unlimited", **values)) + "."
        return Verdict(None, None, summary, (best,))
    needed, budget = gib_apart(language, best.needed, best.budget)
    if value <= 0:
        no = say(language, "verdict.most_none", **values, needed=needed, budget=budget)
        return _with_what_would_do(language, plan, Verdict(False, 0, no, (best,)), ways)
    key = "verdict.max_context" if intent == "max_context" else "verdict.max_sequences"
    summary = say(language, key, **values, value=value)
    limit = scenario.model.max_position_embeddings
    if intent == "max_context" and value == limit:
        summary += say(language, "verdict.model_limit")
    summary += _refused(language, plan, "verdict.refused")
    return Verdict(None, value, summary + ".", (best,))


def _compare(language: Language, resolved: Resolved, plan: Plan) -> Verdict:
    """One clause for each scenario, or for each card where only the cards differ."""
    clauses: list[str] = []
    named: list[Placement] = []
    for index, scenario in enumerate(plan.scenarios):
        memory = both_units(language, plan.estimates[index].total)
        what = subject(language, scenario)
        if len(plan.scenarios) > 1:
            best = headline(plan, index)
            fitting = [best] if best is not None and best.fits else []
            clauses.append(", ".join((f"{what}: {memory}", *map(cards, fitting))))
        else:
            fitting = list(_fewest(resolved, plan))
            clauses.append(
                f"{what}: {memory}: " + say(language, "verdict.or").join(map(cards, fitting))
            )
        named += fitting
    return Verdict(None, None, "; ".join(clauses) + ".", tuple(named))


def _fewest(resolved: Resolved, plan: Plan) -> Iterator[Placement]:
    """Of each card, in the order named, the fewest that hold it."""
    for named in resolved.cards:
        fitting = (p for p in plan.placements if p.gpu.id == named.gpu.id and p.fits)
        yield from islice(fitting, 1)
