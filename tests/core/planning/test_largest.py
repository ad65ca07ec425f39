"""The largest model of the catalogue for given cards: the useful ones first."""

from dataclasses import replace

import pytest

from core.answer import answer, answer_question
from core.asked.question import Cards, Question
from core.catalog.load import load_catalog
from core.planning.largest import language_models
from core.planning.useful import ALIKE, of_family, useful
from core.units import GPU, Quantity
from tests.core.conftest import model_named

CATALOG = load_catalog()
CARDS = ["T4", "RTX 4060", "RTX 3090", "2x RTX 3090", "L40S", "H100", "8x H100", "M4 Max 64GB"]


def _family(family, card, count=1, task="serve"):
    gpus = (Cards(CATALOG.gpus[card], count),)
    question = Question("", intent="max_model", family=family, task=task, gpus=gpus)
    return answer_question(question, CATALOG)


def test_the_first_line():
    assert answer("largest model on 2x RTX 3090 at 4 bits").verdict.summary == (
        "On 2 × RTX 3090: Llama 3.3 70B (70.6B) in Q4_K_M, 22.0 GiB of 23.6 GiB per GPU with "
        "8,192 tokens × 1; or DeepSeek R1 Distill Llama 70B (70.6B); Llama 3.1 Nemotron 70B "
        "(70.6B); Apertus 70B (70.6B)."
    )


def test_the_biggest_number_is_told_beside_it():
    caveats = answer("largest model on 2x RTX 3090").caveats

    looked_at = len(language_models(CATALOG))

    assert (
        f"Looked at {looked_at} models; new and widely used ones come first. By "
        "parameters alone the largest that fits is Apertus 70B in Q4_K_M."
    ) in caveats


@pytest.mark.parametrize("cards", CARDS)
def test_the_first_is_recent_used_and_fits_and_nothing_much_larger_of_its_kind_does(cards):
    found = answer(f"largest model on {cards}")
    first = model_named(str(found.verdict.value))
    models = list(CATALOG.models.values())

    assert found.placements[0].fits
    assert first in useful(models, CATALOG)
    for model in useful(models, CATALOG):
        if ALIKE * model.elements > first.elements:
            gpus = found.question.gpus
            one = tuple(replace(each, count=each.count or 1) for each in gpus)
            asked = Question("", intent="fit", models=(model,), gpus=one)
            placed = answer_question(asked, CATALOG)
            best = placed.headline
            little = best is not None and best.share.headroom < 0.03 * best.share.budget
            narrow = placed.scenarios[0].precision.id in ("q3_k_m", "iq3_xxs")
            assert placed.verdict.fits is False or little or narrow, model.name


def test_old_and_unused_models_are_not_offered_where_others_fit():
    """Code Llama 70B, of January 2024, was the answer for two RTX 3090."""
    for cards in CARDS:
        names = [each.model.name for each in answer(f"largest model on {cards}").estimates]
        assert not any(name.startswith(("Code Llama", "OPT", "Llama 1", "BLOOM")) for name in names)


def test_where_nothing_useful_fits_anything_that_fits_is_told():
    found = answer("largest model on a 1GB card at 4 bits")

    assert found.verdict.value is not None
    assert found.placements[0].fits


def test_formats_are_named_and_the_published_one_comes_first():
    found = answer("largest model on H100")
    formats = {each.model.name: each.precision.name for each in found.estimates}

    assert formats["gpt-oss 120B"] == "MXFP4 experts, the rest 16-bit"
    assert set(formats.values()) == {"MXFP4 experts, the rest 16-bit", "AWQ"}


def test_each_named_precision_has_its_own_largest_model():
    found = answer("largest model for 2x rtx 3090 at 4 bits and 8 bits")
    four, eight = found.verdict.summary.split(". On ")

    assert "in Q4_K_M" in four
    assert "in INT8" in eight
    assert found.verdict.value == "Llama 3.3 70B"
    assert [each.precision.id for each in found.estimates] == ["q4_k_m"] * 2 + ["int8"] * 2


def test_estimates_and_placements_go_together():
    found = answer("largest model on 8x h100 in fp8")

    assert [placement.estimate for placement in found.placements] == [0, 1, 2, 3, 4]
    for placement, estimate in zip(found.placements, found.estimates, strict=True):
        assert placement.fits
        assert placement.count == 8
        assert estimate.total > placement.needed * Quantity(1, GPU)


def test_a_checkpoint_in_fp8_is_taken_as_published():
    """DeepSeek V3's FP8 comes in blocks of 128 x 128, which 8 GPUs of 141 GB hold."""
    found = _family("DeepSeek V3", "h200-sxm5-141gb", 8)

    assert {estimate.precision.id for estimate in found.estimates} == {"fp8-block"}


def test_little_room_is_said_aloud():
    found = answer("largest model for 2x rtx 3090 at 4 bits with 10k context")

    assert "2 × RTX 3090 may be too few" in found.caveats[0]


def test_nothing_fits_a_card_of_one_gigabyte_at_32_bits_with_much_context():
    found = answer("largest model for a 1GB card at 32 bits")

    assert found.verdict.fits is False
    assert found.verdict.summary == "No model in our tables fits 1 × 1 GB card in FP32."


def test_a_model_made_for_less_context_is_left_out():
    found = answer("largest model on H100 with 128k context")

    assert all(
        (model_named(each.model.name).max_position_embeddings or 10**9) >= 131_072
        for each in found.estimates
    )


def test_the_biggest_of_a_family_is_the_biggest():
    found = _family("Qwen3", "rtx-5090")

    assert found.verdict.summary.startswith(
        "On 1 × RTX 5090: Qwen3 32B (32.8B) in Q4_K_M, 20.8 GiB of 31.4 GiB per GPU"
    )
    assert {model_named(each.model.name).family for each in found.estimates} == {"Qwen3"}
    sizes = [model_named(each.model.name).elements for each in found.estimates]
    assert sizes == sorted(sizes, reverse=True)


def test_a_family_without_a_version_is_all_that_has_the_name():
    models = of_family("llama", CATALOG.models.values())

    assert {"Llama 1", "Llama 2", "Llama 3.3", "Llama 4"} <= {model.family for model in models}
    assert all("Llama" in (model.family + model.name)[:20] for model in models)
    assert _family("llama", "rtx-3090", 2).verdict.value == "Llama 3.3 70B"


def test_no_model_of_a_family_fits():
    assert _family("DeepSeek V3", "t4").verdict.summary == (
        "No model of DeepSeek V3 in our tables fits 1 × T4."
    )


@pytest.mark.parametrize("task", ["qlora", "lora", "full"])
def test_what_can_be_trained_is_weighed_as_training(task):
    found = answer_question(_to_train(task), CATALOG)
    model = model_named(str(found.verdict.value))
    again = answer_question(replace(_to_train(task), intent="fit", models=(model,)), CATALOG)

    assert {"gradients", "optimizer"} <= set(found.estimates[0].sizes())
    assert found.placements[0].zero_stage is not None
    assert again.verdict.fits is True


def test_the_more_is_trained_the_smaller_the_model():
    """One 4090: about 5 bits a weight for QLoRA, 16 for LoRA, 16 bytes for all weights."""
    sizes = [
        model_named(str(answer_question(_to_train(task), CATALOG).verdict.value)).elements
        for task in ("full", "lora", "qlora")
    ]

    assert sizes[0] < 24e9 / 12
    assert 4 * sizes[0] < sizes[1] < 24e9 / 2
    assert 2 * sizes[1] < sizes[2]


def _to_train(task):
    gpus = (Cards(CATALOG.gpus["rtx-4090"], 1),)
    return Question("", intent="max_model", task=task, gpus=gpus)
