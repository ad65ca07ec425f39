"""
Figures that the project's sources state, each from the source's own words: parameters, logs,
published files. What other tests of this folder already compare is not repeated.
"""

import pytest

from core.asked.question import Engine
from core.catalog.load import load_catalog
from core.memory.engines import vllm
from core.memory.kv_cache import Rules, cache_of_one_sequence
from core.memory.layout import Layout
from core.memory.parallelism import tensor_parallel_sizes, valid_sizes
from core.memory.training.recipe import HABITS, Recipe
from core.memory.training.states import states
from core.memory.weights import classes, padded_experts, weights, weights_per_gpu
from tests.core.conftest import model_named, precision
from tests.sizes import GIB, KIB, MIB

H100 = int(79.65 * GIB)


@pytest.mark.parametrize(
    ("format", "gib"),
    [("bf16", 131.42), ("fp8", 67.67)],
)
def test_llama_70b_takes_what_its_tensors_do(format, gib):
    """70,553,706,496 parameters; vLLM logs 131.56 to 131.62 and 67.72, with the rotary table."""
    assert weights(model_named("Llama 3.1 70B"), precision(format)) / GIB == pytest.approx(
        gib, abs=0.005
    )


@pytest.mark.parametrize(
    ("name", "format", "bits", "low"),
    [
        pytest.param("Llama 3.1 70B", "fp8", 8, 0.029, id="70B in FP8"),
        pytest.param("Llama 3.1 70B", "awq", 4, 0.11, id="70B in AWQ"),
        pytest.param("Llama 3.1 8B", "awq", 4, 0.30, id="8B in AWQ"),
    ],
)
def test_parameters_times_bits_are_too_low_by(name, format, bits, low):
    """Embeddings and heads stay at 16 bits, and scales come with the weights."""
    model = model_named(name)
    naive = model.elements * bits / 8

    assert 1 - naive / weights(model, precision(format)) == pytest.approx(low, abs=0.006)


def test_gpt_oss_120b_takes_more_in_memory_than_on_disk():
    """60.8 GiB of files; 64.4 loaded, because kernels pad 2,880 columns to 3,072."""
    model, format = model_named("gpt-oss 120B"), precision("mxfp4-experts")
    padding = padded_experts(model, classes(model, format))

    assert weights(model, format) / GIB == pytest.approx(60.8, abs=0.1)
    assert (weights(model, format) + padding) / GIB == pytest.approx(64.4, abs=0.25)


def test_nemotron_3_nano_at_four_thousand_tokens_is_charged_73_mib():
    """
    Pages of 2.04 MiB hold 2,096 tokens: 6 layers x 2 pages and 24 states are 36 pages; logged 73.4.
    """
    model = model_named("Nemotron 3 Nano 30B A3B")
    flags = vllm.settings(Engine("vllm", "0.19"), None, H100, 4096)

    charged = cache_of_one_sequence(model, 16, 4096, rules=vllm.rules(flags)).total
    assert charged / MIB == pytest.approx(73.4, rel=0.01)


def test_kinds_of_layers_of_gemma_4_have_heads_of_their_own():
    """Gemma 4 31B: 4 heads of 512 that see everything, 16 heads of 256 in a window."""
    by_kind = {
        group.kind: (group.num_key_value_heads, group.head_dim)
        for group in model_named("Gemma 4 31B").attention
    }

    assert by_kind == {"full": (4, 512), "sliding": (16, 256)}


def test_one_token_of_deepseek_v3_is_68_62_kib_and_of_v3_2_76_49():
    for name, kib in (("DeepSeek V3", 68.62), ("DeepSeek V3.2", 76.49)):
        one = cache_of_one_sequence(model_named(name), 16, 1).total
        assert one / KIB == pytest.approx(kib, abs=0.006)


def test_a_cache_in_blocks_costs_seventeen_tokens_what_thirty_two_do():
    model, blocks = model_named("Llama 3.1 8B"), Rules(block=16)

    assert cache_of_one_sequence(model, 16, 17, rules=blocks) == cache_of_one_sequence(
        model, 16, 32
    )


def test_the_vocabulary_is_no_reason_against_a_split():
    """Qwen2.5 7B has 152,064 words and 28 heads; GPT-2 50,257 words, which 2 does not divide."""
    gpt2 = next(m for m in load_catalog().models.values() if m.vocab_size == 50_257)

    assert 2 in valid_sizes(gpt2, precision("bf16"))


def test_only_so_many_ranks_hold_whole_groups_of_a_4_bit_format():
    """Qwen2.5 72B: 29,568 / 8 = 3,696 columns a rank are no whole groups of 128; 29,568 / 1 are."""
    model = model_named("Qwen2.5 72B")
    refused = {
        choice.size: choice.reason.key
        for choice in tensor_parallel_sizes(model, precision("awq"), 8)
        if choice.reason is not None
    }

    assert refused[8] == "parallel.group"
    assert 8 in valid_sizes(model, precision("bf16"))


def test_gradients_summed_in_float32_as_well_make_20_bytes_a_parameter():
    """2 + 2 + 12, and 4; DeepSpeed's own estimator says 18, without the 16-bit gradients."""
    model = model_named("Llama 3.1 8B")
    plan = Recipe("full", habits=HABITS["deepspeed"])
    found = states(model, precision("bf16"), plan)
    each = (found.weights + found.gradients + found.optimizer) / model.elements

    assert each == 20


def test_zero_3_divides_sixteen_bytes_by_the_gpus():
    model = model_named("Llama 3.1 8B")
    plan = Recipe("full", zero_stage=3, data_parallel=8)
    found = states(model, precision("bf16"), plan)

    total = found.weights + found.gradients + found.optimizer
    assert total == pytest.approx(16 * model.elements / 8, abs=2)


def test_an_expert_is_never_divided_under_expert_parallelism():
    """Kimi K2: 384 experts on 72 GPUs are six on the fullest, as if on 64."""
    model, format = model_named("Kimi K2"), precision("fp8-block")
    groups = classes(model, format)
    on_72, on_64 = (
        weights_per_gpu(groups, model, Layout(1, 1, gpus, enable_expert_parallel=True))
        for gpus in (72, 64)
    )

    assert on_72 == on_64
