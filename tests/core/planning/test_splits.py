"""How models are split: replicated heads, experts, stages, machines, and what is said about it."""

import pytest

from core.answer import answer
from core.asked.question import Engine
from core.planning.placement import Placement
from tests.core.conftest import model_named, scenario
from tests.core.planning.placing import placed
from tests.sizes import GIB, MIB


def test_a_latent_cache_is_spread_by_data_parallel_attention_where_ranks_would_copy_it():
    """
    DeepSeek R1, 32 users at 64k: 137 GiB of cache on each of 8 tensor-parallel ranks; with one
    replica of the attention on each GPU and the experts spread, a GPU holds 4 sequences: 17 GiB.
    """
    asked = scenario(model_named("DeepSeek R1"), "fp8-block", context_length=65536, sequences=32)
    [placement] = placed(asked, "h200-sxm5-141gb", 8)

    assert placement.fits
    assert (placement.data_parallel, placement.expert_parallel) == (8, True)
    assert placement.share.parts["kv_cache"] == 4 * 65536 * 70_272


def test_tensor_parallelism_comes_first_where_it_fits():
    [placement] = placed(scenario(model_named("DeepSeek V3"), "fp8-block"), "h200-sxm5-141gb", 8)

    assert (placement.tensor_parallel, placement.expert_parallel) == (8, False)


def test_a_rack_of_72_is_one_fast_group_before_stages_are_added():
    """
    GB200 stand 4 in a tray and 72 in a rack that reach each other at full speed: TP 16 needs no
    stages; on H100, 8 in a machine, 16 cards are two stages.
    """
    asked = scenario(model_named("Llama 3.1 405B"))
    [rack] = placed(asked, "gb200-186gb", 16)
    [machines] = placed(asked, "h100-sxm5-80gb", 16)

    assert (rack.tensor_parallel, rack.pipeline_parallel, rack.nodes) == (16, 1, 4)
    assert (machines.tensor_parallel, machines.pipeline_parallel, machines.nodes) == (8, 2, 2)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param(
            "llama 3.1 70b on 6x a100 80gb",
            "Tensor parallel 6 is not possible: 64 attention heads do not divide by 6.",
            id="a count that heads forbid",
        ),
        pytest.param(
            "vllm serve meta-llama/Llama-3.1-8B-Instruct --tensor-parallel-size 6 on 8x h100",
            "Tensor parallel 6 is not possible: 32 attention heads do not divide by 6.",
            id="a size that was named",
        ),
        pytest.param(
            "qwen3 235b a22b on 8x h100",
            "With tensor parallel 8 each key-value head is stored 2 times: 0.18 GiB per GPU more "
            "than an even split.",
            id="replicated heads and their cost",
        ),
        pytest.param(
            "llama 3.1 405b bf16 on 16x h100",
            "These GPUs stand in 2 machines; the stages are joined by the network.",
            id="two machines",
        ),
        pytest.param(
            "deepseek r1 fp8 64k 16 users on 16x h100",
            "These GPUs stand in 2 machines; experts of other machines are reached over the "
            "network.",
            id="experts in two machines",
        ),
        pytest.param(
            "qwen3 32b on mi300x",
            "What an engine takes beside weights and cache was read in logs of NVIDIA cards; on "
            "MI300X it may differ.",
            id="another maker's card",
        ),
        pytest.param(
            "can I qlora llama 3.1 8b with 12k tokens on an a100 40gb?",
            "1 × A100 40GB may be too few: 5.90 GiB per GPU are left, and at the top of the range, "
            "68.6 GiB, it is 29.1 GiB more than can be used.",
            id="enough only if all goes well",
        ),
    ],
)
def test_what_is_said_about_a_split(question, said):
    assert said in answer(question).caveats


@pytest.mark.parametrize("question", ["kimi k2 on 72x gb200", "full fine-tune 8b on 6x h100"])
def test_nothing_is_said_of_networks_inside_a_rack_or_of_ranks_in_training(question):
    caveats = " ".join(answer(question).caveats)

    assert "machines" not in caveats
    assert "Tensor parallel 6" not in caveats


def test_a_bare_size_is_split_by_ranks_of_one_machine_and_stages():
    """1.5T at 4 bits is 900 GB: 16 A100 in two machines."""
    [best] = answer("1.5T at 4 bits on 16x a100 80gb").placements

    assert (best.tensor_parallel, best.pipeline_parallel) == (8, 2)


def test_engines_that_split_layers_say_nothing_of_tensor_parallel_sizes():
    asked = scenario(model_named("Llama 3.1 8B"), engine=Engine("transformers"))
    [placement] = placed(asked, "rtx-4090", 3)

    assert (placement.tensor_parallel, placement.pipeline_parallel) == (1, 3)
    assert not any("Tensor" in c for c in answer("llama 3.1 8b transformers 3x 4090").caveats)


def test_stages_hold_whole_layers():
    """Llama 3.1 8B on 5 cards: 32 layers are 7 on the fullest, and the head beside them."""
    [placement] = placed(scenario(model_named("Llama 3.1 8B")), "rtx-4090", 5)
    layers = 7 * (8_030_261_248 - 2 * 128_256 * 4096) * 2 / 32

    assert _weights(placement) == pytest.approx((layers + 2 * 128_256 * 4096) / GIB, rel=0.01)


def _weights(placement: Placement) -> float:
    return placement.share.parts["weights"] / GIB


def test_tensorrt_llm_gives_the_cache_nine_tenths_of_what_weights_leave():
    """Not of the card: weights of 66 GiB on an H100 leave 13, of which the cache takes 0.9."""
    asked = scenario(model_named("Llama 3.1 70B"), "fp8", engine=Engine("tensorrt-llm"))
    [placement, *_] = placed(asked, "h100-sxm5-80gb", 1)
    share = placement.share
    fixed = share.needed - share.parts["kv_cache"]
    visible = int((81_559 * MIB) - 0.45 * GIB)

    assert share.budget == pytest.approx(fixed + 0.9 * (visible - fixed), abs=MIB)
    assert placement.fits
