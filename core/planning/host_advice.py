"""Weights in the host's memory, where so little is missing that somebody would wait for it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from core.asked.question import Engine, Question
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.memory.offload import OFFLOADS
from core.planning.fit import card, fits, layouts_of, serve_on
from core.planning.placement import Placement
from core.units import BYTE_PER_GPU, GIB, GIB_PER_GPU, Quantity, in_bytes
from core.wording.note import Note, note

AT_MOST = 0.5  # of a card's weights: every step reads the rest over the bus


def on_the_host(
    question: Question, scenario: Scenario, model: Model, short: Placement
) -> Iterator[tuple[Note, Question]]:
    """--cpu-offload-gb with the fewest whole GiB of each GPU that do."""
    engine = scenario.engine
    if engine.name not in OFFLOADS or short.gpu.kind == "apu":
        return
    before = engine.cpu_offload.m_as(GIB_PER_GPU) if engine.cpu_offload is not None else 0
    weights = short.share.parts.get("weights", 0) / in_bytes(1, GIB)
    first, last = int(before) + 1, int(before + AT_MOST * weights)

    def keeping(amount: int) -> Engine:
        return replace(engine, cpu_offload=Quantity(amount, GIB_PER_GPU).to(BYTE_PER_GPU))

    def holds(amount: int) -> bool:
        kind = card(short.gpu)
        served = serve_on(replace(scenario, engine=keeping(amount)), model, kind)
        return any(fits(served, kind, each) for each in layouts_of(served, kind, short.count))

    fewest = least(holds, first, last)
    if fewest is not None:
        asked = replace(question, engine=keeping(fewest))
        yield note("change.cpu_offload", size=fewest), asked


def least(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """The smallest from *low* to *high* that *holds*, as all above it do; None where none does."""
    if low > high or not holds(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
