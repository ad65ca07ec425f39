"""The cards and the prices of a team, as a form gives them."""

import pytest

from core.catalog.catalog import Catalog
from core.errors import QuestionError
from core.question.team_words import read_pool, read_prices
from core.units import USD_PER_GPU_HOUR


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        ("8 x H100 80GB, 4 L40S", [("h100-sxm5-80gb", 8), ("l40s", 4)]),
        ("16x A100 40GB\n2x p5.48xlarge", [("a100-sxm4-40gb", 16), ("h100-sxm5-80gb", 16)]),
        ("- two H200s; 4 mi300x", [("h200-sxm5-141gb", 2), ("mi300x-192gb", 4)]),
        ("1,000 T4", [("t4", 1000)]),
        ("8 H100, 8 H100", [("h100-sxm5-80gb", 16)]),
        ("2x 24GB GPU", [("24gb", 2)]),
        ("h100 x 8", [("h100-sxm5-80gb", 8)]),
        ("", []),
    ],
)
def test_a_pool_is_so_many_of_which(catalog: Catalog, text: str, cards: list[tuple[str, int]]):
    assert [(one.gpu.id, one.count) for one in read_pool(text, catalog)] == cards


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("H100", "“H100”: how many are there?"),
        ("8 bananas", "I know no card called “8 bananas”."),
        ("8x H100 fp8", "“8x H100 fp8” is no card that I know."),
        ("8x H100, llama 8b", "“llama 8b” is no card that I know."),
        ("99999 H100, 99999 H100", "“99999 H100” is more than a team has."),
    ],
)
def test_what_is_no_pool_is_named(catalog: Catalog, text: str, said: str):
    with pytest.raises(QuestionError) as caught:
        read_pool(text, catalog)

    assert caught.value.message == said
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("H100 80GB: 2.50, L40S: 0.90", {"h100-sxm5-80gb": 2.5, "l40s": 0.9}),
        ("H100 2,50; L40S $0.90/h", {"h100-sxm5-80gb": 2.5, "l40s": 0.9}),
        ("a100 40gb = 1.10 usd per gpu hour", {"a100-sxm4-40gb": 1.1}),
        ("h100 2.50\nL40S 1 USD/gpu-hour", {"h100-sxm5-80gb": 2.5, "l40s": 1.0}),
        ("", {}),
    ],
)
def test_a_price_is_dollars_per_gpu_and_hour(catalog: Catalog, text: str, prices: dict[str, float]):
    found = read_prices(text, catalog)

    assert {id: price.m_as(USD_PER_GPU_HOUR) for id, price in found.items()} == prices


@pytest.mark.parametrize("text", ["h100", "H100 0", "h100: $99999", "p5.48xlarge 98", "2.50"])
def test_what_is_no_price_is_named(catalog: Catalog, text: str):
    with pytest.raises(QuestionError) as caught:
        read_prices(text, catalog)

    assert caught.value.message == f"“{text}” is no price of a card."
