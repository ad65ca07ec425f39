"""Adapters by the names of layers, worked out by hand."""

import pytest

from core.answer import answer
from core.asked.question import Training
from core.memory.training.lora import adapter_parameters
from core.memory.training.recipe import HABITS, recipe
from core.memory.training.targets import ATTENTION, LINEAR, QUERY_VALUE, targets_of, unknown
from tests.core.conftest import model_named

# Llama 3.1 8B, a layer: hidden 4,096, queries 4,096, keys and values 1,024 each, width 14,336
SIDES = {
    "q_proj": 4096 + 4096,
    "k_proj": 4096 + 1024,
    "v_proj": 4096 + 1024,
    "o_proj": 4096 + 4096,
    "gate_proj": 4096 + 14336,
    "up_proj": 4096 + 14336,
    "down_proj": 14336 + 4096,
}


@pytest.mark.parametrize("names", [("q_proj",), ("k_proj", "down_proj"), tuple(SIDES)])
def test_adapters_stand_beside_the_named_layers_alone(names):
    expected = 8 * 32 * sum(SIDES[name] for name in names)

    assert adapter_parameters(model_named("Llama 3.1 8B"), 8, targets_of(names)) == expected


def test_an_adapter_of_the_head_is_as_wide_as_the_vocabulary():
    model = model_named("Llama 3.1 8B")

    both = adapter_parameters(model, 4, targets_of(["lm_head", "embed_tokens"]))

    assert both == 4 * 2 * (4096 + 128_256)


def test_one_name_of_several_layers_is_all_of_them():
    assert targets_of(["qkv_proj"]) == targets_of(["q_proj", "k_proj", "v_proj"])
    assert targets_of(["all-linear"]) == targets_of(["all_linear"]) == LINEAR
    assert targets_of(["model.layers.3.self_attn.q_proj"]) == targets_of(["q_proj"])
    assert unknown(["q_proj", "w9"]) == ("w9",)


def test_what_was_named_goes_before_the_habit_of_the_program():
    said = recipe("lora", Training(lora_targets=("q_proj", "v_proj")))

    assert said.targets == QUERY_VALUE
    assert recipe("lora", Training()).targets == LINEAR
    assert HABITS["ms-swift"].targets == ATTENTION


def test_a_layer_nobody_knows_is_named_in_the_first_line():
    found = answer("lora llama 3.1 8b --lora_target_modules q_proj,w9")

    assert found.verdict.summary.endswith(
        "Not counted: adapters on w9: layers that we do not know by that name."
    )


@pytest.mark.parametrize(
    ("question", "left_out"),
    [
        ("galore llama 3.1 8b", "GaLore, which we have no model of: the figure is that of the run "
         "without it."),
        ("dora llama 3.1 8b", "the magnitudes of DoRA and the weights it makes anew in each layer: "
         "the figure is that of plain LoRA."),
    ],
)  # fmt: skip
def test_what_is_not_modelled_is_refused_by_name(question, left_out):
    assert answer(question).verdict.summary.endswith(f"Not counted: {left_out}")
