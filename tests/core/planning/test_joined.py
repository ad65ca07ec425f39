"""Cards of several kinds in one machine."""

import pytest

from core.answer import answer
from core.question.parser import parse
from core.units import BYTE_PER_GPU, GIB_PER_GPU
from tests.sizes import GIB


@pytest.mark.parametrize(
    "text",
    [
        "one 4090 and two 3090s in the same box, llama 3.3 70b q5_k_m",
        "llama 3.3 70b q4_k_m on RTX 4090 + RTX 3090",
        "uma 4090 mais uma 3090 juntas, llama 3.3 70b q4_k_m cabe?",
        "llama 3.1 8b on 1xL4 and 1xA10",
        "7900 xtx and 7800 xt via vulkan, gemma 3 27b q6_k",
        "tenho uma 3080 de 10GB e uma 3060 de 12GB no mesmo PC, qwen3 14b q8_0 entra?",
    ],
)
def test_cards_in_one_machine_are_no_alternatives(text):
    question = parse(text)

    assert question.together
    assert question.intent == "fit"


@pytest.mark.parametrize(
    "text",
    [
        "llama 3.3 70b fp8 on H100 or A100?",
        "compare a 4090 and a 5090 for gemma 3 27b q6_k",
        "either a 4090 or a 5090, which can hold qwen3 32b q6_k?",
        "llama 3.3 70b fp8 on h100 and h200",
        "uma 4090 ou uma 5090 pro gemma 3 27b q6_k?",
        "qlora llama 3.1 8b on 4090 + 3090",
    ],
)
def test_cards_that_are_compared_or_train_are_alternatives(text):
    assert not parse(text).together


def test_together_they_hold_their_sum_less_what_the_second_card_costs():
    """
    24,564 + 24,576 MiB = 47.99 GiB, less what the driver keeps of two (2 x 0.44 GiB), less the
    buffers and one of 80 layers once more: (0.28 + 0.50) + (39.1 + 2.5) / 80 = 1.3 GiB.
    """
    found = answer("llama 3.3 70b q4_k_m on RTX 4090 + RTX 3090 8k llama.cpp")
    [placement] = found.placements

    assert placement.gpu.name == "1 × RTX 4090 + 1 × RTX 3090"
    assert placement.budget.m_as(GIB_PER_GPU) == pytest.approx(47.99 - 0.88 - 1.3, abs=0.1)
    assert found.verdict.fits is True
    assert "in all" in found.verdict.summary


def test_they_hold_less_than_one_card_of_their_sum():
    two = answer("llama 3.1 70b q4_k_m on RTX 4090 + RTX 3090").placements[0]
    one = answer("llama 3.1 70b q4_k_m on a 48GB card, llama.cpp").placements[0]

    assert two.budget.m_as(BYTE_PER_GPU) < one.budget.m_as(BYTE_PER_GPU) - 0.5 * GIB


def test_the_largest_model_for_them_counts_both():
    both = answer("largest model at q4_k_m on an A6000 48gb and an A4000 16gb")
    alone = answer("largest model at q4_k_m on an A4000 16gb")

    assert "1 × RTX A6000 + 1 × RTX A4000" in both.verdict.summary
    assert both.estimates[0].total > alone.estimates[0].total


def test_named_parts_are_full_when_the_largest_part_is():
    """
    --tensor-split 3,1 on two RTX 4090: one is full when all take 24,564 / 0.75 MiB, of which the
    driver keeps 2 x 0.45 GiB and the second card costs buffers and a layer of 42 / 80 GiB.
    """
    found = answer("llama 3.3 70b q4_k_m 8k llama.cpp --tensor-split 3,1 on 2x RTX 4090")
    own, layer = 0.28 + 0.50, 41.5 / 80

    assert found.verdict.fits is False
    assert found.placements[0].budget.m_as(GIB_PER_GPU) == pytest.approx(
        24_564 / 1024 / 0.75 - 2 * 0.45 - own - layer, abs=0.1
    )
    assert "would do" not in found.verdict.summary


def test_even_parts_are_what_llama_cpp_does_unasked():
    found = answer("llama 3.3 70b q4_k_m 8k llama.cpp --tensor-split 1,1 on 2x RTX 4090")

    assert found.headline is not None
    assert found.headline.fits
    assert found.command is not None
    assert found.command.endswith("-ts 1,1")


def test_parts_by_memory_use_all_of_it():
    """24,564 and 12,288 MiB divided 2 to 1: within a fiftieth of what both have."""
    named = answer("llama 3.1 8b q4_k_m llama.cpp --tensor-split 2,1 on RTX 4090 and RTX 3060 12gb")
    unasked = answer("llama 3.1 8b q4_k_m llama.cpp on RTX 4090 and RTX 3060 12gb")
    one, other = (each.placements[0].budget.m_as(GIB_PER_GPU) for each in (named, unasked))

    assert one == pytest.approx(other, rel=0.02)


def test_parts_of_cards_that_were_not_named_are_said():
    found = answer("llama 3.1 8b q4_k_m llama.cpp -c 8192 --tensor-split 3,1 on RTX 4090")

    assert any("--tensor-split divides over cards" in each for each in found.caveats)
