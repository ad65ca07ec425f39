"""What half the cards would hold: for whoever asks whether they are all needed."""

from dataclasses import replace

from core.asked.scenario import Scenario
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.memory.layout import Layout
from core.planning.fit import card, place, serve_on
from core.planning.placement import Placement, Role
from core.planning.serve_advice import NARROWER_KV
from core.wording.note import Note, note


def fewer_cards(scenario: Scenario, best: Placement, catalog: Catalog) -> Note | None:
    """
    The next smaller tensor-parallel size: how many users it holds, and with a narrow cache.

    None where one user is asked for, where it is no smaller machine, or where nobody would fit.
    """
    sizes = [size for size in best.valid_tensor_parallel if size < best.count]
    model = scenario.model
    if scenario.held.sequences < 2 or not sizes or not isinstance(model, Model):
        return None
    if best.count != best.tensor_parallel:
        return None
    layout = Layout(max(sizes))
    users = _users(scenario, model, best, layout)
    if not users:
        return None
    said = {"cards": best.gpu.counted(layout.gpus), "users": users}
    narrow = catalog.precisions[NARROWER_KV]
    kv = scenario.kv_precision
    if kv.cache_bits_per_element <= narrow.cache_bits_per_element:
        return note("caveat.fewer_cards", **said)
    narrowed = _users(replace(scenario, kv_precision=narrow), model, best, layout)
    return note("caveat.fewer_cards_kv", **said, precision=narrow.name, narrow=narrowed or 0)


def _users(scenario: Scenario, model: Model, best: Placement, layout: Layout) -> int | None:
    kind = card(best.gpu)
    placed = place(serve_on(scenario, model, kind), kind, layout, index=0, role=Role.NONE)
    return placed.share.max_sequences
