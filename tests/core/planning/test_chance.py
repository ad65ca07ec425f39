"""The word for how likely memory suffices, and the count that is safe."""

import pytest

from core.answer import answer
from core.catalog.load import load_catalog
from core.planning.chance import Chance, chance
from core.planning.placement import Placement
from core.planning.share import Share

GIB = 2**30
CARD = load_catalog().gpus["a100-sxm4-80gb"]


def placed(low: float, needed: float, high: float, *, possible: bool = True) -> Placement:
    """On a card of which 80 GiB can be used."""
    share = Share(
        parts={},
        needed=round(needed * GIB),
        needed_high=round(high * GIB),
        needed_low=round(low * GIB),
        reserved=0,
        capacity=80 * GIB,
        budget=80 * GIB,
    )
    return Placement(
        estimate=0, gpu=CARD, count=1, tensor_parallel=1, pipeline_parallel=1, nodes=1,
        fits=possible and needed <= 80, share=share, valid_tensor_parallel=(1,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("low", "needed", "high", "word"),
    [
        (50, 60, 80, Chance.SAFE),
        (50, 70, 90, Chance.LIKELY),  # 80 is half of the way from 70 to 90
        (50, 70, 91, Chance.EDGE),
        (70, 81, 90, Chance.EDGE),
        (81, 85, 90, Chance.NO),
    ],
)
def test_the_word_is_where_the_card_lies_in_the_range(low, needed, high, word):
    assert chance(placed(low, needed, high)) == word


def test_a_split_that_is_not_possible_has_no_chance():
    assert chance(placed(10, 20, 30, possible=False)) == Chance.NO


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("llama 3.1 8b bf16 8k on one H100", Chance.SAFE),
        ("llama 3.1 70b bf16 8k on one H100", Chance.NO),
        ("full fine-tune llama 3.1 8b on 2xH100", Chance.LIKELY),
    ],
)
def test_placements_of_an_answer(question, word):
    found = answer(question)

    assert found.headline is not None
    assert chance(found.placements[0]) == word


def test_the_count_that_is_safe_is_named():
    """Twice 79.2 GiB hold 73.8, and not the top of the range; four hold it."""
    found = answer("full fine-tune llama 3.1 8b on 2xH100")

    assert found.safe is not None
    assert (found.safe.count, found.safe.gpu.id) == (4, "h100-sxm5-80gb")
    assert "Safe: 4 × H100 80GB, which hold the top of the range." in found.caveats


def test_what_no_number_divides_is_said():
    """The logits of one sequence are on every card: more of them do not make it safe."""
    found = answer("lora llama 3.1 8b on 4090")

    assert found.safe is None
    assert "No practical number of RTX 4090 holds the top of the range." in found.caveats


def test_what_is_safe_alone_needs_no_more():
    found = answer("llama 3.1 8b bf16 8k on one H100")

    assert found.safe is found.headline


def test_more_of_a_card_never_make_it_less_safe():
    found = answer("70B at 16 bits on A100 80GB")

    words = [chance(each) for each in found.placements]
    assert words == [Chance.EDGE, Chance.SAFE]
    assert found.safe == found.placements[1]
