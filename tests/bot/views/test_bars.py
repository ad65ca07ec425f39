"""The picture of what each GPU of an option holds."""

import pytest

from bot.views.answer import answer_view
from bot.views.bars import bars_part
from core.answer import answer
from core.units import GIB_PER_GPU
from tests.bot.views.opinions import refused

QUESTIONS = [
    "70B at 16 bits?",
    "llama 3.1 70b fp8 32k context 16 users on H100?",
    "does llama 3.1 70b bf16 fit on one H100?",
    "deepseek r1",
    "full fine-tune llama 3.1 8b on 8x A100 80GB",
    "llama 3.1 70b with eagle3 and 4 lora adapters on 4x H100",
]


def _chart(question):
    part = bars_part(answer(question))
    return part, part.blocks[0]["chart"]


def test_the_bars_of_two_options_in_picture_and_words():
    """
    A B200 is 179.1 GiB: 13.0 of weights, a fifth of that on top, and the rest of it free.
    """
    part, chart = _chart("what gpu memory does a 7B need in fp16?")

    labels = ["1 × L4", "1 × B200 180GB"]
    assert chart["axis_config"] == {"categories": labels, "y_label": "GiB per GPU"}
    assert chart["series"] == [
        {
            "name": name,
            "data": [{"label": labels[at], "value": each} for at, each in enumerate(held)],
        }
        for name, held in (("Weights", (13, 13)), ("Runtime", (2.6, 2.6)), ("Free", (6.8, 163.4)))
    ]
    assert part.lines == (
        "What each GPU holds, GiB:",
        "1 × L4: Weights 13.0; Runtime 2.6; Free 6.8; of 22.5 GiB usable",
        "1 × B200 180GB: Weights 13.0; Runtime 2.6; Free 163.4; of 179.1 GiB usable",
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_bars_of_an_option_are_all_that_may_be_planned_with(question):
    """Or all that is needed, where that is more: then nothing is free."""
    _, chart = _chart(question)
    placements = {p.gpu.counted(p.count): p for p in answer(question).placements}

    for at, label in enumerate(chart["axis_config"]["categories"]):
        placed = placements[label]
        whole = max(placed.needed, placed.budget).m_as(GIB_PER_GPU)
        bars = [series["data"][at]["value"] for series in chart["series"]]
        assert sum(bars) == pytest.approx(whole, abs=0.05 * len(bars))


@pytest.mark.parametrize("question", QUESTIONS)
def test_slack_takes_them_with_everything_else(question):
    reply = answer_view(answer(question), surface="ephemeral")

    assert refused(reply) == []
    assert [block["type"] for block in reply.blocks].count("data_visualization") == 1


def test_a_comparison_has_no_options_and_so_no_bars():
    assert bars_part(answer("llama 3.1 8b 16 bits vs 4 bits")).blocks == ()
