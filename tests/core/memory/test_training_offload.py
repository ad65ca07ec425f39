"""What of a training run lies in the host's memory, and what a fused loss never makes."""

from dataclasses import replace

import pytest

from core.catalog.model import Model
from core.memory.training.parts import parts_of
from core.memory.training.peak import fused_loss, peak
from core.memory.training.recipe import Recipe
from core.memory.training.states import states
from tests.core.conftest import model_named, precision


def sizes(plan: Recipe, model: Model, weights: str = "bf16") -> dict[str, int]:
    """Part -> bytes on each GPU."""
    return {part.name: part.size for part in parts_of(plan, model, precision(weights))}


def test_zero_offload_leaves_weights_and_activations_on_the_card():
    """
    ZeRO-3 over 8 of Llama 3.1 70B: 70.55e9 parameters x 2 bytes / 8 = 16.4 GiB of weights stay;
    gradients and 12 bytes of states a parameter are the host's.
    """
    plan = Recipe("full", sequence_tokens=4096, zero_stage=3, data_parallel=8)
    model = model_named("Llama 3.1 70B")
    here = sizes(plan, model)
    there = sizes(replace(plan, offload_optimizer=True), model)

    assert there["weights"] == pytest.approx(70_553_706_496 * 2 / 8, rel=0.001)
    assert there["weights"] == here["weights"]
    assert "gradients" not in there
    assert "optimizer" not in there
    assert there["activations"] == here["activations"]


def test_fsdp_offload_gathers_the_layers_it_works_on():
    """QLoRA of 70B on two cards: nothing stays, two layers and the embeddings are gathered."""
    plan = Recipe("qlora", zero_stage=3, data_parallel=2)
    model = model_named("Llama 3.1 70B")
    there = sizes(replace(plan, offload_optimizer=True, offload_parameters=True), model, "nf4-dq")

    assert set(there) == {"activations", "runtime"}
    assert there["activations"] == sizes(plan, model, "nf4-dq")["activations"]
    assert there["activations"] > 2 * 2 * 128_256 * 8192  # embedding and head in 16 bits


def test_a_fused_loss_holds_the_logits_of_a_chunk():
    """
    Qwen2.5 7B, 32,768 tokens, 152,064 words, 3,584 wide: ceil(152,064 / 3,584) = 43,
    ceil(32,768 / 43) = 763, so chunks of 1,024: 4 bytes a logit, the hidden states' gradient and
    the head's. Whole logits are 14 bytes each: 65 GiB.
    """
    model = model_named("Qwen2.5 7B")
    plan = Recipe("full", sequence_tokens=32_768, zero_stage=3, data_parallel=8)
    held = fused_loss(model, plan)

    assert held == 4 * 1024 * 152_064 + 2 * 32_768 * 3_584 + 2 * 152_064 * 3_584
    whole = peak(model, plan, states(model, precision("bf16"), plan))
    fused = replace(plan, fused_loss=True)
    chunked = peak(model, fused, states(model, precision("bf16"), fused))
    assert whole.logits == 14 * 32_768 * 152_064
    assert chunked.logits == held
