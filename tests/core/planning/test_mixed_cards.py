"""Cards of several kinds under engines that divide tensors or put stages one behind the other."""

import pytest

from core.answer import answer
from core.catalog.gpu import GPU
from core.planning.commands.stages import partition
from core.units import GIB_PER_GPU

MIXED = "qwen2.5-32b bf16 in vllm on one A100 80GB plus one A100 40GB"
EVEN = "rtx 4090 and rtx 4060 ti 16gb, vllm -tp 2, qwen3-32b-awq 16k"


def test_stages_are_cut_by_memory():
    # 81,920 and 40,960 MiB: two thirds and one third of 64 layers are 42.7 and 21.3.
    found = answer(MIXED)
    assert found.command is not None
    assert found.command.startswith("VLLM_PP_LAYER_PARTITION=43,21 vllm serve ")
    assert "--pipeline-parallel-size 2" in found.command


@pytest.mark.parametrize(
    ("layers", "sizes", "stages"),
    [
        (64, (80, 40), (43, 21)),
        (80, (48, 24), (53, 27)),
        (61, (24, 24, 12), (25, 24, 12)),
        (32, (24,), ()),
    ],
)
def test_all_layers_have_a_stage(layers: int, sizes: tuple[int, ...], stages: tuple[int, ...]):
    assert partition(layers, sizes) == stages
    assert sum(stages) in (0, layers)


def test_ranks_that_were_named_hold_as_much_as_the_smallest():
    # Half of 18.0 of weights and of 4.0 of cache on each, of a card of 16 GB: its budget decides.
    found = answer(EVEN)
    placement = found.placements[0]
    assert (placement.count, placement.tensor_parallel) == (2, 2)
    alone = answer("qwen3-32b-awq 16k vllm -tp 2 on 2x rtx 4060 ti 16gb").placements[0]
    assert placement.budget == alone.budget
    assert placement.needed == alone.needed
    assert placement.needed.m_as(GIB_PER_GPU) > 11
    assert any("as if these were 2 × RTX 4060 Ti 16GB" in one for one in found.caveats)


def test_such_a_row_is_never_more_cards_than_there_are():
    names = [one.gpu.name for one in answer(EVEN).placements]
    assert names.count("1 × RTX 4090 + 1 × RTX 4060 Ti 16GB") == 1


def test_a_card_by_itself_has_no_parts():
    gpu = answer("llama 3.1 8b on one A100 80GB").placements[0].gpu
    assert isinstance(gpu, GPU)
    assert gpu.sizes == ()


def test_what_was_read_on_h100_alone_is_said_where_it_decides():
    # 30.5 - 12 of weights + 1.0 of cache + what vLLM adds per rank: 3.6 GiB on H100, where versions
    # up to 0.17 took 2.1 beside the rest of its part.
    found = answer(
        "vllm serve Qwen/Qwen2.5-32B-Instruct -tp 2 --cpu-offload-gb 12 --max-model-len 8192 "
        "2x RTX 4090"
    )
    assert found.verdict.summary.startswith("On the edge:")
    assert any("was read on H100 alone" in one for one in found.caveats)
    assert any("12.0 GiB on each of 2" in one for one in found.caveats)


def test_on_h100_itself_it_is_measured():
    found = answer("llama 3.1 405b fp8 8xH100 128k context 4 users vllm")
    assert not any("was read on H100 alone" in one for one in found.caveats)


def test_every_replica_holds_the_model():
    # Four copies of 43.9 GiB, and the cache of 64 x 8,192 x 160 KiB = 80 GiB once
    found = answer(
        "vllm mistral small 24b bf16 --data-parallel-size 4 -tp 2 on 8xA100 40GB, 64 users 8k"
    )
    assert any("keeps 4 copies of the model: 175.7 GiB" in one for one in found.caveats)
    first = found.verdict.summary.split("(")[1].split(" GiB")[0]
    assert float(first) == pytest.approx(4 * (43.9 + 0.6 + 1.8) + 80.0, abs=1)


def test_slices_do_not_add_up():
    found = answer("7x 1g.10gb on one A100, so 70GB for llama 3.3 70b q4?")
    assert found.verdict.fits is False
    assert "7 slices do not add up" in found.verdict.summary
    assert "with MIG switched off the A100 80GB is one" in found.verdict.summary


def test_stages_that_were_named_are_kept():
    placement = answer("vllm llama 3.3 70b fp8 -pp 4 on 4xL40S").placements[0]
    assert (placement.tensor_parallel, placement.pipeline_parallel) == (1, 4)
    two = answer("vllm llama 3.3 70b fp8 pp 2 on 4xL40S").placements[0]
    assert (two.tensor_parallel, two.pipeline_parallel) == (2, 2)


def test_the_same_card_once_more_is_a_second_one():
    found = answer("llama 3.3 70b q4_k_m on 4090 + 3060 12gb + 3060 12gb")
    assert found.placements[0].gpu.name == "1 × RTX 4090 + 2 × RTX 3060 12GB"


def test_slices_are_no_ranks():
    found = answer("2 slices 3g.40gb of an H100 for qwen3 32b bf16 with tp 2?")
    assert found.verdict.fits is False
    assert found.placements[0].count == 1
    assert "2 slices do not add up" in found.verdict.summary
    assert not found.question.unused
