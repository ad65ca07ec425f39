"""The largest model of the catalogue for given cards."""

from core.answer import answer
from core.catalog.load import load_catalog
from core.units import GPU, Quantity
from tests.core.conftest import model_named


def test_each_named_precision_has_its_own_largest_model():
    found = answer("largest model for 2x rtx 3090 at 4 bits and 8 bits")
    four, eight = found.verdict.summary.split(". ")

    assert "in INT4" in four
    assert "in INT8" in eight
    assert found.verdict.value == "Code Llama 70B"
    assert [estimate.precision.id for estimate in found.estimates] == ["int4"] * 2 + ["int8"] * 2


def test_estimates_and_placements_go_together():
    found = answer("largest model on 8x h100 in fp8")

    assert [placement.estimate for placement in found.placements] == [0, 1, 2, 3, 4]
    for placement, estimate in zip(found.placements, found.estimates, strict=True):
        assert placement.fits
        assert placement.count == 8
        assert estimate.total > placement.needed * Quantity(1, GPU)


def test_five_are_named_largest_first():
    found = answer("largest model on 8x h100")
    sizes = [model_named(estimate.model.name).elements for estimate in found.estimates]

    assert len(sizes) == 5
    assert sizes == sorted(sizes, reverse=True)


def test_a_checkpoint_in_fp8_is_taken_as_published():
    """DeepSeek V3's FP8 comes in blocks of 128 x 128, which 8 GPUs of 141 GB hold."""
    found = answer("largest model on 8x h200 in fp8")
    published = [
        estimate.precision.id
        for estimate in found.estimates
        if load_catalog().models[str(_id(estimate.model.name))].quantization == "fp8-block"
    ]

    assert published
    assert set(published) == {"fp8-block"}


def test_little_room_is_said_aloud():
    found = answer("largest model for 2x rtx 3090 at 4 bits")

    assert "2 × RTX 3090 may be too few" in found.caveats[0]


def test_nothing_fits_a_card_of_one_gigabyte_at_32_bits_with_much_context():
    found = answer("largest model for a 1GB card at 32 bits")

    assert found.verdict.fits is False
    assert found.verdict.summary == "No model in our tables fits 1 × 1 GB card in FP32."


def _id(name: str) -> str | None:
    return model_named(name).id
