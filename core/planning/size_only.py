"""
A bare number of parameters: the quick rule, and how many cards it fills.

Nothing is known of the layers, so the rule's total is divided evenly, and counts that a
tensor-parallel engine could use are the powers of two.
"""

from functools import lru_cache
from itertools import product

from core.asked.scenario import Scenario
from core.memory.estimate import Estimate
from core.memory.part import Known, Part
from core.memory.rule_of_thumb import RuleOfThumb
from core.planning.fit import COMFORT, Card
from core.planning.placement import Placement, Role
from core.planning.practical import most_cards
from core.planning.share import Share
from core.units import BYTE, DIMENSIONLESS, GIB, in_bytes, plain, whole
from core.wording.note import Note, note

SOURCE = note("source.rule")
LEAST_RUNTIME = int(in_bytes(0.5, GIB))  # a CUDA context and nothing else
# What a count is: the fewest cards, the fewest that an engine can use, the recommended
_ROLES = {
    (smallest, usable, recommended): (Role.SMALLEST if smallest else Role.NONE)
    | (Role.USABLE if usable else Role.NONE)
    | (Role.RECOMMENDED if recommended else Role.NONE)
    for smallest, usable, recommended in product((True, False), repeat=3)
}
MOST_RUNTIME = int(in_bytes(7.4, GIB))  # median of vLLM at TP > 1 beyond weights and KV


def size_estimate(scenario: Scenario, rule: RuleOfThumb) -> Estimate:
    """The rule's total as two parts: the numbers themselves, and the overhead."""
    total, factor = whole(rule.size, BYTE), plain(rule.overhead, DIMENSIONLESS)
    weights = round(total / factor)
    overhead = total - weights
    parts = (
        Part(
            "weights",
            weights,
            weights,
            round(weights * 1.06),
            Known.MODELLED,
            (_size_term(scenario),),
            SOURCE,
        ),
        Part(
            "runtime",
            overhead,
            min(overhead, LEAST_RUNTIME),
            max(overhead, MOST_RUNTIME),
            Known.MODELLED,
            (note("formula.overhead", percent=round((factor - 1) * 100)),),
            SOURCE,
        ),
    )
    return Estimate(
        model=scenario.model,
        precision=scenario.precision,
        parts=tuple(part for part in parts if part.size),
        method="size_only",
    )


def cards_for_size(
    estimate: Estimate, card: Card, count: int | None, *, index: int
) -> list[Placement]:
    """
    The asked *count*, with what would do where it is too few; or the smallest, the smallest
    usable and the recommended one.

    70B at 16 bits, 168 GB: two A100 80GB hold 171.8 GB; recommended are four, because two
    leave 2 % for everything that the rule leaves out.
    """
    if count is not None:
        asked = _place(estimate, card, count, index=index, role=Role.ASKED)
        larger = [] if asked.fits else cards_for_size(estimate, card, None, index=index)
        return [asked, *(each for each in larger if each.fits and each.count > count)]
    total = _total(estimate)
    smallest = _fewest(total, card.capacity)
    usable = _power_of_two(smallest)
    recommended = _power_of_two(_fewest(total, card.capacity * (1 - COMFORT)))
    most = most_cards(card.gpu)
    placed = [
        _place(
            estimate,
            card,
            number,
            index=index,
            role=_ROLES[number == smallest, number == usable, number == recommended],
        )
        for number in dict.fromkeys((smallest, usable, recommended))
        if number <= most
    ]
    return placed or [_place(estimate, card, most, index=index, role=Role.TOO_SMALL)]


def _place(estimate: Estimate, card: Card, count: int, *, index: int, role: Role) -> Placement:
    needed = -(-_total(estimate) // count)
    sizes = _sizes(max(8, count), card.together)
    tensor_parallel = max([size for size in sizes if count % size == 0])
    return Placement(
        estimate=index,
        gpu=card.gpu,
        count=count,
        tensor_parallel=tensor_parallel,
        pipeline_parallel=count // tensor_parallel,
        nodes=-(-count // card.per_node),
        fits=needed <= card.capacity,
        share=Share(
            parts={part.name: -(-part.size // count) for part in estimate.parts},
            needed=needed,
            needed_high=-(-sum([part.high for part in estimate.parts]) // count),
            reserved=needed,
            capacity=card.capacity,
            budget=card.capacity,
        ),
        valid_tensor_parallel=sizes,
        role=role,
    )


@lru_cache(maxsize=256)
def _sizes(most: int, together: int) -> tuple[int, ...]:
    """Powers of two up to *most*, of cards that stand together."""
    return tuple(size for size in (2**power for power in range(11)) if size <= min(most, together))


def _size_term(scenario: Scenario) -> Note:
    model, precision = scenario.model, scenario.precision
    return note("formula.size", parameters=model.elements, bits=precision.plain_bits)


def _total(estimate: Estimate) -> int:
    """byte"""
    return sum([part.size for part in estimate.parts])


def _fewest(total: int, each: float) -> int:
    return max(1, -(-total // max(1, int(each))))


def _power_of_two(count: int) -> int:
    return 1 << (count - 1).bit_length()
