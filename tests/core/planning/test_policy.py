"""Where a rule of the house changes its answer: each limit at its last value and the next one."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from core.asked.question import Size
from core.catalog.load import load_catalog
from core.memory.layout import Layout
from core.memory.rule_of_thumb import RuleOfThumb
from core.planning import plan, train
from core.planning.comparable import cache_of_comparable_models
from core.planning.fit import card
from core.planning.headline import is_tight
from core.planning.placement import FEWEST, Placement, Role
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
