"""Where a rule of the house changes its answer: each limit at its last value and the next one."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from core.asked.question import Question, Size
from core.catalog.gpu import GPU
from core.catalog.load import load_catalog
from core.memory.layout import Layout
from core.memory.rule_of_thumb import RuleOfThumb
from core.planning import plan, train
from core.planning.comparable import cache_of_comparable_models
from core.planning.fit import card
from core.planning.headline import headline_of, is_tight
from core.planning.placement import FEWEST, Placement, Role
from core.planning.practical import most_cards
from core.planning.serve_advice import serving_candidates
from core.planning.share import Share
from core.planning.size_only import size_estimate
from core.units import PARAMETER, Quantity
from tests.core.conftest import model_named, scenario
from tests.sizes import GIB

CARD = card(load_catalog().gpus["h100-sxm5-80gb"])


def holding(needed: int, budget: int, high: int | None = None, count: int = 1) -> Placement:
    """A placement of which only the room counts."""
    share = Share({}, needed, needed if high is None else high, needed, budget, budget)
    return Placement(0, CARD.gpu, count, 1, 1, 1, needed <= budget, share, (1,))


def test_a_twentieth_of_the_budget_left_is_not_tight_and_a_byte_less_is():
    assert not is_tight(holding(950, 1000))
    assert is_tight(holding(951, 1000))


def test_what_fits_only_if_all_goes_well_is_tight_however_much_seems_left():
    assert not is_tight(holding(500, 1000, high=1000))
    assert is_tight(holding(500, 1000, high=1001))


def test_what_does_not_fit_is_not_called_tight():
    assert not is_tight(holding(1001, 1000))


@pytest.mark.parametrize(("comfortable_at", "recommended"), [(4, [1, 4]), (8, [1])])
def test_a_run_that_only_eight_times_the_cards_make_comfortable_gets_no_recommendation(
    monkeypatch, comfortable_at, recommended
):
    """Four times the smallest count is the last that is recommended."""
    monkeypatch.setattr(
        train,
        "_best",
        lambda scenario, kind, count, index, role: replace(holding(1, 2, count=count), role=role),
    )
    monkeypatch.setattr(train, "_comfortable", lambda placement: placement.count >= comfortable_at)
    asked = replace(scenario(model_named("Llama 3.1 8B")), task="full")

    found = train.train_on(asked, CARD, None, index=0)

    assert [placement.count for placement in found] == recommended
    assert found[0].role == FEWEST
    assert all(placement.role == Role.RECOMMENDED for placement in found[1:])


@pytest.mark.parametrize(("pipeline", "chosen"), [(1050, "first"), (1051, "second")])
def test_of_splits_that_do_not_fit_the_usual_one_is_told_unless_another_is_a_twentieth_smaller(
    monkeypatch, pipeline, chosen
):
    first, second = Layout(tensor_parallel_size=2), Layout(pipeline_parallel_size=2)
    needed = {first: pipeline, second: 1000}
    served = SimpleNamespace(load=lambda layout: SimpleNamespace(needed=needed[layout]))
    monkeypatch.setattr(plan, "fits", lambda *_: False)

    told = plan._best(served, CARD, [first, second])

    assert told is {"first": first, "second": second}[chosen]


def sized(parameters: int):
    asked = scenario(model_named("Llama 3.1 8B"), "bf16")
    return replace(asked, model=Size("x", Quantity(parameters, PARAMETER)))


@pytest.mark.parametrize(("farthest", "counted"), [(1150, 3), (1151, 0), (850, 3), (849, 0)])
def test_a_model_is_comparable_up_to_fifteen_hundredths_away(farthest, counted):
    """Three are the fewest of which a range is told, so the third decides whether there is one."""
    llama = model_named("Llama 3.1 8B")
    rows = {
        number: llama.model_copy(update={"parameters": Quantity(number, PARAMETER)})
        for number in (1000, 1001, farthest)
    }
    found = cache_of_comparable_models(sized(1000), SimpleNamespace(models=rows))

    assert (found.models if found else 0) == counted


def runtime_of(parameters: int):
    asked = sized(parameters)
    rule = RuleOfThumb(asked.model.parameters, asked.precision.bits, asked.overhead)
    return next(part for part in size_estimate(asked, rule).parts if part.name == "runtime")


def test_the_overhead_of_a_small_model_may_be_as_much_as_an_engine_takes():
    """1B at 16 bits: the rule adds 0.4 GB; vLLM was seen to take 7.4 GiB, and never below 0.5."""
    part = runtime_of(1_000_000_000)

    assert (part.size, part.low) == (400_000_000, 400_000_000)
    assert part.high == int(7.4 * GIB)


def test_the_overhead_of_a_large_model_is_the_rules_own_at_most():
    """70B at 16 bits: 28 GB are more than any engine took, and an engine may take half a GiB."""
    part = runtime_of(70_000_000_000)

    assert (part.size, part.high) == (28_000_000_000, 28_000_000_000)
    assert part.low == GIB // 2


@pytest.mark.parametrize(
    ("most", "offered"), [(2048, False), (2049, True), (8191, True), (8192, False)]
)
def test_a_quarter_of_the_asked_context_is_another_question_and_a_token_more_a_change(
    most, offered
):
    catalog, asked = load_catalog(), scenario(model_named("Llama 3.1 8B"))
    room = SimpleNamespace(max_context=most, max_sequences=None)
    short = replace(on("l4", 1), share=replace(on("l4", 1).share, room=room))

    tried = serving_candidates(Question("", models=(asked.model,)), asked, short, catalog)

    assert ("change.context" in [what.key for what, _ in tried]) is offered


def changed(gpu: str, **fields: object) -> GPU:
    """A card of the tables with other fields."""
    return GPU.model_validate(load_catalog().gpus[gpu].model_dump() | fields)


def test_parts_of_a_card_and_cards_taken_as_one_reach_no_other():
    assert most_cards(changed("l40s", part_of="l40s")) == 1
    assert most_cards(changed("l40s", members=2)) == 1


def test_a_second_machine_is_proposed_from_forty_gib_on():
    assert most_cards(changed("l40s", memory=Quantity(40, "GiB/gpu"))) == 16
    assert most_cards(changed("l40s", memory=Quantity(40 * 1024 - 1, "MiB/gpu"))) == 8
    assert most_cards(changed("l40s"), "full") == 64
    assert most_cards(changed("l40s"), "lora") == 16


def on(gpu: str, count: int, nodes: int = 1, role: Role = FEWEST, fits: bool = True) -> Placement:
    share = Share({}, 1, 1, 1, 2, 2)
    return Placement(
        0, load_catalog().gpus[gpu], count, count, 1, nodes, fits, share, (1,), role=role
    )


H100, H200, A100 = "h100-sxm5-80gb", "h200-sxm5-141gb", "a100-sxm4-80gb"


@pytest.mark.parametrize(
    ("placed", "known", "chosen"),
    [
        ([on("t4", 4), on("l4", 2), on("l40s", 1), on(H100, 1)], True, "l40s"),  # the first alone
        ([on("t4", 8), on("l40s", 4), on(H100, 2)], True, H100),  # large, in one machine
        ([on("t4", 8), on(H100, 16, 2), on(H200, 8)], True, H200),
        ([on("t4", 8), on("l40s", 16, 2), on(H200, 16, 2)], True, "l40s"),  # none in one machine
        ([on("t4", 8), on("l40s", 4), on(A100, 2), on(H100, 2)], False, A100),  # of a size
        ([on("t4", 4, fits=False), on(H100, 1, fits=False)], True, "t4"),
        ([on("rtx-3090", 2), on("rtx-5090", 1)], True, "rtx-3090"),  # no usual card: the first
        ([on("l40s", 1, role=Role.INSTEAD)], True, None),
    ],
)
def test_the_card_of_the_first_line(placed, known, chosen):
    best = headline_of(placed, known=known)

    assert (best and best.gpu.id) == chosen


def test_of_one_card_the_asked_number_comes_first_and_then_what_fits():
    asked = on(H100, 2, role=Role.ASKED, fits=False)
    small = on(H100, 1, role=Role.SMALLEST, fits=False)

    assert headline_of([small, asked, on(H100, 4)], known=True) is asked
    assert headline_of([small, enough := on(H100, 4)], known=True) is enough
