"""
Slots for LoRA adapters, each width worked out by hand from the config.json of the model.

vLLM 0.33.0, lora/layers: A is rank x inputs, B outputs x rank; column-parallel layers divide the
outputs of B, row-parallel ones the inputs of A.
"""

import pytest

from core.asked.adapters import Adapters
from core.memory.adapters import adapters_per_gpu, takes_adapters
from core.memory.layout import Layout
from tests.core.conftest import model_named

ONE = Layout()
SLOTS, RANK, BF16 = 16, 64, 2


def size(model, layout=ONE, *, fully_sharded=False, embeddings=False):
    adapters = Adapters(SLOTS, RANK, fully_sharded)
    return adapters_per_gpu(model, adapters, layout, embeddings=embeddings, dtype_bytes=BF16)


@pytest.fixture
def llama_8b():
    return model_named("Llama 3.1 8B")


# Llama 3.1 8B: hidden 4,096, 32 heads and 8 key-value heads of 128, feed-forward 14,336, 32 layers
H, KV, INNER, LAYERS, WORDS = 4096, 8 * 128, 14336, 32, 128_256


def test_every_linear_layer_has_both_matrices(llama_8b):
    """q, k, v, o, gate, up, down of 32 layers: 16 slots are 5.0 GiB."""
    one_layer = (H + H) + 2 * (H + KV) + (H + H) + 2 * (H + INNER) + (INNER + H)
    expected = SLOTS * RANK * LAYERS * one_layer * BF16

    assert size(llama_8b) == expected == 5 * 2**30


def test_vllm_adds_embedding_and_head_of_llama(llama_8b):
    """Two matrices each, words x rank and hidden x rank (embedding_modules of llama.py)."""
    beside = SLOTS * RANK * 2 * (WORDS + H) * BF16

    assert size(llama_8b, embeddings=True) == size(llama_8b) + beside


def test_tensor_parallelism_divides_half_of_each(llama_8b):
    """Columns: B / 4. Rows: A / 4. Embedding and head are whole on every rank."""
    columns = (H + H / 4) + 2 * (H + KV / 4) + 2 * (H + INNER / 4)
    rows = (H / 4 + H) + (INNER / 4 + H)
    embeddings = 2 * (WORDS + H)
    expected = SLOTS * RANK * (LAYERS * (columns + rows) + embeddings) * BF16

    assert size(llama_8b, Layout(4), embeddings=True) == expected


def test_fully_sharded_divides_the_other_half_as_well(llama_8b):
    assert size(llama_8b, Layout(4), fully_sharded=True) == size(llama_8b) // 4


def test_a_key_value_head_is_not_divided(llama_8b):
    """8 heads on 16 ranks: k and v keep one head of 128 each."""
    columns = (H + H / 16) + 2 * (H + 128) + 2 * (H + INNER / 16)
    rows = (H / 16 + H) + (INNER / 16 + H)

    assert size(llama_8b, Layout(16)) == SLOTS * RANK * LAYERS * (columns + rows) * BF16


def test_stages_share_out_the_layers(llama_8b):
    assert size(llama_8b, Layout(1, 2)) == size(llama_8b) // 2


def test_every_routed_expert_has_slots_of_its_own():
    """
    Qwen3 30B A3B: 48 layers of 128 experts of width 768 beside hidden 2,048; 32 heads of 128, 4
    key-value heads; a router to 128.
    """
    hidden, width, experts, layers = 2048, 768, 128, 48
    attention = (hidden + 4096) + 2 * (hidden + 512) + (4096 + hidden)
    one_layer = attention + (hidden + experts) + experts * 3 * (hidden + width)
    expected = SLOTS * RANK * layers * one_layer * BF16

    assert size(model_named("Qwen3 30B A3B")) == expected


def test_whole_experts_are_spread_over_ranks():
    """128 experts on 4 ranks: 32 whole ones on each, of all widths."""
    hidden, width, experts, layers = 2048, 768, 128, 48
    columns = (hidden + 4096 / 4) + 2 * (hidden + 512 / 4)
    attention = columns + (4096 / 4 + hidden)
    one_layer = attention + (hidden + experts) + experts / 4 * 3 * (hidden + width)
    model = model_named("Qwen3 30B A3B")
    layout = Layout(4, enable_expert_parallel=True)

    assert size(model, layout) == SLOTS * RANK * layers * one_layer * BF16


def test_latent_attention_has_its_down_projections_on_every_rank():
    """
    DeepSeek V2 Lite: hidden 2,048, no rank of queries, 16 heads of 128 + 64, values 128, latent
    512 + 64. At two ranks only q, the up-projection and o are divided.
    """
    hidden, heads, latent = 2048, 16, 512
    query, up, values = heads * 192, heads * (128 + 128), heads * 128

    def attention(ranks):
        return (
            (hidden + query / ranks)
            + (hidden + latent + 64)
            + (latent + up / ranks)
            + (values / ranks + hidden)
        )

    model = model_named("DeepSeek V2 Lite")
    # 26 layers of 64 routed experts of 1,408 and two shared; one dense layer of 10,944
    feed_forward = 3 * (hidden + 10_944)
    feed_forward += 26 * ((hidden + 64) + 64 * 3 * (hidden + 1408) + 3 * (hidden + 2816))

    assert size(model) == SLOTS * RANK * (27 * attention(1) + feed_forward) * BF16
    columns = (hidden + 10_944 / 2) * 2 + (10_944 / 2 + hidden)
    columns += 26 * ((hidden + 64) + 64 * 3 * (hidden + 1408 / 2) + 3 * (hidden + 2816 / 2))
    assert size(model, Layout(2)) == SLOTS * RANK * (27 * attention(2) + columns) * BF16


def test_models_without_adapters_are_known(catalog):
    by_type = {model.model_type: model for model in catalog.models.values()}

    assert not takes_adapters(by_type["gpt2"])
    assert takes_adapters(by_type["llama"])
