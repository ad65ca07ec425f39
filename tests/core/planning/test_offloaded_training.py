"""Training that leaves states with the host: what the cards hold, and what the host has to."""

import pytest

from core.answer import answer
from core.memory.training.host import in_host_memory
from tests.core.planning.test_engine_findings import GIB

LLAMA_70B, QWEN_32B = 70_553_706_496, 32_763_876_352
RUN = "full fine-tune llama 3.1 70b zero 3 {} on 2x A100 80GB seq 2048 batch 1"


def test_parameters_and_optimizer_leave_the_cards():
    """No weights, gradients or states: some 19 GiB of activations, gathered layers and runtime."""
    found = answer(RUN.format("with parameter and optimizer offload"))

    assert found.headline is not None
    assert (found.headline.count, found.headline.fits) == (2, True)
    assert found.headline.share.needed / GIB == pytest.approx(19, abs=1.5)
    assert not {"weights", "gradients", "optimizer"} & found.headline.share.parts.keys()


@pytest.mark.parametrize(
    ("text", "parameters", "each"),
    [
        (RUN.format("with parameter and optimizer offload"), LLAMA_70B, 18),
        (RUN.format("with optimizer offload to cpu"), LLAMA_70B, 16),
        (
            "full fine-tune qwen2.5 32b zero 3 with optimizer offload to cpu on 4x A100 40GB",
            QWEN_32B,
            16,
        ),
    ],
)
def test_the_host_holds_what_deepspeed_reckons_with(text, parameters, each):
    """16 or 18 bytes a parameter, and half as much again: estimate_zero3_model_states_mem_needs."""
    found = answer(text)
    host = in_host_memory(found.scenarios[0])

    assert host is not None
    assert host.size == pytest.approx(each * parameters, rel=0.001)
    assert host.high == pytest.approx(1.5 * each * parameters, rel=0.001)
    told = f"{each * parameters / GIB:,.1f} GiB at least lie in the host's memory"
    assert any(told in caveat for caveat in found.caveats)


def test_nothing_is_said_of_the_host_where_nothing_is_offloaded():
    found = answer(RUN.format(""))

    assert in_host_memory(found.scenarios[0]) is None
    assert not any("host's memory" in caveat for caveat in found.caveats)


def test_how_much_ram_is_answered_where_it_is_offloaded():
    """70.55e9 x 18 bytes."""
    found = answer(
        RUN.format("with cpu offload of optimizer and parameters") + ", how much host RAM"
    )

    assert found.verdict.summary.startswith(f"{18 * LLAMA_70B / GIB:,.1f} GiB at least lie")
    assert "not something I answer" not in found.verdict.summary
