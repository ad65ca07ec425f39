"""Never a plan that nobody would build, over the whole catalogue; unless a count was named."""

from dataclasses import replace
from typing import get_args

import pytest

from core.answer import answer, answer_question
from core.asked.question import Cards, Question, Size, Task
from core.catalog.load import load_catalog
from core.units import BILLION, Quantity
from tests.rows import every
from tests.sizes import GIB

CATALOG = load_catalog()
# Written out here again: eight RTX 4060, five MacBooks and 256 T4 are what these forbid.
MOST = {"apple": 1, "consumer": 4, "workstation": 8, "data-centre": 16}
MOST_SMALL = 8  # of a data centre's cards with less than 40 GB
CLUSTER = 64  # for training all weights
LADDER = [Quantity(size, BILLION) for size in (0.5, 3, 8, 14, 32, 70, 123, 405, 671, 1600)]
STEPS = [Quantity(size, BILLION) for size in (8, 70, 405, 1600)]
MODELS = [
    CATALOG.models[id]
    for id in (
        "Qwen/Qwen3-0.6B",
        "meta-llama/Llama-3.1-8B",
        "Qwen/Qwen3-32B",
        "meta-llama/Llama-3.1-70B",
        "openai/gpt-oss-120b",
        "meta-llama/Llama-3.1-405B",
        "deepseek-ai/DeepSeek-V3",
        "moonshotai/Kimi-K2-Instruct",
    )
]


def _form(gpu):
    """What decides how many of a card stand together: cards alike in it are planned alike."""
    small = gpu.capacity < 40 * GIB
    together = (gpu.gpus_per_node, gpu.scale_up_domain, gpu.members, gpu.part_of is not None)
    return gpu.segment, gpu.vendor, gpu.kind, small, together


ONE_OF_EACH_FORM = list({_form(gpu): gpu for gpu in CATALOG.gpus.values()}.values())


def _most(gpu, task):
    if gpu.segment == "data-centre" and (not gpu.vendor or gpu.capacity < 40 * GIB):
        return MOST_SMALL
    if gpu.segment == "data-centre" and task in ("full", "pretrain"):
        return CLUSTER
    return MOST[gpu.segment]


def _silly(found):
    task = found.question.task
    return [(p.count, p.gpu.name) for p in found.placements if p.count > _most(p.gpu, task)]


@every(CATALOG.models.values())
def test_where_no_card_is_named(model):
    assert _silly(answer_question(Question("", models=(model,)), CATALOG)) == []


@every(CATALOG.gpus.values())
def test_where_any_card_is_named_without_a_count(gpu):
    for model in [Size("1600B", STEPS[-1]), MODELS[3]]:
        question = Question("", intent="fit", models=(model,), gpus=(Cards(gpu),))
        assert _silly(answer_question(question, CATALOG)) == [], model.name


@every(ONE_OF_EACH_FORM)
def test_where_a_form_of_card_is_named_for_models_of_all_sizes(gpu):
    sizes = [Size(f"{size.magnitude:g}B", size) for size in LADDER]
    for model in [*sizes, *MODELS]:
        question = Question("", intent="fit", models=(model,), gpus=(Cards(gpu),))
        assert _silly(answer_question(question, CATALOG)) == [], model.name


@pytest.mark.parametrize("task", get_args(Task))
def test_of_every_task(task):
    for size in STEPS:
        question = Question("", task=task, models=(Size("x", size),))
        for gpus in ((), *((Cards(gpu),) for gpu in ONE_OF_EACH_FORM)):
            assert _silly(answer_question(replace(question, gpus=gpus), CATALOG)) == []


def test_one_machine_of_macs_and_of_ready_made_boxes():
    ones = [gpu for gpu in CATALOG.gpus.values() if gpu.segment == "apple" or gpu.id == "gb10"]

    for gpu in ones:
        found = answer_question(Question("", models=(MODELS[3],), gpus=(Cards(gpu),)), CATALOG)
        assert {p.count for p in found.placements if p.gpu.segment == gpu.segment} == {1}


def test_whoever_names_a_count_gets_it():
    assert answer("70B at 4 bits on 8x RTX 4060").placements[0].count == 8
    assert answer("llama 3.1 70b q4_k_m on 2 M3 Max 36GB").placements[0].count == 2
    assert answer("llama 3.1 405b bf16 on 64 T4").placements[0].count == 64


def test_a_card_that_is_not_enough_is_followed_by_one_that_is():
    assert answer("llama 3.1 70b bf16 on rtx 4060").verdict.summary == (
        "Llama 3.1 70B in BF16, 8,192 tokens × 1: 147.3 GB (137.2 GiB), too much even for "
        "4 × RTX 4060; 2 × H100 80GB would do (tight)."
    )
    assert answer("does llama 3.1 70b q4_k_m fit on an M3 Max 36GB?").verdict.summary.endswith(
        "; 1 × M5 Max 64GB would do."
    )


def test_what_would_do_instead_holds_it():
    found = answer("llama 3.1 70b bf16 on rtx 4060")
    instead = found.placements[-1]
    asked = f"does llama 3.1 70b bf16 fit on {instead.count}x {instead.gpu.name}?"

    assert answer(asked).verdict.fits is True
