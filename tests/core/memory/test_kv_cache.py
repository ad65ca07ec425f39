"""Keys, values and states: every kind of attention, worked by hand."""

import pytest

from core.asked.question import Engine
from core.catalog.load import load_catalog
from core.memory.engines import vllm
from core.memory.kv_cache import (
    STEADY,
    Rules,
    cache,
    cache_of_one_sequence,
    group_size,
    grows_with_context,
)
from core.memory.layout import Layout
from tests.core.conftest import model_named
from tests.rows import every
from tests.sizes import GIB, KIB, MIB

H100 = int(79.65 * GIB)
VLLM = vllm.rules(vllm.settings(Engine("vllm", "0.19"), None, H100, 8192))


def one(name: str, tokens: int, *, bits: float = 16, tp: int = 1, rules: Rules = STEADY) -> int:
    """Cache of one sequence on one GPU: bytes."""
    layout = Layout(tensor_parallel_size=tp)
    return cache_of_one_sequence(model_named(name), bits, tokens, layout=layout, rules=rules).total


def test_one_token_of_llama_70b_costs_320_kib():
    """
    2 vectors x 80 layers x 8 heads x 128 elements x 2 bytes = 327,680 bytes.
    """
    assert one("Llama 3.1 70B", 1) == 320 * KIB


def test_four_gpus_hold_a_quarter_of_the_heads_each():
    """
    320 KiB / 4 = 80 KiB a token, as vLLM logs it at TP 4.
    """
    assert one("Llama 3.1 70B", 1, tp=4) == 80 * KIB


def test_sixteen_gpus_hold_a_whole_head_each_because_a_head_is_not_divided():
    """
    8 heads on 16 ranks: one head each, 2 x 80 x 1 x 128 x 2 = 40 KiB, as on 8.
    """
    assert one("Llama 3.1 70B", 1, tp=16) == one("Llama 3.1 70B", 1, tp=8) == 40 * KIB


def test_one_token_of_deepseek_v3_costs_the_same_on_one_gpu_and_on_eight():
    """
    61 layers x (512 + 64) x 2 bytes = 70,272 bytes = 68.62 KiB; vLLM logs 68.62 to 68.63 at TP 8.
    """
    assert one("DeepSeek V3", 1) == one("DeepSeek V3", 1, tp=8) == 70_272


def test_the_indexer_of_deepseek_v3_2_adds_132_bytes_a_token_and_layer():
    """
    61 x (576 x 2 + 132) = 78,324 bytes = 76.49 KiB; vLLM logs 76.49.
    """
    assert one("DeepSeek V3.2", 1) == 78_324


def test_sparse_mla_in_fp8_takes_656_bytes_a_token_and_layer():
    """
    61 x (656 + 132) = 48,068 bytes: vLLM's fp8_ds_mla keeps the rotary part at 16 bits.
    """
    assert one("DeepSeek V3.2", 1, bits=8) == 48_068


def test_windows_of_gemma_3_stop_growing_at_1024_tokens():
    """
    A token: 2 x 16 x 128 x 2 = 8,192 bytes a layer. 10 layers hold 32,768 tokens, 52 hold 1,024:
    10 x 32,768 x 8,192 + 52 x 1,024 x 8,192 = 3,120,562,176.
    """
    assert one("Gemma 3 27B", 32768) == (10 * 32768 + 52 * 1024) * 8192 == 3_120_562_176


def test_vllm_charges_a_window_with_the_tokens_of_a_step_and_one_more_block():
    """
    8192 tokens of one step: min(32,768, 1,024 - 1 + 8,192) = 9,215 -> 9,216 + 16 = 9,232 tokens;
    52 sliding layers are padded to 6 groups of 10: (10 x 32,768 + 60 x 9,232) x 8,192 bytes.
    """
    assert one("Gemma 3 27B", 32768, rules=VLLM) == (10 * 32768 + 60 * 9232) * 8192


def test_a_hybrid_is_charged_in_pages_that_hold_one_state():
    """
    Qwen3.5 35B A3B at 10,000 tokens: vLLM logs 268.2 MiB a request; the page rule gives 268.1.
    """
    assert one("Qwen3.5 35B A3B", 10_000, rules=VLLM) / MIB == pytest.approx(268.1, abs=0.05)


def test_states_of_nemotron_3_nano_are_23_layers_of_two_megabytes():
    """
    conv 18,432 x 2 + state 524,288 x 4 = 2,134,016 bytes, x 23 layers.
    """
    model = model_named("Nemotron 3 Nano 30B A3B")

    assert cache_of_one_sequence(model, 16, 8192).state == 23 * 2_134_016


def test_deepseek_v4_keeps_a_window_and_one_entry_for_4_or_128_tokens():
    """
    8,192 tokens, 1,024 bytes an entry: 2 layers x 128, 21 x (128 + 2,048), 20 x (128 + 64);
    index keys beside the 21: 2,048 x 132 bytes each.
    """
    entries = 2 * 128 + 21 * (128 + 2048) + 20 * (128 + 64)

    assert one("DeepSeek V4 Flash", 8192) == entries * 1024 + 21 * 2048 * 132


def test_a_shared_prefix_is_stored_once():
    """
    1,000 of 8,192 tokens in common, 16 sequences, blocks of 1: 1,000 + 16 x 7,192 tokens.
    """
    model = model_named("Llama 3.1 70B")

    assert cache(model, 16, 8192, 16, shared_prefix=1000).kv_cache == (
        (1000 + 16 * 7192) * 320 * KIB
    )


def test_tokens_are_handed_out_in_whole_blocks():
    """
    17 tokens take two blocks of 16.
    """
    assert one("Llama 3.1 70B", 17, rules=VLLM) == 32 * 320 * KIB


def test_of_two_pipeline_stages_one_holds_half_the_cache():
    model = model_named("Llama 3.1 70B")
    layout = Layout(pipeline_parallel_size=2)

    assert cache_of_one_sequence(model, 16, 1, layout=layout).total == 160 * KIB


def test_a_model_without_attention_does_not_grow():
    assert not grows_with_context(model_named("Falcon Mamba 7B"))


MODELS = load_catalog().models.values()


class TestEveryModel:
    @every(MODELS)
    def test_twice_the_sequences_take_twice_the_cache(self, model):
        once, twice = (cache(model, 16, 4096, count).total for count in (3, 6))

        assert twice == 2 * once

    @every(MODELS)
    def test_a_longer_context_never_takes_less(self, model):
        sizes = [
            cache_of_one_sequence(model, 16, tokens, rules=VLLM).total
            for tokens in (1, 1024, 8192, 9232, 131072)
        ]

        assert sizes == sorted(sizes)

    @every(MODELS)
    def test_a_narrower_cache_never_takes_more(self, model):
        sizes = [cache_of_one_sequence(model, bits, 8192).total for bits in (4.5, 8, 8.5, 16)]

        assert sizes == sorted(sizes)

    @every(MODELS)
    def test_more_gpus_never_hold_more_each(self, model):
        """Exact divisions only: padding of states to whole pages may cost, and is vLLM's to say."""
        sizes = [
            cache_of_one_sequence(model, 16, 8192, layout=Layout(size)).total
            for size in (8, 4, 2, 1)
        ]

        assert sizes == sorted(sizes)


@pytest.mark.parametrize(("full", "sliding", "group"), [(10, 14, 14), (10, 15, 10), (15, 10, 10)])
def test_kinds_of_layers_are_alike_below_one_and_a_half_times(full, sliding, group):
    """14 / 10 pads the smaller kind up to 14 layers; 15 / 10 makes groups of ten."""
    gemma = model_named("Gemma 3 27B")
    kinds = {kind.kind: kind for kind in gemma.attention}
    layers = {"full": full, "sliding": sliding}
    model = gemma.model_copy(
        update={
            "attention": tuple(
                kinds[kind].model_copy(update={"layers": number}) for kind, number in layers.items()
            )
        }
    )

    assert group_size(model) == group
