"""How many of the users fewer cards would hold: for whoever asks whether they are all needed."""

from dataclasses import replace

from core.asked.question import Question
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.memory.layout import Layout
from core.planning.fit import card, place, serve_on
from core.planning.missing import missing
from core.planning.placement import Placement, Role
from core.planning.plan import Plan
from core.planning.serve_advice import NARROWER_KV
from core.wording.note import Note, note


def fewer_users(question: Question, plan: Plan, catalog: Catalog) -> Note | None:
    """
    Where the asked cards are too few, how many of the users they hold; where they do, what the
    next smaller tensor-parallel size holds. With a narrow cache as well.

    None where one user is asked for, where it is no smaller machine, or where nobody would fit.
    """
    if question.task != "serve" or len(plan.scenarios) != 1:
        return None
    if plan.scenarios[0].held.sequences < 2:
        return None
    best, short = plan.headlines[0], missing(question, plan)
    if short is not None:
        return _of(plan, short, catalog, "verdict.some_users")
    if best is None or not best.fits or question.intent != "memory":
        return None
    return _of_less(plan, best, catalog)


def _of_less(plan: Plan, best: Placement, catalog: Catalog) -> Note | None:
    sizes = [size for size in best.valid_tensor_parallel if size < best.count]
    scenario = plan.scenarios[0]
    if best.count != best.tensor_parallel or not sizes or not isinstance(scenario.model, Model):
        return None
    # What the plan has worked out for this card holds for fewer of them as well.
    room, kind = best.share.room, card(best.gpu)
    served = room.serving if room else serve_on(scenario, scenario.model, kind)
    less = place(served, kind, Layout(max(sizes)), index=0, role=Role.NONE)
    key = "verdict.fewer_cards" if less.count > 1 else "verdict.fewer_card"
    return _of(plan, less, catalog, key)


def _of(plan: Plan, placed: Placement, catalog: Catalog, key: str) -> Note | None:
    """*key* with the number of users that *placed* holds, and with a narrow cache."""
    scenario, users = plan.scenarios[0], placed.share.max_sequences
    asked, model = scenario.held.sequences, scenario.model
    if not users or not isinstance(model, Model):
        return None
    said = {"count": placed.count, "users": users, "asked": asked}
    if users >= asked and key != "verdict.some_users":
        return note(f"{key}_all", count=placed.count)
    narrow = catalog.precisions[NARROWER_KV]
    bits = scenario.kv_precision.cache_bits_per_element
    if bits <= narrow.cache_bits_per_element or scenario.engine.name == "llama.cpp":
        return note(key, **said)
    layout = Layout(
        placed.tensor_parallel,
        placed.pipeline_parallel,
        placed.data_parallel,
        placed.expert_parallel,
    )
    kind = card(placed.gpu)
    served = serve_on(replace(scenario, kv_precision=narrow), model, kind)
    other = place(served, kind, layout, index=0, role=Role.NONE)
    narrowed = other.share.max_sequences or 0
    if narrowed <= users:
        return note(key, **said)
    key = f"{key}_kv" if narrowed < asked else f"{key}_kv_all"
    return note(key, **said, precision=narrow.name, narrow=narrowed)
