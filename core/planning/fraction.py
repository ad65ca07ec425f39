"""
A share of the card that is too small for the weights: SGLang's --mem-fraction-static.

It covers weights and cache (srt/server_args.py): at 0.7 of a card that the weights fill to 0.7 the
server does not start; where something is left for a cache it starts, and what that does not hold
waits. A larger share on the same card is what cures either.
"""

from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import resolve
from core.catalog.catalog import Catalog
from core.memory.engines.sglang import CONTEXT, CONTEXT_WITH_NCCL
from core.planning.headline import headline_of
from core.planning.placement import Placement, Role
from core.planning.plan import Plan, plan
from core.wording.note import Note, note
from core.wording.say import say_note

MOST = 95  # hundredths: above, nothing is left for a step


def with_larger_fraction(question: Question, planned: Plan, summary: str, catalog: Catalog) -> str:
    """*summary*, after the share that would do."""
    larger = larger_fraction(question, planned, catalog)
    return summary if larger is None else f"{say_note(question.language, larger)} {summary}"


def larger_fraction(question: Question, planned: Plan, catalog: Catalog) -> Note | None:
    """The smallest share on the card or cards that were named; None where theirs does."""
    engine = question.engine
    if engine is None or engine.name != "sglang" or engine.gpu_memory_utilization is None:
        return None
    if len(question.gpus) != 1 or len(planned.scenarios) != 1 or question.task != "serve":
        return None
    count = question.gpus[0].count or 1
    best = headline_of(planned.placements, known=True)
    if best is None or (best.fits and best.count == count):
        return None
    cards = (replace(question.gpus[0], count=count),)
    named = round(100 * engine.gpu_memory_utilization)
    for hundredths in range(named + 1, MOST + 1):
        larger = replace(engine, gpu_memory_utilization=hundredths / 100)
        found = plan(resolve(replace(question, gpus=cards, engine=larger), catalog))
        if _starts(found.placements):
            said = {
                "cards": question.gpus[0].gpu.counted(count),
                "named": f"{named / 100:g}",
                "does": f"{hundredths / 100:g}",
            }
            users = planned.scenarios[0].held.sequences
            asked = plan(resolve(replace(question, gpus=cards), catalog)).placements
            held = _held(asked, named / 100)
            if held is None:
                return note("fraction.larger", **said)
            return note(
                "fraction.holds" if held else "fraction.none", users=held, asked=users, **said
            )
    return None


def _held(placed: tuple[Placement, ...], named: float) -> int | None:
    """
    Sequences that the share *named* holds; None where weights and the CUDA context leave nothing
    of it (model_runner.py, profile_max_num_token: "Not enough memory").
    """
    asked = next((one for one in placed if Role.ASKED in one.role), None)
    if asked is None:
        return None
    context = CONTEXT if asked.count == 1 else CONTEXT_WITH_NCCL
    if asked.share.parts.get("weights", 0) + context >= named * asked.gpu.capacity:
        return None
    return asked.share.max_sequences or 0


def _starts(placed: tuple[Placement, ...]) -> bool:
    return any(one.fits and Role.ASKED in one.role for one in placed)
