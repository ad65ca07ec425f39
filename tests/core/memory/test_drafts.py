"""
Drafts: weights worked out by hand, and compared with what publishers say of them.
"""

import pytest
import rtoml

from core.asked.drafts import Draft
from core.catalog.tables import DATA
from core.memory.drafts import drafting, mtp_layers
from core.memory.kv_cache import STEADY, cache_of_one_sequence
from tests.core.conftest import model_named

BILLION = 1e9
TABLE = rtoml.loads((DATA / "engines" / "drafts.toml").read_text(encoding="utf-8"))


def elements(found):
    return sum(each.tensors.elements for each in found.weights)


def test_the_mtp_module_of_deepseek_v3(catalog):
    """
    A layer of 256 experts of 2,048 and one shared beside hidden 7,168, MLA of 128 heads, and a
    projection from 2 x hidden. With embedding and head, 129,280 x 7,168 each, the checkpoint's
    684.5B parameters (its model page) less the model's 671.0B.
    """
    hidden, expert = 7168, 3 * 7168 * 2048
    experts = 257 * expert + 256 * hidden
    down = hidden * (1536 + 512 + 64)
    up = 1536 * 128 * 192 + 512 * 128 * 256 + 128 * 128 * hidden
    norms = (2 + 1) * hidden
    expected = experts + down + up + 2 * hidden * hidden + norms
    model = model_named("DeepSeek V3")
    found = drafting(Draft("mtp"), model, catalog.precisions["fp8-block"])

    assert found is not None
    assert elements(found) == expected
    whole = expected + 2 * 129_280 * hidden
    assert whole == pytest.approx(684.5 * BILLION - 671.0 * BILLION, rel=0.01)


def test_the_mtp_layer_of_glm_5_2_in_16_bits(catalog):
    """Its shard alone is 19.9 GB (page of sant1an/GLM-5.2-NVFP4-MTP, layer 78 in BF16)."""
    found = drafting(Draft("mtp"), model_named("GLM 5.2"), catalog.precisions["bf16"])

    assert found is not None
    assert sum(each.size for each in found.weights) == pytest.approx(19.9e9, rel=0.003)


def test_narrow_formats_keep_the_mtp_layer_at_16_bits(catalog):
    """SGLang 0.5.23, deepseek_nextn.py: no quantisation of the layer for modelopt_fp4."""
    model = model_named("GLM 5.2")
    wide = drafting(Draft("mtp"), model, catalog.precisions["bf16"])
    narrow = drafting(Draft("mtp"), model, catalog.precisions["nvfp4"])

    assert wide is not None
    assert narrow is not None
    assert sum(e.size for e in narrow.weights) == sum(e.size for e in wide.weights)
    assert narrow.known == "modelled"


def test_an_mtp_layer_is_one_more_layer_of_cache(catalog):
    """61 + 1 layers x 576 x 2 bytes a token."""
    model = model_named("DeepSeek R1")
    found = drafting(Draft("mtp"), model, catalog.precisions["fp8-block"])

    assert found is not None
    assert found.beside is None
    assert cache_of_one_sequence(found.kept, 16, 1000, rules=STEADY).kv_cache == 62 * 576 * 2 * 1000


def test_kimi_k2_has_no_mtp_layer(catalog):
    model = model_named("Kimi K2")

    assert mtp_layers(model) == 0
    assert drafting(Draft("mtp"), model, catalog.precisions["fp8-block"]) is None


def test_the_eagle_3_head_of_llama_3_3_70b(catalog):
    """
    llama_eagle3.py: q, k, v from 2 x 8,192; o; a feed-forward part of 28,672; fc from 3 x 8,192; a
    head of 32,000 words. 2.6 GiB in 16 bits, and one layer of cache beside the 80.
    """
    h, kv, inner, words = 8192, 8 * 128, 28_672, 32_000
    expected = 2 * h * (h + 2 * kv) + h * h + 3 * h * inner + 3 * h * h + words * h
    found = drafting(Draft("eagle3"), model_named("Llama 3.3 70B"), catalog.precisions["fp8"])

    assert found is not None
    assert found.beside is not None
    assert elements(found) == expected
    assert sum(each.size for each in found.weights) == expected * 2
    assert found.known == "exact"
    one = cache_of_one_sequence(found.beside, 16, 1000, rules=STEADY)
    assert one.kv_cache == 1000 * 8 * (128 + 128) * 2


def test_the_eagle_3_head_of_llama_3_1_8b_is_850_mb(catalog):
    """4,096 wide: 2 x 4,096 x (4,096 + 2,048) + 4,096^2 + 3 x 4,096 x 14,336 + ..."""
    h, kv, inner, words = 4096, 1024, 14_336, 32_000
    expected = 2 * h * (h + 2 * kv) + h * h + 3 * h * inner + 3 * h * h + words * h
    found = drafting(Draft("eagle3"), model_named("Llama 3.1 8B"), catalog.precisions["bf16"])

    assert found is not None
    assert elements(found) == expected
    assert expected * 2 == pytest.approx(850e6, rel=0.01)


def test_a_head_whose_config_is_not_known_has_a_wide_range(catalog):
    found = drafting(Draft("eagle3"), model_named("Qwen3 14B"), catalog.precisions["bf16"])

    assert found is not None
    assert (found.known, found.below, found.above) == ("modelled", 0.4, 0.6)


def test_a_head_beside_latent_attention_that_is_in_no_table_is_not_guessed(catalog):
    assert drafting(Draft("eagle3"), model_named("GLM 5"), catalog.precisions["bf16"]) is None


@pytest.mark.parametrize("kind", ["host", "unknown"])
def test_nothing_on_the_card_or_nothing_that_we_know(catalog, kind):
    model = model_named("Llama 3.1 8B")

    assert drafting(Draft(kind), model, catalog.precisions["bf16"]) is None


def test_every_name_of_the_table_is_a_model(catalog):
    names = {model.name for model in catalog.models.values()}
    rows = [name for row in TABLE["eagle3"] for name in row["of"]]

    assert set(rows) <= names
    assert len(rows) == len(set(rows))
    assert set(TABLE["mtp"]["without"]) <= names
    types = {model.model_type for model in catalog.models.values()}
    assert set(TABLE["mtp"]["layers"]) <= types


def test_a_head_is_as_wide_as_what_it_reads(catalog):
    by_name = {model.name: model for model in catalog.models.values()}
    for row in TABLE["eagle3"]:
        for name in row["of"]:
            assert row["hidden_size"] == by_name[name].hidden_size, name
