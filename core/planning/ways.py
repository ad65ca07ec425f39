"""The cheapest way to yes, for the first line of a no (decisions/0081)."""

from collections.abc import Iterator, Sequence

from core.asked.question import Language
from core.asked.scenario import Scenario
from core.planning.headline import has_little_left, may_be_too_few
from core.planning.placement import Placement
from core.planning.plan import Plan
from core.planning.result import Change
from core.planning.words import in_format
from core.wording.amounts import gib_apart
from core.wording.note import Note
from core.wording.say import say, say_note

LESS_IS_HELD = ("change.sequence", "change.sequences", "change.context")
OTHER_CARDS = ("change.cards", "change.another_card")  # named by themselves, after this
SLOWER = ("change.cpu_offload", "change.n_gpu_layers", "change.n_cpu_moe")
SLOWER_TRAINING = ("change.offload_optimizer", "change.offload_parameters")
OF_WEIGHTS = ("change.precision", "change.bits")
LAST = (*LESS_IS_HELD, *OTHER_CARDS, *SLOWER, *SLOWER_TRAINING)


def cheapest(offered: Sequence[Change]) -> Change | None:
    """
    Of what would make it fit the first that holds all that was asked for, on the same cards, at
    the same speed; where none does, fewer sequences, and else the first there is.
    """
    whole = (one for one in offered if one.what.key not in LAST)
    fewer = (one for one in offered if one.what.key in LESS_IS_HELD[:2])
    return next(whole, None) or next(fewer, None) or next(iter(offered), None)


def way_to_yes(
    language: Language,
    plan: Plan,
    short: Placement | None,
    offered: Sequence[Change],
    fewer: Note | None,
) -> Iterator[str]:
    """
    "yes in AWQ (44.2 GiB)", or *fewer*: how many of the users fit. Nothing where only other cards
    would do, or a shorter context.
    """
    best = cheapest(offered)
    on_them = best is not None and best.what.key not in (*LESS_IS_HELD, *OTHER_CARDS)
    if short is not None and best is not None and on_them:
        how = _how(language, plan.scenarios[short.estimate], best, short)
        yield say(language, "verdict.way", how=how)
    elif fewer is not None:
        yield say_note(language, fewer)


def in_a_sentence(language: Language, change: Change) -> str:
    """ "weights in AWQ"; names keep their capitals: "KV cache in FP8", "LoRA ..." """
    said = say_note(language, change.what)
    first = said.split()[0]
    return said if first[1:] != first[1:].lower() else said[:1].lower() + said[1:]


def _how(language: Language, scenario: Scenario, change: Change, short: Placement) -> str:
    """ "in AWQ (44.2 GiB)", and of how much where the change gives more room"""
    how = say(language, "verdict.way_with", what=in_a_sentence(language, change))
    if change.what.key in OF_WEIGHTS and change.precision is not None:
        how = in_format(language, scenario, change.precision)
    if change.placed is None or ":" in how:  # what is told after a colon is the amount
        return how
    needed, budget = gib_apart(language, change.placed.needed, change.placed.budget)
    amount = needed
    if change.placed.share.budget != short.share.budget:
        amount = say(language, "verdict.way_amount", needed=needed, budget=budget)
    return f"{how} ({amount}{_little(language, change.placed)})"


def _little(language: Language, placed: Placement) -> str:
    """ ", tight", by the rule of the first line"""
    if has_little_left(placed):
        return say(language, "verdict.way_tight")
    return say(language, "verdict.way_may_be_too_few") if may_be_too_few(placed) else ""
