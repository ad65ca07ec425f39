"""The price of a placement, by hand from the rows of the list, and never guessed."""

import pytest

from core.answer import answer
from core.asked.question import Cards
from core.catalog.gpu import Instance
from core.catalog.load import load_catalog
from core.planning.cost import Price, Prices
from core.planning.cost_words import no_price_clause, price_clause
from core.planning.placement import Placement
from core.question.parser import parse
from core.units import USD_PER_GPU_HOUR, USD_PER_HOUR, USD_PER_MONTH, Quantity, plain
from tests.rows import every

CATALOG = load_catalog()
PRICES = Prices(CATALOG.instances)


def placed(text: str) -> Placement:
    """What the first line of an answer speaks of."""
    found = answer(text).headline
    assert found is not None
    return found


def priced(text: str, prices: Prices = PRICES) -> Price:
    price = prices.of(placed(text), parse(text).gpus)
    assert price is not None
    return price


def machine(name: str, gpus: float, usd: float | None, day: str | None = "2026-07-20") -> Instance:
    return Instance(
        name=name, cloud="aws", gpu="h100-sxm5-80gb", gpu_count=gpus, usd_per_hour=usd,
        price_region="us-east-1", price_date=day, source="made for this test", checked="2026-11-22",
    )  # fmt: skip


def listed(*machines: Instance) -> Prices:
    return Prices({one.name: one for one in machines})


def test_eight_h100_are_one_machine_of_the_list():
    price = priced("llama 3.1 70b bf16 on 8x H100")

    # p5.48xlarge, us-east-1, 2026-07-20: 55.04 dollars an hour, x 730
    assert plain(price.per_hour, USD_PER_HOUR) == pytest.approx(55.04)
    assert plain(price.per_month, USD_PER_MONTH) == pytest.approx(40_179.2)
    assert (price.cloud, price.region, price.instance) == ("aws", "us-east-1", "p5.48xlarge")
    assert (price.instances, price.cards, price.day) == (1, 8, "2026-07-20")
    assert "karpenter" in price.source


def test_the_cheapest_machine_that_carries_it_is_taken():
    prices = listed(
        machine("dear", 4, 40), machine("cheap", 4, 30), machine("too-small", 2, 1),
        machine("whole", 8, 55),
    )  # fmt: skip

    assert priced("llama 3.1 70b bf16 on 4x H100", prices).instance == "cheap"
    assert priced("llama 3.1 70b bf16 on 8x H100", prices).instance == "whole"


def test_a_machine_with_more_cards_than_needed_is_paid_whole():
    price = priced("llama 3.1 8b on one H100", listed(machine("whole", 8, 55)))

    assert (price.cards, plain(price.per_hour, USD_PER_HOUR)) == (8, 55)


def test_machines_of_fewer_cards_are_not_put_together_to_one():
    prices = listed(machine("single", 1, 1))
    placement = placed("llama 3.1 70b bf16 on 4x H100")

    assert prices.of(placement) is None
    assert no_price_clause("en", prices, placement) == (
        "no price known for 4 × H100 80GB: no machine of my list has that many"
    )


def test_two_nodes_are_two_machines():
    price = priced("deepseek v3 bf16 on 32x H100", listed(machine("whole", 8, 55)))

    assert (price.instances, price.cards) == (4, 32)
    assert plain(price.per_hour, USD_PER_HOUR) == 220


def test_a_price_without_a_date_is_no_price():
    prices = listed(machine("undated", 8, 1, day=None))
    placement = placed("llama 3.1 8b on one H100")

    assert prices.of(placement) is None
    assert no_price_clause("en", prices, placement) == "no dated price known for H100 80GB"


def test_a_card_that_nobody_rents_has_no_price():
    placement = placed("llama 3.1 8b q4 on a 4090")

    assert PRICES.of(placement) is None
    assert no_price_clause("en", PRICES, placement) == (
        "no price known for RTX 4090: no cloud of my list rents it"
    )
    assert no_price_clause("pt", PRICES, placement) == (
        "nenhum preço conhecido para RTX 4090: nenhuma nuvem da minha lista a aluga"
    )


def test_a_share_of_a_card_carries_nothing():
    assert listed(machine("eighth", 0.125, 0.2)).of(placed("llama 3.1 8b on one H100")) is None


def test_the_machine_that_was_named_is_priced():
    text = "llama 3.1 8b on g5.16xlarge"
    cheapest = PRICES.of(placed(text))

    assert priced(text).instance == "g5.16xlarge"
    assert cheapest is not None
    assert cheapest.instance == "g5.xlarge"


def test_what_a_team_pays_wins_over_the_list():
    own = Prices(CATALOG.instances, {"h100-sxm5-80gb": Quantity(2.5, USD_PER_GPU_HOUR)})
    placement = placed("llama 3.1 70b bf16 on 4x H100")
    price = own.of(placement)

    assert price is not None
    assert price.is_own
    assert plain(price.per_hour, USD_PER_HOUR) == 10
    assert price_clause("en", price, placement) == (
        "$10.00 an hour, $7,300 a month (your team's price)"
    )


def test_how_it_is_said():
    text = "llama 3.1 8b on one B200"
    placement, price = placed(text), priced(text)

    assert price_clause("en", price, placement) == (
        "$113.93 an hour, $83,171 a month"
        " (AWS us-east-1, p6-b200.48xlarge, on demand, 2026-07-20, 8 GPUs in it)"
    )
    assert price_clause("pt", price, placement) == (
        "US$ 113,93 por hora, US$ 83.171 por mês"
        " (AWS us-east-1, p6-b200.48xlarge, sob demanda, 2026-07-20, com 8 GPUs)"
    )


@every([one for one in CATALOG.instances.values() if one.usd_per_hour is not None])
def test_a_price_has_region_day_and_source_and_is_in_the_range_of_its_kind(one: Instance) -> None:
    assert one.price_region
    assert one.price_date
    assert one.price_date <= one.checked
    assert "; " in one.source  # where the cards were counted, and where the price stands
    assert 0.1 < one.usd_per_hour / one.gpu_count < 40  # dollars per GPU and hour


def test_cards_named_without_a_machine_take_any():
    placement = placed("llama 3.1 8b on one H100")
    named = (Cards(placement.gpu, 1),)

    assert PRICES.of(placement, named) == PRICES.of(placement)
