"""What the driver of a card shows, and which card a short name means."""

import pytest

from core.answer import answer
from core.catalog.gpu import GPU
from core.catalog.load import load_catalog
from core.question.parser import parse
from core.units import GIB_PER_GPU, Quantity
from tests.rows import every

CARDS = load_catalog().gpus


@pytest.mark.parametrize(
    ("identifier", "mebibytes"),
    [
        ("h100-sxm5-80gb", 81559),
        ("a100-sxm4-80gb", 81920),
        ("a100-sxm4-40gb", 40960),
        ("l40s", 46068),
        ("rtx-4090", 24564),
        ("t4", 15360),
        ("h200-sxm5-141gb", 143771),
        ("b200-sxm6-180gb", 183359),
        ("mi300x-192gb", 196592),
    ],
)
def test_memory_is_what_the_driver_shows(identifier: str, mebibytes: int) -> None:
    card = CARDS[identifier]

    assert card.memory_basis == "driver"
    assert card.memory == Quantity(mebibytes, "MiB/gpu")


def test_gigabytes_on_a_box_are_gibibytes() -> None:
    """No reading of the 32 GB V100 with a PCIe connector was found: 32 GiB = 32,768 MiB."""
    card = CARDS["v100-pcie-32gb"]

    assert card.memory_basis == "advertised"
    assert card.memory == Quantity(32, GIB_PER_GPU)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("a100", "A100 80GB"),
        ("h100", "H100 80GB"),
        ("h200", "H200 141GB"),
        ("v100", "V100 16GB"),
        ("4090", "RTX 4090"),
        ("3090", "RTX 3090"),
        ("m3 max", "M3 Max 128GB"),
        ("dgx spark", "DGX Spark (GB10)"),
    ],
)
def test_a_short_name_means_one_card(alias: str, name: str) -> None:
    assert [card.name for card in CARDS.values() if alias in card.aliases] == [name]


def test_apple_lets_the_gpu_use_part_of_the_memory() -> None:
    """128 GB machine: 110,100 MiB, 84 %."""
    card = CARDS["m3-max-128gb"]

    assert (card.label, card.memory_basis) == (128, "os")
    assert card.memory == Quantity(110100, "MiB/gpu")


def test_seventy_two_cards_of_a_rack_reach_each_other_at_full_speed() -> None:
    assert CARDS["gb200-186gb"].scale_up_domain == 72
    assert CARDS["h100-sxm5-80gb"].scale_up_domain == 8


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2x mi250x", "MI250X (one die): a card carries 2 of these, and each is counted as a GPU"),
        (
            "one 128GB MI250X",
            "MI250X (one die): a card carries 2 of these, and each is counted as a GPU",
        ),
        ("a16", "A16: a card carries 4 of these, and each is counted as a GPU"),
    ],
)
def test_a_card_of_several_gpus_is_said_to_be_one(typed: str, said: str) -> None:
    """Not "MI250X (one die) is sold in several sizes": its 128 GB are two GPUs of 64."""
    assert said in answer(f"llama 3.1 8b on {typed}").assumed


@every(CARDS.values())
def test_a_card_is_no_other_size_of_itself(card: GPU) -> None:
    for typed in (card.name, *card.aliases):
        notes = parse(f"llama 3.1 8b on {typed}").assumed
        sizes = [note.values for note in notes if note.key == "reading.card_size"]
        assert [said for said in sizes if said["typed"] == said["name"]] == []


def test_a_card_made_from_another_has_its_own_memory() -> None:
    """A slice had the whole card's bytes once somebody had asked about the whole card."""
    whole = CARDS["h100-sxm5-80gb"]
    assert whole.capacity == 81559 * 2**20

    half = whole.model_copy(update={"memory": whole.memory * 0.5})

    assert half.capacity == 81559 * 2**19


def test_a_row_made_from_another_keeps_nothing_that_was_worked_out_of_its_fields() -> None:
    known = load_catalog()
    model = known.models["meta-llama/Llama-3.1-8B"]
    fp8 = known.precisions["fp8"]
    assert (model.elements, fp8.plain_bits) == (8_030_261_248, 8)

    larger = model.model_copy(update={"parameters": model.parameters * 2})
    wider = fp8.model_copy(update={"bits": fp8.bits * 2})

    assert (larger.elements, wider.plain_bits) == (16_060_522_496, 16)
    assert (model.elements, fp8.plain_bits) == (8_030_261_248, 8)
