"""What a hub is asked, what is read of its answers, and what each of its faults is called."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.hub.finding import Finding
from bot.hub.hub import Hub
from core.answer import answer
from core.catalog.load import load_catalog
from core.catalog.looked_up import NotFound
from core.catalog.model import Model
from core.units import PARAMETER, whole
from tests.bot.hub.local_hub import LocalHub, Repository, gguf, safetensors, serve

CATALOG = load_catalog()
CONFIG: dict[str, Any] = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "vocab_size": 1000,
    "max_position_embeddings": 4096,
    "tie_word_embeddings": False,
    "torch_dtype": "bfloat16",
}
# 1,000 x 64 twice; a layer: 64 x (64 + 32 + 32 + 64) + 3 x 64 x 128 + 2 x 64; a norm
TENSORS = {
    "model.embed_tokens.weight": ("BF16", [1000, 64], 128_000),
    "model.layers.0.everything": ("BF16", [36_992], 73_984),
    "model.layers.1.everything": ("BF16", [36_992], 73_984),
    "model.norm.weight": ("BF16", [64], 128),
    "lm_head.weight": ("BF16", [1000, 64], 128_000),
    "model.layers.2.mtp": ("BF16", [500], 1000),  # behind the last layer
    "model.layers.0.self_attn.rotary_emb.inv_freq": ("F32", [8], 32),
}
PARAMETERS = 2 * 64_000 + 2 * 36_992 + 64


def config(**changes: object) -> bytes:
    return json.dumps(CONFIG | changes).encode()


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    one = {"config.json": config(), "model.safetensors": safetensors(TENSORS)}
    names = list(TENSORS)
    halves = {
        "config.json": config(),
        "model-00001-of-00002.safetensors": safetensors({n: TENSORS[n] for n in names[:3]}),
        "model-00002-of-00002.safetensors": safetensors({n: TENSORS[n] for n in names[3:]}),
    }
    files = {
        "README.md": b"",
        "Qwen3-32B-Q4_K_M.gguf": gguf(3000, 5, 19_756_000_000),
        "Qwen3-32B-UD-Q4_K_XL.gguf": gguf(3000, 5, 20_015_000_000),
        "BF16/Qwen3-32B-BF16-00001-of-00002.gguf": gguf(3000, 5, 49_000_000_000),
        "BF16/Qwen3-32B-BF16-00002-of-00002.gguf": gguf(10, 2, 16_000_000_000),
        "mmproj-F16.gguf": gguf(1, 1, 900),
    }
    repositories = {
        "acme/Own-7B": Repository(one),
        "acme/Own-7B-halves": Repository(halves),
        "acme/Gated-7B": Repository(one, gated=True),
        "acme/Old-7B": Repository({}, moved_to="acme/Own-7B"),
        "acme/Qwen3-32B-GGUF": Repository(
            files, tags=("gguf", "base_model:quantized:Qwen/Qwen3-32B")
        ),
        "acme/Odd-7B": Repository({"config.json": config(model_type="odd")}),
        "acme/Nothing-7B": Repository({"README.md": b"words"}),
        "acme/Many-7B": Repository(
            {"config.json": config(), **{f"m-{n}.safetensors": b"" for n in range(401)}}
        ),
    }
    found = LocalHub(repositories)
    with serve(found):
        yield found


def look(hub: LocalHub, id: str, wanted: str = "", *, seconds: float = 5, token: str = "") -> Any:
    return Hub(hub.address, token or None).find(id, wanted, seconds)


@pytest.mark.parametrize("id", ["acme/Own-7B", "acme/Own-7B-halves"])
def test_bytes_are_those_of_the_headers_without_what_no_engine_loads(
    hub: LocalHub, id: str
) -> None:
    found = look(hub, id)
    assert isinstance(found, Finding)
    assert found.bytes == 2 * PARAMETERS
    model = found.as_model(CATALOG)
    assert isinstance(model, Model)
    assert (model.id, model.name) == (id, id.split("/")[1])
    assert whole(model.parameters, PARAMETER) == PARAMETERS
    assert model.files == (("bf16", 2 * PARAMETERS),)


def test_no_weights_are_loaded(hub: LocalHub) -> None:
    look(hub, "acme/Own-7B-halves")
    files = [path for path in hub.asked if "/resolve/" in path]
    assert sorted(files) == sorted(set(files))  # a range of each, once
    assert len(files) == 3


def test_a_renamed_repository_has_its_new_name(hub: LocalHub) -> None:
    assert look(hub, "acme/Old-7B").id == "acme/Own-7B"


def test_of_gguf_files_the_one_that_is_named_is_read_to_the_byte(hub: LocalHub) -> None:
    found = look(hub, "acme/Qwen3-32B-GGUF", "acme/Qwen3-32B-GGUF Q4_K_XL?")
    assert dict(found.files)["ud-q4_k_xl"] == 20_015_000_000
    assert dict(found.files)["q4_k_m"] == 19_756_000_000
    model = found.as_model(CATALOG)
    assert (model.id, model.checkpoint_id) == ("Qwen/Qwen3-32B", "acme/Qwen3-32B-GGUF")


def test_a_file_in_parts_is_all_its_parts(hub: LocalHub) -> None:
    found = look(hub, "acme/Qwen3-32B-GGUF", "in BF16")
    assert dict(found.files)["bf16"] == 65_000_000_000
    assert "f16" not in dict(found.files)  # the projector for pictures is no mix


def test_a_gated_one_opens_with_a_token(hub: LocalHub) -> None:
    assert look(hub, "acme/Gated-7B") == NotFound("acme/Gated-7B", "gated")
    assert isinstance(look(hub, "acme/Gated-7B", token=hub.token), Finding)


@pytest.mark.parametrize(
    ("id", "reason"),
    [
        ("acme/None-7B", "missing"),
        ("acme/Nothing-7B", "no_config"),
        ("acme/Many-7B", "huge"),
        ("acme/..", "missing"),
    ],
)
def test_what_is_not_there_is_called_by_its_name(hub: LocalHub, id: str, reason: str) -> None:
    assert look(hub, id).reason == reason


def test_an_architecture_that_we_do_not_know_is_named(hub: LocalHub) -> None:
    found = look(hub, "acme/Odd-7B").as_model(CATALOG)
    assert isinstance(found, NotFound)
    assert found.reason == "unknown_kind"
    assert "odd" in found.detail


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("limited", "limited"),
        ("broken server", "offline"),
        ("redirects", "broken"),
        ("not json", "broken"),
        ("cut off", "broken"),
        ("lies about its length", "broken"),
    ],
)
def test_every_fault_of_a_hub_has_a_name(hub: LocalHub, fault: str, reason: str) -> None:
    hub.fault = fault
    assert look(hub, "acme/Own-7B") == NotFound("acme/Own-7B", reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", ["cut off", "lies about its length"])
def test_so_it_has_for_gguf_files(hub: LocalHub, fault: str) -> None:
    hub.fault = fault
    assert look(hub, "acme/Qwen3-32B-GGUF").reason == "broken"


def test_it_is_over_in_time(hub: LocalHub) -> None:
    hub.fault = "slow"
    assert look(hub, "acme/Own-7B", seconds=0.2).reason == "slow"


def test_without_a_hub_it_is_offline() -> None:
    assert Hub("http://127.0.0.1:9").find("acme/Own-7B", "", 2) == NotFound(
        "acme/Own-7B", "offline"
    )


def test_what_is_known_of_a_commit_is_not_read_again(hub: LocalHub) -> None:
    first = look(hub, "acme/Own-7B")
    hub.asked.clear()
    again = Hub(hub.address).find("acme/Own-7B", "", 5, {first.sha: first}.get)
    assert again is first
    assert hub.asked == ["/api/models/acme/Own-7B"]


def test_an_answer_is_made_of_it(hub: LocalHub) -> None:
    from dataclasses import replace

    model = look(hub, "acme/Own-7B").as_model(CATALOG)
    answered = answer(
        "acme/Own-7B for 2 users at 1k", catalog=replace(CATALOG, looked_up={"acme/own-7b": model})
    )
    cache = next(p for p in answered.estimates[0].parts if p.name == "kv_cache")
    assert cache.size == 2 * 1024 * 2 * 2 * 2 * 16 * 2  # users, tokens, K and V, layers, heads
