"""Fine-tuning: states by hand, activations against counted tensors, peaks against real runs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.asked.question import Size, Training
from core.catalog.remember import forget
from core.memory.training.activations import activations, kept_per_token
from core.memory.training.lora import adapter_parameters
from core.memory.training.parts import parts_of, training_parts
from core.memory.training.peak import peak
from core.memory.training.recipe import HABITS, Recipe, recipe
from core.memory.training.states import states
from core.memory.training.targets import ATTENTION, FEED_FORWARD, LINEAR, QUERY_VALUE
from core.memory.training.typical import typical_model
from core.units import BILLION, Quantity
from core.wording.say import say_formula
from tests.core.conftest import model_named, precision, scenario
from tests.sizes import GIB

FULL, LORA, QLORA = Recipe("full"), Recipe("lora"), Recipe("qlora")
LLAMA_8B = 8_030_261_248


def state(plan: Recipe, name: str = "Llama 3.1 8B", weights: str = "bf16"):
    return states(model_named(name), precision(weights), plan)


# States


def test_mixed_precision_adamw_takes_16_bytes_a_parameter():
    """2 for the weight, 2 for the gradient, 12 for the float32 copy and the two moments."""
    found = state(FULL)

    assert found.trainable == LLAMA_8B
    assert found.weights == found.gradients == 2 * LLAMA_8B
    assert found.optimizer == 12 * LLAMA_8B


@pytest.mark.parametrize(
    ("optimizer", "bytes_per_parameter"),
    [
        ("adamw", 12),  # copy 4 + moments 4 + 4
        ("adamw_8bit", 2 * (1 + 4 / 256)),  # no copy; a float32 scale for each 256
        ("paged_adamw_8bit", 2 * (1 + 4 / 256)),
        ("adafactor", 4 + 4 * 2 / 4096),  # copy, one row and one column
        ("sgd", 8),  # copy, momentum
    ],
)
def test_each_optimizer_keeps_its_own_states(optimizer, bytes_per_parameter):
    found = state(replace(FULL, optimizer=optimizer))

    assert found.optimizer == pytest.approx(bytes_per_parameter * LLAMA_8B, rel=1e-9)


def test_muon_keeps_one_moment_for_matrices_and_two_for_the_rest():
    """Embeddings, head and norms: 2 x 128,256 x 4,096 + 65 x 4,096 = 1,050,939,392 parameters."""
    found = state(replace(FULL, optimizer="muon"))

    assert found.optimizer == 4 * LLAMA_8B + 4 * (LLAMA_8B + 1_050_939_392)


def test_everything_in_16_bits_takes_8_bytes_a_parameter():
    found = state(replace(FULL, habits=HABITS["ms-swift"]))

    assert found.weights + found.gradients + found.optimizer == 8 * LLAMA_8B


@pytest.mark.parametrize(
    ("stage", "weights", "gradients", "optimizer"),
    [(0, 2, 2, 12), (1, 2, 2, 12 / 8), (2, 2, 2 / 8, 12 / 8), (3, 2 / 8, 2 / 8, 12 / 8)],
)
def test_zero_splits_one_more_part_with_each_stage(stage, weights, gradients, optimizer):
    found = state(replace(FULL, zero_stage=stage, data_parallel=8))

    parts = (found.weights, found.gradients, found.optimizer)
    expected = tuple(share * LLAMA_8B for share in (weights, gradients, optimizer))
    assert parts == pytest.approx(expected, abs=1)


def test_adapters_of_all_linear_layers_of_llama_8b():
    """
    Rank 16 x 32 layers x (q 4096+4096, k and v 4096+1024, o 4096+4096, three of 4096+14336).
    """
    model = model_named("Llama 3.1 8B")

    assert adapter_parameters(model, 16) == 16 * 32 * (8192 + 2 * 5120 + 8192 + 3 * 18432)
    assert adapter_parameters(model, 32, QUERY_VALUE) == 32 * 32 * (8192 + 5120)
    assert adapter_parameters(model, 8, ATTENTION) == 8 * 32 * (2 * 8192 + 2 * 5120)
    assert adapter_parameters(model, 8, FEED_FORWARD) == 8 * 32 * 3 * 18432


def test_adapters_of_llama_3b_are_as_many_as_peft_prints():
    """PEFT's comparison prints 9,175,040 for rank 32 on q and v; 9,461,760 for rank 10 on MLPs."""
    model = model_named("Llama 3.2 3B")

    assert adapter_parameters(model, 32, QUERY_VALUE) == 9_175_040
    assert adapter_parameters(model, 10, FEED_FORWARD) == 9_461_760


def test_routed_experts_get_no_adapters():
    mixture = model_named("Mixtral 8x7B")

    assert adapter_parameters(mixture, 16) == adapter_parameters(mixture, 16, ATTENTION)


def test_a_qlora_base_keeps_embeddings_at_16_bits():
    """1,050,673,152 weights of embeddings and head, and norms, at 16 bits; the rest at 4.127."""
    found = state(QLORA, weights="nf4-dq")

    assert 5.1 < (found.weights - 4 * found.trainable) / GIB < 5.5
    assert found.optimizer == 8 * found.trainable


def test_a_prepared_qlora_keeps_embedding_and_head_in_float32():
    """2 x 128,256 x 4,096 elements of two bytes more, at the high end."""
    parts = {p.name: p for p in parts_of(QLORA, model_named("Llama 3.1 8B"), precision("nf4-dq"))}

    above = parts["weights"].high - parts["weights"].size - 0.01 * parts["weights"].size
    assert above == pytest.approx(2 * 2 * 128_256 * 4096, abs=1)


# Activations


def test_the_largest_matrix_of_a_quantised_base_is_made_whole():
    """4,096 x 14,336 weights of two bytes, whatever the tokens."""
    model = model_named("Llama 3.1 8B")
    inputs = 1.5 * (2 * 4096 + 4096 + 14_336)  # of the layers of bitsandbytes

    with_base, plain = (activations(model, plan)[1] for plan in (QLORA, LORA))

    assert with_base - plain == 2 * 4096 * 14_336 + 2 * 2048 * inputs


COUNTED = [
    # bytes a token and layer that autograd kept, hidden 2,048, 16 heads of 128, intermediate 5,632:
    # transformers 5.23 and peft 0.21 on torch 2.13, storages summed up under a dispatcher
    (FULL, 94_208),
    (replace(LORA, habits=replace(HABITS["peft"], targets=QUERY_VALUE)), 83_008),
    (replace(LORA, habits=replace(HABITS["peft"], targets=LINEAR)), 138_464),
    (replace(LORA, habits=replace(HABITS["transformers"], targets=LINEAR)), 103_128),
]


@pytest.mark.parametrize(("plan", "counted"), COUNTED)
def test_a_layer_keeps_what_autograd_was_seen_to_keep(plan, counted):
    llama = model_named("Llama 3.1 8B")
    attention = (llama.attention[0].model_copy(update={"num_key_value_heads": 16}),)
    widths = {"hidden_size": 2048, "intermediate_size": 5632, "num_attention_heads": 16}
    model = llama.model_copy(update=widths | {"attention": attention})

    kept = kept_per_token(model, replace(plan, checkpointing="none"))

    assert 2 * kept.largest_layer == pytest.approx(counted, rel=0.01)


def test_checkpointing_keeps_the_input_of_each_layer():
    """2 bytes x 2,048 tokens x 32 layers x 4,096."""
    model = model_named("Llama 3.1 8B")

    found = peak(model, FULL, states(model, precision("bf16"), FULL))

    assert found.kept == 2 * 2048 * 32 * 4096


def test_logits_are_the_largest_tensor_of_a_large_vocabulary():
    """2,048 tokens x 128,256 words x 14 bytes = 3.4 GiB, more than any layer."""
    model = model_named("Llama 3.1 8B")

    found = peak(model, LORA, states(model, precision("bf16"), LORA))

    assert found.logits == 2048 * 128_256 * 14
    assert found.logits > found.layer


def test_without_flash_attention_memory_grows_with_the_square_of_the_sequence():
    model = model_named("Llama 3.1 8B")
    short = replace(LORA, flash_attention=False, sequence_tokens=8192)
    long = replace(short, sequence_tokens=16384)

    layers = [
        peak(model, plan, states(model, precision("bf16"), plan)).layer for plan in (short, long)
    ]

    assert 3.5 < layers[1] / layers[0] < 4


# Peaks of published runs: GiB

RUNS = [
    # PEFT's method comparison, reserved by torch: LoRA rank 32 on q and v, 4 x 768 tokens
    ("Llama 3.2 3B", "bf16", Recipe("lora", sequence_tokens=768, batch=4, lora_rank=32,
     checkpointing="none", habits=HABITS["peft"], measure="reserved"), 20.76, 0.02),
    # LitGPT, allocated by torch: LoRA rank 8, one sequence of 1,304 tokens
    ("Llama 2 13B", "bf16", Recipe("lora", sequence_tokens=1304, lora_rank=8,
     checkpointing="none", habits=HABITS["litgpt"], measure="allocated"), 35.50, 0.02),
    # torchtitan, reserved: pretraining on 128 GPUs, two sequences of 8,192 tokens
    ("Llama 3.1 8B", "bf16", Recipe("full", sequence_tokens=8192, batch=2, zero_stage=3,
     data_parallel=128, checkpointing="selective", habits=HABITS["torchtitan"],
     measure="reserved"), 62.0, 0.05),
    # Qwen's LoRA table, rank 64, one sequence of 2,048 tokens
    ("Qwen 1.8B", "bf16", Recipe("lora", lora_rank=64), 11.0, 0.05),
]  # fmt: skip


@pytest.mark.parametrize(("name", "weights", "plan", "measured", "within"), RUNS)
def test_the_peak_is_near_a_published_run(name, weights, plan, measured, within):
    parts = parts_of(plan, model_named(name), precision(weights))

    assert sum(part.size for part in parts) / GIB == pytest.approx(measured, rel=within)
    assert sum(part.low for part in parts) / GIB < measured < sum(part.high for part in parts) / GIB


# Parts


def full_scenario(task="full", training=None, model=None, weights="bf16"):
    usual = scenario(model or model_named("Llama 3.1 8B"), weights)
    return replace(usual, task=task, training=training or Training())


def test_the_parts_of_full_fine_tuning_are_told_in_words():
    model = model_named("Llama 3.1 8B")

    parts = training_parts(full_scenario(), model, gpus=8)

    told = {part.name: say_formula("en", part.formula) for part in parts}
    assert told == {
        "weights": "base at 16 bits, over 8 GPUs",
        "gradients": "8,030,261,248 trainable parameters × 2 bytes, over 8 GPUs",
        "optimizer": "adamw: 8,030,261,248 trainable parameters × 12 bytes "
        "(float32 copy and moments), over 8 GPUs",
        "activations": "2,048 tokens in 32 layers (one layer at a time): 0.50 GiB + "
        "logits × 14 bytes (4 to 26 by program and version): 3.42 GiB + "
        "weights made whole: 3.18 GiB",
        "runtime": "CUDA context and workspaces 2.00 GiB + 15 % of the activations, held unused "
        "by the allocator",
    }


def test_paged_states_may_leave_the_card():
    plan = Recipe("qlora", optimizer="paged_adamw_8bit")

    parts = {
        part.name: part for part in parts_of(plan, model_named("Llama 3.1 8B"), precision("nf4"))
    }

    assert parts["optimizer"].low == 0 < parts["optimizer"].size == parts["optimizer"].high


def test_a_bare_size_has_exact_states_and_wide_activations():
    size = Size("70B", Quantity(70, BILLION))
    asked = replace(full_scenario(), model=size)

    parts = {part.name: part for part in training_parts(asked, size)}

    assert parts["weights"].size == 140_000_000_000
    assert parts["optimizer"].size == 840_000_000_000
    activations = parts["activations"]
    # A typical shape is known to a factor of two; what programs hold, to 0.51 and 2.18 on top.
    assert activations.low == pytest.approx(0.51 / 2 * activations.size)
    assert activations.high == pytest.approx(2 * 2.18 * activations.size)


def test_what_was_not_said_is_the_usual_recipe():
    assert recipe("qlora", Training()) == QLORA
    assert recipe("pretrain", Training(), 4) == replace(FULL, zero_stage=3, data_parallel=4)
    said = Training("sgd", 512, 3, 8, 1, False, False)
    assert recipe("lora", said, 2) == Recipe(
        "lora", "sgd", 512, 3, 8, 1, 2, checkpointing="none", flash_attention=False
    )


def test_a_changed_constant_is_seen_once_the_old_answers_are_forgotten(monkeypatch):
    model = model_named("Llama 3.1 8B")
    plan = Recipe("lora", checkpointing="none")
    before = parts_of(plan, model, precision("bf16"))

    monkeypatch.setattr("core.memory.training.activations.NORMS", 3)

    assert parts_of(plan, model, precision("bf16")) is before
    forget()
    changed = {part.name: part.size for part in parts_of(plan, model, precision("bf16"))}
    monkeypatch.undo()
    forget()
    one_more_norm = 2 * 2048 * 32 * 4096 * 2  # byte: tokens, layers, hidden, in float32
    assert changed["activations"] - {p.name: p.size for p in before}["activations"] == one_more_norm


def test_the_high_end_holds_the_largest_loss():
    """Axolotl counts 4 bytes a logit; 26 may run: 2,048 tokens x 128,256 words."""
    plan, model = replace(LORA, habits=HABITS["axolotl"]), model_named("Llama 3.1 8B")
    parts = {part.name: part for part in parts_of(plan, model, precision("bf16"))}

    assert parts["activations"].high == 2 * 2048 * 32 * 4096 + 2048 * 128_256 * 26
    fused = replace(plan, fused_loss=True)
    parts = {part.name: part for part in parts_of(fused, model, precision("bf16"))}
    assert parts["activations"].high == pytest.approx(2.18 * parts["activations"].size)


# Laws

NAMES = st.sampled_from(
    ["Llama 3.1 8B", "Mixtral 8x7B", "Qwen3 30B A3B", "DeepSeek V3", "Gemma 3 27B"]
)


def total(plan: Recipe, name: str) -> int:
    return sum(part.size for part in parts_of(plan, model_named(name), precision("bf16")))


@given(NAMES, st.sampled_from(["full", "lora", "qlora"]), st.integers(1, 16), st.integers(1, 32))
def test_more_tokens_never_take_less(name, method, batch, more):
    plan = Recipe(method, batch=batch)

    assert total(plan, name) <= total(replace(plan, batch=batch + more), name)


@given(NAMES, st.sampled_from(["full", "lora", "qlora"]))
def test_checkpointing_never_takes_more(name, method):
    kept = [
        total(Recipe(method, checkpointing=checkpointing), name)
        for checkpointing in ("full", "selective", "none")
    ]

    assert kept[0] <= kept[1] <= kept[2]


@given(NAMES, st.integers(0, 3), st.integers(1, 6))
def test_more_gpus_never_hold_more_each(name, stage, power):
    """Once states are split at all: whole weights are made on the way from the second GPU on."""
    few = Recipe("full", zero_stage=stage, data_parallel=2**power)

    assert total(replace(few, data_parallel=2 ** (power + 1)), name) <= total(few, name)


@given(st.integers(100_000_000, 2_000_000_000_000))
def test_the_typical_shape_has_about_the_parameters_asked_for(parameters):
    model = typical_model(parameters)

    assert model.elements == parameters
    assert model.hidden_size == (model.num_attention_heads or 0) * 128
