"""Formulas by hand, in which a changed sign or operator made no test fail before."""

import pytest

from core.asked.question import Engine
from core.memory.engines import sglang
from core.memory.kv_cache import Rules, grows_with_context, shared_by_sequences
from core.memory.layout import ONE_GPU, Layout
from core.memory.training.activations import _inputs_kept
from core.memory.training.lora import adapter_parameters
from core.memory.training.parts import parts_of
from core.memory.training.recipe import Habits, Recipe
from core.memory.training.targets import ATTENTION, FEED_FORWARD, LINEAR, QUERY_VALUE
from tests.core.conftest import model_named, precision
from tests.sizes import GIB, KIB, MIB


def test_sglang_holds_a_chunk_of_prefill_and_half_its_graphs():
    """
    80 GiB: 8,192 tokens x 4,096 x 10 x 2 bytes = 640 MiB; the sampler's 256 x 128,256 x (4 + 2) =
    187.9 MiB is less. Graphs 0.5 x 2 MiB x 256 = 256 MiB beside a context of 512 MiB.
    """
    flags = sglang.settings(Engine("sglang"), 80 * GIB)
    found = sglang.demand(model_named("Llama 3.1 8B"), flags, ONE_GPU)

    assert found.activations.size == 640 * MIB
    assert (found.activations.low, found.activations.high) == (320 * MIB, 1280 * MIB)
    assert found.runtime.size == (512 + 256) * MIB
    assert found.runtime.high == pytest.approx((512 + 256 + 512 + 256) * MIB, abs=2)
    assert found.outside == (640 + 512 + 256) * MIB
    assert found.share == pytest.approx(1 - 13_440 / (80 * 1024))


def test_sglang_on_two_gpus_holds_buffers_of_nccl_and_without_graphs_none_of_them():
    """1.5 GiB of context where ranks talk; eager mode captures nothing."""
    flags = sglang.settings(Engine("sglang", enforce_eager=True), 80 * GIB)
    found = sglang.demand(model_named("Llama 3.1 8B"), flags, Layout(2))

    assert found.runtime.size == 1536 * MIB


def test_adapters_of_compressed_attention_by_hand():
    """
    DeepSeek V2 Lite, a layer: q 2,048 + 16 x (128 + 64); down 2,048 + 512 + 64; up 512 + 16 x
    (128 + 128); o 16 x 128 + 2,048. 27 layers, rank 8.
    """
    layer = (2048 + 16 * 192) + (2048 + 512 + 64) + (512 + 16 * 256) + (16 * 128 + 2048)

    assert adapter_parameters(model_named("DeepSeek V2 Lite"), 8, ATTENTION) == 8 * 27 * layer


def test_adapters_of_compressed_queries_by_hand():
    """
    DeepSeek V3, a layer: q down 7,168 + 1,536 and up 1,536 + 128 x 192; kv down 7,168 + 512 + 64
    and up 512 + 128 x 256; o 128 x 128 + 7,168. 61 layers, rank 8.
    """
    layer = (7168 + 1536) + (1536 + 128 * 192) + (7168 + 576) + (512 + 128 * 256) + (16384 + 7168)

    assert adapter_parameters(model_named("DeepSeek V3"), 8, ATTENTION) == 8 * 61 * layer


def test_a_shared_prefix_saves_whole_blocks_only():
    """33 tokens are two blocks of 16: 32 x 320 KiB for Llama 70B, a quarter of it at TP 4."""
    model = model_named("Llama 3.1 70B")
    rules = Rules(block=16)

    assert shared_by_sequences(model, 16, 33, ONE_GPU, rules) == 32 * 320 * KIB
    assert shared_by_sequences(model, 16, 33, Layout(4), rules) == 32 * 80 * KIB
    assert shared_by_sequences(model, 16, 15, ONE_GPU, rules) == 0


@pytest.mark.parametrize(
    ("name", "grows"),
    [
        ("Llama 3.1 8B", True),
        ("DeepSeek V3", True),
        ("Gemma 3 27B", True),
        ("Qwen3 Next 80B A3B", True),
        ("Falcon Mamba 7B", False),
        ("Mistral 7B v0.1", False),
    ],
)
def test_context_costs_nothing_where_every_layer_forgets(name, grows):
    assert grows_with_context(model_named(name)) is grows


@pytest.mark.parametrize(("optimizer", "least"), [("adamw", 1.0), ("paged_adamw_8bit", 0.0)])
def test_only_paged_states_may_be_gone_from_the_card(optimizer, least):
    plan = Recipe("lora", optimizer=optimizer)
    found = parts_of(plan, model_named("Llama 3.1 8B"), precision("bf16"))
    parts = {part.name: part for part in found}

    assert parts["optimizer"].low == least * parts["optimizer"].size
    assert parts["gradients"].low == parts["gradients"].high == parts["gradients"].size
    spread = parts["weights"].high - parts["weights"].size
    assert spread == pytest.approx(0.01 * parts["weights"].size, abs=1)
    assert parts["weights"].size - parts["weights"].low == spread


# Llama 3.1 8B: 32 layers of 4,096; outputs of attention 32 x 4,096, of feed-forward 32 x 14,336.
@pytest.mark.parametrize(
    ("targets", "elements"),
    [
        (LINEAR, 32 * 5 * 4_096 + 32 * 4_096 + 32 * 14_336),
        (ATTENTION, 32 * 3 * 4_096 + 32 * 4_096),
        (QUERY_VALUE, 32 * 2 * 4_096),
        (FEED_FORWARD, 32 * 2 * 4_096 + 32 * 14_336),
    ],
)
def test_inputs_that_adapters_keep_by_hand(targets, elements):
    """QLoRA keeps one and a half times the inputs of the quantised layers beside them."""
    model, habits = model_named("Llama 3.1 8B"), Habits(targets=targets)
    quantised = 32 * 2 * 4_096 + 32 * 4_096 + 32 * 14_336

    assert _inputs_kept(model, Recipe("lora", habits=habits)) == elements
    assert _inputs_kept(model, Recipe("qlora", habits=habits)) == elements + 1.5 * quantised
    assert _inputs_kept(model, Recipe("full", habits=habits)) == 32 * 4 * 4_096 + 32 * 14_336
