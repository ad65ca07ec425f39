"""
A config.json becomes the model of the catalogue.

The configs in configs/ are short versions of published ones: the keys we read, with the values
of the catalogue's rows (index.json says which row). The rows come from other sources.
"""

import json
from pathlib import Path

import pytest

from core.catalog.hf.architectures import known_types
from core.catalog.hf_config import read_config
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.catalog.tensors import count
from core.errors import CatalogError
from core.units import PARAMETER

CONFIGS = Path(__file__).parent / "configs"
INDEX: dict[str, str] = json.loads((CONFIGS / "index.json").read_text(encoding="utf-8"))
MODELS = load_catalog().models
SAME = [
    "num_hidden_layers",
    "hidden_size",
    "num_attention_heads",
    "vocab_size",
    "tie_word_embeddings",
    "gated_mlp",
    "mlp_layers",
    "attention_bias",
    "attention_gate",
    "mla",
    "compressed_attention",
    "indexer",
    "linear",
    "parallel_hybrid",
    "kv_shared_layers",
    "per_layer_embedding_width",
    "learned_positions",
    "embedding_dim",
    "feed_forward_parameters",
    "kda_full_rank_gate",
]


def read(name: str) -> Model:
    return read_config((CONFIGS / f"{name}.json").read_bytes())


each = pytest.mark.parametrize(("name", "hub_id"), INDEX.items(), ids=INDEX)


@each
def test_layers_heads_and_states_are_those_of_the_catalogue(name: str, hub_id: str) -> None:
    model, row = read(name), MODELS[hub_id]

    assert {key: getattr(model, key) for key in SAME} == {key: getattr(row, key) for key in SAME}
    assert sorted(model.attention, key=str) == sorted(row.attention, key=str)


@each
def test_experts_are_those_of_the_catalogue(name: str, hub_id: str) -> None:
    """The width of the dense layers stands in the model, or apart where it is not its own."""
    model, row = read(name), MODELS[hub_id]

    if row.moe is None:
        assert model.moe is None
    else:
        assert model.moe == row.moe.model_copy(update={"dense_intermediate_size": None})


@each
def test_the_text_model_has_the_parameters_of_the_catalogue(name: str, hub_id: str) -> None:
    model, row = read(name), MODELS[hub_id]

    assert count(model) - model.other_parameters == count(row) - row.other_parameters
    assert model.elements == count(model)


@pytest.mark.parametrize(
    ("name", "tolerance"),
    [
        ("gemma-3-27b", 0.001),
        ("llama-4-scout", 0.002),
        ("qwen2.5-vl-7b", 0.001),
        ("qwen3-vl-8b", 0.001),
        ("qwen3.5-35b-a3b", 0.001),
        ("mistral-small-3.1-24b", 0.01),
        ("gemma-4-31b", 0.05),
        ("llama-3.2-11b-vision", 0.09),
    ],
)
def test_a_tower_for_images_weighs_about_what_it_does(name: str, tolerance: float) -> None:
    model, row = read(name), MODELS[INDEX[name]]

    assert model.other_parameters == pytest.approx(row.other_parameters, rel=tolerance)
    assert model.notes == ("the part for images is counted as a plain vision transformer",)


def test_active_parameters_are_those_of_the_catalogue() -> None:
    """30.5e9 weights, 8 of 128 experts: 3.35e9 with the embeddings."""
    row = MODELS["Qwen/Qwen3-30B-A3B"]

    active = read("qwen3-30b-a3b-fp8").active_parameters

    assert active is not None
    assert active.m_as(PARAMETER) == pytest.approx(row.active_parameters.m_as(PARAMETER), rel=0.005)


@pytest.mark.parametrize(
    ("name", "precision"),
    [
        ("llama-3.1-8b", None),
        ("qwen3-32b-awq", "awq"),
        ("qwen3-30b-a3b-fp8", "fp8-block"),
        ("deepseek-v3", "fp8-block"),
        ("deepseek-v4-flash", "fp8-fp4-experts"),
        ("gpt-oss-20b", "mxfp4-experts"),
        ("kimi-k2-thinking", "int4-experts"),
        ("minimax-m2", "fp8-block"),
        ("nemotron-3-super", "fp8"),
    ],
)
def test_a_quantised_checkpoint_says_its_format(name: str, precision: str | None) -> None:
    model = read(name)

    assert model.quantization == precision
    assert model.quantization_apart == ()


def test_a_model_is_called_what_the_asker_or_the_file_calls_it() -> None:
    config = json.loads((CONFIGS / "llama-3.1-8b.json").read_text(encoding="utf-8"))
    named = json.dumps(config | {"_name_or_path": "/models/our-llama"})

    assert read_config(named).name == "our-llama"
    assert read_config(named, name="Llama of ours").name == "Llama of ours"
    assert read("llama-3.1-8b").name == "llama"
    assert read("llama-3.1-8b").dtype == "bf16"


def test_an_older_phi_window_longer_than_the_text_is_no_window() -> None:
    config = json.loads((CONFIGS / "phi-3-mini-4k.json").read_text(encoding="utf-8"))

    model = read_config(json.dumps(config | {"sliding_window": 262144}))

    assert [group.kind for group in model.attention] == ["full"]


def test_qwen_windows_begin_at_the_layer_the_config_names() -> None:
    config = json.loads((CONFIGS / "qwen2.5-7b.json").read_text(encoding="utf-8"))
    windows = {"use_sliding_window": True, "sliding_window": 4096, "max_window_layers": 20}

    model = read_config(json.dumps(config | windows))

    assert [(group.kind, group.layers, group.sliding_window) for group in model.attention] == [
        ("full", 20, None),
        ("sliding", 8, 4096),
    ]


def test_a_pruned_llama_is_read_layer_by_layer() -> None:
    """
    Four layers: whole; without attention; half the key-value heads; one linear map for each part.

    Widths 2.625 x 2/3 x 4096 = 7168 and 1.0 x 2/3 x 4096 = 2730.7, rounded up to 2816.
    """
    blocks = [
        {"attention": {"n_heads_in_group": 4}, "ffn": {"ffn_mult": 2.625}},
        {"attention": {"no_op": True}, "ffn": {"ffn_mult": 1.0}},
        {"attention": {"n_heads_in_group": 8}, "ffn": {"no_op": True}},
        {"attention": {"replace_with_linear": True}, "ffn": {"replace_with_linear": True}},
    ]
    config = {
        "model_type": "nemotron-nas",
        "num_hidden_layers": 4,
        "hidden_size": 4096,
        "num_attention_heads": 32,
        "vocab_size": 128256,
        "tie_word_embeddings": False,
        "block_configs": blocks,
    }

    model = read_config(json.dumps(config))

    assert [(group.layers, group.num_key_value_heads) for group in model.attention] == [
        (1, 4),
        (1, 8),
    ]
    assert model.feed_forward_parameters == 3 * 4096 * (7168 + 2816) + 2 * 4096 * 4096


@pytest.mark.parametrize("model_type", ["bert", "t5", "whisper", "rwkv", "llama5", "LLAMA"])
def test_an_architecture_we_do_not_know_is_refused_by_name(model_type: str) -> None:
    config = {"model_type": model_type, "hidden_size": 4096, "num_hidden_layers": 32}

    with pytest.raises(CatalogError) as raised:
        read_config(json.dumps(config))

    assert str(raised.value) == (
        f"config.json: model_type '{model_type}' is an architecture we do not know"
    )


def test_a_text_model_we_do_not_know_is_refused_inside_one_that_we_do() -> None:
    config = {"model_type": "llava", "text_config": {"model_type": "persimmon"}}

    with pytest.raises(CatalogError, match="model_type 'persimmon' is an architecture we do not"):
        read_config(json.dumps(config))


def test_states_are_refused_where_the_architecture_has_none() -> None:
    config = json.loads((CONFIGS / "qwen2.5-7b.json").read_text(encoding="utf-8"))

    with pytest.raises(CatalogError, match="layer_types is 'linear_attention'"):
        read_config(json.dumps(config | {"layer_types": ["linear_attention"] * 28}))


def test_more_than_a_hundred_architectures_are_known() -> None:
    assert len(known_types()) > 120
    assert {"llama", "deepseek_v3", "qwen3_5_moe", "nemotron-nas", "gemma4"} <= {*known_types()}
