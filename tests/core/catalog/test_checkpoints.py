"""Published checkpoints: every row is sound, and the one that is meant is found."""

import pytest

from core.catalog.checkpoint import GGUF, checkpoint_format
from core.catalog.checkpoints import (
    as_checkpoint,
    checkpoint_in,
    checkpoints_of,
    gguf_repository,
    served_id,
)
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.catalog.names import index_of
from core.catalog.tables import read
from core.memory.weights import weights
from tests.rows import every

CATALOG = load_catalog()
ROWS = [row for rows in CATALOG.checkpoints.values() for row in rows]
MOST_ASKED = """
    Llama 3.1 8B, Llama 3.1 70B, Llama 3.1 405B, Llama 3.2 1B, Llama 3.2 3B, Llama 3.3 70B,
    Llama 4 Scout 17B 16E, Llama 4 Maverick 17B 128E,
    Qwen2.5 0.5B, Qwen2.5 1.5B, Qwen2.5 3B, Qwen2.5 7B, Qwen2.5 14B, Qwen2.5 32B, Qwen2.5 72B,
    Qwen2.5 Coder 7B, Qwen2.5 Coder 32B, Qwen2.5 VL 7B, Qwen2.5 VL 72B,
    Qwen3 0.6B, Qwen3 1.7B, Qwen3 4B, Qwen3 8B, Qwen3 14B, Qwen3 32B, Qwen3 30B A3B,
    Qwen3 235B A22B, Qwen3 Coder 30B A3B, Qwen3 Coder 480B A35B, Qwen3 Next 80B A3B,
    Qwen3 VL 8B, Qwen3 VL 30B A3B, Qwen3 VL 235B A22B, Qwen3.5 27B, Qwen3.5 35B A3B,
    Qwen3.5 122B A10B, Qwen3.5 397B A17B, QwQ 32B,
    DeepSeek V3, DeepSeek V3.1, DeepSeek V3.2, DeepSeek R1, DeepSeek R1 Distill Qwen 32B,
    DeepSeek R1 Distill Llama 70B, gpt-oss 20B, gpt-oss 120B,
    GLM 4.5, GLM 4.5 Air, GLM 4.6, GLM 5, Kimi K2, MiniMax M2,
    Mistral 7B v0.3, Mistral Small 3.2 24B, Mixtral 8x7B, Mixtral 8x22B,
    Gemma 2 9B, Gemma 3 4B, Gemma 3 12B, Gemma 3 27B, Gemma 4 31B, Phi 4,
    Granite 4.0 H Small, Command R
"""


def test_every_row_says_where_it_was_read_and_when():
    rows = read()["checkpoints"]

    assert all(row["source"] and row["checked"] for _, row in rows)
    assert len({row["id"].lower() for _, row in rows}) == len(rows)


@every(ROWS)
def test_a_row_is_in_a_format_whose_size_can_be_told(row):
    [model] = [m for m in CATALOG.models.values() if row.of in (m.id, *m.same_as)]

    assert "/" in row.id
    if row.format != GGUF:
        stored = as_checkpoint(model, row)
        format = checkpoint_format(stored, CATALOG.precisions)
        assert format is not None
        assert weights(stored, format) < weights(model, CATALOG.precisions["bf16"])


def test_the_official_awq_of_qwen2_5_72b_is_padded():
    """
    29,696 = 232 x 128 columns where the model has 29,568: 3 x 8,192 x 128 x 80 weights more.

    llmfit 1.1.17 counts 72,957,861,888 in that repository.
    """
    model = CATALOG.models["Qwen/Qwen2.5-72B-Instruct"]
    row = checkpoint_in(model, CATALOG.precisions["awq"], CATALOG)

    assert row is not None
    assert row.id == "Qwen/Qwen2.5-72B-Instruct-AWQ"
    assert as_checkpoint(model, row).intermediate_size == 232 * 128
    assert as_checkpoint(model, row).elements == model.elements + 3 * 8192 * 128 * 80
    assert as_checkpoint(model, row).elements == 72_957_861_888


@pytest.mark.parametrize(
    ("id", "served"),
    [
        ("meta-llama/Llama-3.1-8B", "meta-llama/Llama-3.1-8B-Instruct"),
        ("Qwen/Qwen3-8B", "Qwen/Qwen3-8B"),
        ("deepseek-ai/DeepSeek-V3", "deepseek-ai/DeepSeek-V3"),
        ("openai/gpt-oss-120b", "openai/gpt-oss-120b"),
    ],
)
def test_a_model_is_served_in_its_tuned_variant(id, served):
    assert served_id(CATALOG.models[id]) == served


@pytest.mark.parametrize(
    ("id", "format", "found"),
    [
        ("Qwen/Qwen3-235B-A22B", "fp8", "Qwen/Qwen3-235B-A22B-FP8"),
        ("zai-org/GLM-5", "fp8", "zai-org/GLM-5-FP8"),
        ("Qwen/Qwen3.5-397B-A17B", "fp8", "Qwen/Qwen3.5-397B-A17B-FP8"),
        ("Qwen/Qwen2.5-72B-Instruct", "gptq", "Qwen/Qwen2.5-72B-Instruct-GPTQ-Int4"),
        ("Qwen/Qwen3-8B", "nvfp4", "nvidia/Qwen3-8B-NVFP4"),
    ],
)
def test_the_repository_of_a_format(id, format, found):
    row = checkpoint_in(CATALOG.models[id], CATALOG.precisions[format], CATALOG)

    assert row is not None
    assert row.id == found


def test_gguf_files_have_a_repository():
    row = gguf_repository(
        CATALOG.models["openai/gpt-oss-20b"], CATALOG.precisions["mxfp4_moe"], CATALOG
    )

    assert row is not None
    assert row.id == "ggml-org/gpt-oss-20b-GGUF"


@pytest.mark.parametrize("name", [name.strip() for name in MOST_ASKED.split(",")])
def test_the_most_asked_models_have_a_quantised_repository(name):
    row = index_of(CATALOG).exact(name)

    assert isinstance(row, Model)
    assert list(checkpoints_of(row, CATALOG))
