"""
What PyTorch keeps, against our formulas: an opinion that is not ours.

Needs the extra [oracle] (`make oracle`), which no lock has; without it every test here is skipped.
"""

from dataclasses import replace

import pytest

pytest.importorskip("torch", reason="the oracle needs the extra [oracle]: make oracle")
pytest.importorskip("transformers", reason="the oracle needs the extra [oracle]: make oracle")

from core.catalog.load import load_catalog
from core.memory.training.activations import kept_per_token
from core.memory.training.lora import adapter_parameters
from core.memory.training.recipe import HABITS, TRAINER, Recipe
from core.memory.training.states import states
from core.memory.training.targets import targets_of
from tests.oracle.runs import (
    COMMON,
    copies_of_an_update,
    kept_by_a_layer,
    largest_of_loss,
    ours,
    step,
)

WITHIN = 0.03
KINDS = ("dense", "gqa", "qwen2", "mistral", "normed_heads", "mixture")
FULL = Recipe("full", checkpointing="none")
IN_16_BITS = replace(FULL, habits=HABITS["ms-swift"])  # weights, gradients and states
BF16 = load_catalog().precisions["bf16"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_keeps_what_we_say(kind):
    kept = 2 * kept_per_token(ours(kind, 4), FULL).all_layers / 4

    assert kept == pytest.approx(kept_by_a_layer(kind), rel=WITHIN)


@pytest.mark.parametrize("kind", ["gqa", "mixture"])
def test_a_checkpointed_layer_keeps_its_input(kind):
    assert kept_by_a_layer(kind, checkpointing=True) == 2 * COMMON["hidden_size"]


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_gradients_and_states_are_counted(kind):
    """AdamW in 16 bits: 2 bytes of gradient and 4 of states for each weight that was reached."""
    run, model = step(kind, 2), ours(kind, 2)
    found = states(model, BF16, IN_16_BITS)

    assert model.elements == pytest.approx(run.parameters, rel=1e-4)
    assert found.gradients / found.trainable == run.gradients / run.trained
    assert found.optimizer / found.trainable == run.states / run.trained


@pytest.mark.parametrize("names", [("q_proj", "v_proj"), ("all-linear",)])
def test_adapters_keep_their_inputs_and_have_float32_states(names):
    """PEFT without autocast: each adapter casts its input to float32 and keeps it."""
    targets = targets_of(names)
    plan = Recipe("lora", checkpointing="none", habits=HABITS["peft"], adapted=targets)
    kept = 2 * kept_per_token(ours("small", 4), plan).all_layers / 4
    run = step("small", 2, lora=names)

    assert kept == pytest.approx(kept_by_a_layer("small", lora=names), rel=WITHIN)
    assert adapter_parameters(ours("small", 2), 8, targets) == run.trained
    assert (run.gradients / run.trained, run.states / run.trained) == (4, 8)


def test_the_loss_of_a_trainer_holds_14_bytes_a_logit():
    assert largest_of_loss() == pytest.approx(TRAINER.logit_bytes, rel=WITHIN)


def test_an_update_over_lists_makes_one_copy_and_a_fused_one_none():
    assert copies_of_an_update(foreach=True) == 1
    assert copies_of_an_update(fused=True) == 0
    assert copies_of_an_update(foreach=False) < 1
