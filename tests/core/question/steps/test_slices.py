"""Slices of a card are cards of their own, and never the whole card."""

import pytest

from core.answer import answer
from core.catalog.load import load_catalog
from core.errors import QuestionError
from core.question.parser import parse
from core.units import GIB_PER_GPU

GPUS = load_catalog().gpus


@pytest.mark.parametrize(
    ("text", "name", "gib"),
    [
        ("llama 3.2 3b on H100 MIG 1g.10gb", "H100 80GB MIG 1g.10gb", 9.75),
        ("2g.20gb slice of an H100, phi-4 int8", "H100 80GB MIG 2g.20gb", 19.62),
        ("A100 80GB cut into 7 x 1g.10gb, qwen3 4b fp16", "A100 80GB MIG 1g.10gb", 9.625),
        ("A100 40GB MIG 3g.20gb, qwen3 4b fp16", "A100 40GB MIG 3g.20gb", 19.5),
        ("half an A100 (mig 3g.40gb) llama 3.1 8b", "A100 80GB MIG 3g.40gb", 39.25),
        ("fatia MIG 3g.40gb de uma H100 para o qwen3 14b", "H100 80GB MIG 3g.40gb", 39.38),
        ("H200 1g.18gb mig for llama 3.1 8b fp8", "H200 141GB MIG 1g.18gb", 16.0),
        ("vGPU profile A40-24Q, qwen3 14b fp16", "A40 vGPU 24GB", 24.0),
        ("GRID A100-20C vm, llama 3.1 8b bf16", "A100 80GB vGPU 20GB", 20.0),
    ],
)
def test_a_slice_has_its_own_memory(text, name, gib):
    [cards] = parse(text).gpus

    assert cards.gpu.name == name
    assert cards.gpu.memory.m_as(GIB_PER_GPU) == pytest.approx(gib, abs=0.005)
    assert parse(text).unused in ((), ("half",))


def test_a_profile_by_itself_takes_the_first_card_that_has_it_and_says_so():
    question = parse("nvidia.com/mig-4g.40gb: 1, gemma 3 27b fp8")

    assert [cards.gpu.name for cards in question.gpus] == ["A100 80GB MIG 4g.40gb"]
    assert [note.key for note in question.assumed] == ["reading.slice"]


@pytest.mark.parametrize("text", ["H100 MIG 1g.18gb llama 3.2 3b", "llama 3.2 3b on mig 6g.60gb"])
def test_a_profile_that_the_card_has_not_is_refused(text):
    with pytest.raises(QuestionError) as caught:
        parse(text)

    assert caught.value.code == "unknown_gpu"


@pytest.mark.parametrize(
    "text", ["llama 3.1 8b on A100 80GB", "qwen3 4b on 2x H100-80GB", "3g 40gb"]
)
def test_what_is_no_profile_is_no_slice(text):
    try:
        cards = parse(text).gpus
    except QuestionError:
        return

    assert all(card.gpu.part_of is None for card in cards)


def test_slices_are_never_put_together_because_they_do_not_reach_each_other():
    slices = [gpu for gpu in GPUS.values() if gpu.part_of]
    counts = {
        placement.count
        for gpu in slices
        for placement in answer(f"llama 3.3 70b fp8 on {gpu.name}").placements
        if placement.gpu.part_of
    }

    assert len(slices) == 33
    assert counts == {1}


def test_a_slice_holds_no_more_than_its_card():
    for gpu in GPUS.values():
        if gpu.part_of:
            assert gpu.memory < GPUS[gpu.part_of].memory
