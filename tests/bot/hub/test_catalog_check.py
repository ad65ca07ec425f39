"""The rows held against a hub: what differs is named, what is the same is not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.hub.catalog_check import DIFFERENT, NOT_REACHED, SAME, main
from bot.hub.hub import Hub
from tests.bot.hub.local_hub import LocalHub, Repository, safetensors, serve
from tests.core.catalog import test_hf_config

CONFIGS = Path(test_hf_config.__file__).parent / "configs"
LLAMA = "meta-llama/Llama-3.1-8B"
NAMES = {id: name for name, id in test_hf_config.INDEX.items()}


def config(id: str, **changes: object) -> bytes:
    """The published config.json of a row, as far as it is read."""
    said = json.loads((CONFIGS / f"{NAMES[id]}.json").read_text("utf-8"))
    return json.dumps(said | changes).encode()


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    repositories = {id: Repository({"config.json": config(id)}) for id in NAMES}
    found = LocalHub(repositories)
    with serve(found):
        yield found


def said_of(hub: LocalHub, *wanted: str) -> tuple[int, list[str]]:
    lines: list[str] = []
    status = main(wanted, Hub(hub.address), lines.append)
    return status, lines


def test_rows_that_are_as_published_are_not_named(hub: LocalHub):
    """Of 68 architectures, but for configs of a quantised repository of the row's model."""
    status, lines = said_of(hub, *NAMES)

    compared = [line for line in lines[:-1] if "not read (missing)" not in line]
    assert [line for line in compared if ": quantization is " not in line] == []
    assert len(compared) == 4
    assert lines[-1].startswith("68 rows compared, 4 of them differ.")
    assert status == DIFFERENT


def test_where_nothing_differs_the_status_says_so(hub: LocalHub):
    status, lines = said_of(hub, "meta-llama/Llama-3.1-8B", "meta-llama/Llama-3.2-1B")

    assert [line for line in lines[:-1] if "not read (missing)" not in line] == []
    assert status == SAME


def test_what_differs_is_named_with_both_values(hub: LocalHub):
    hub.repositories[LLAMA] = Repository(
        {"config.json": config(LLAMA, num_hidden_layers=33, max_position_embeddings=262144)}
    )

    status, lines = said_of(hub, LLAMA)

    assert f"{LLAMA}: num_hidden_layers is 33 on the hub, 32 in core/data" in lines
    assert f"{LLAMA}: max_position_embeddings is 262144 on the hub, 131072 in core/data" in lines
    assert status == DIFFERENT


def test_parameters_are_those_of_the_files(hub: LocalHub):
    tensors = safetensors({"model.embed_tokens.weight": ("BF16", [9_000_000_000], 18_000_000_000)})
    hub.repositories[LLAMA] = Repository({"config.json": config(LLAMA), "m.safetensors": tensors})

    status, lines = said_of(hub, LLAMA)

    assert f"{LLAMA}: parameters is 9000000000 on the hub, 8030261248 in core/data" in lines
    assert status == DIFFERENT


def test_a_checkpoint_has_its_format_and_its_bytes(hub: LocalHub):
    id = "RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8"
    awq = {"quant_method": "awq", "bits": 4, "group_size": 128}
    tensors = safetensors({"model.layers.0.w": ("I32", [1_000_000_000], 4_000_000_000)})
    hub.repositories[id] = Repository(
        {"config.json": config(LLAMA, quantization_config=awq), "m.safetensors": tensors}
    )

    status, lines = said_of(hub, id)

    assert lines[0] == f"{id}: the format is awq on the hub, fp8 in core/data"
    assert status == DIFFERENT


def test_what_moved_is_named_and_what_is_gone_is_said(hub: LocalHub):
    hub.repositories["meta-llama/Llama-3.1-8B-moved"] = hub.repositories[LLAMA]
    hub.repositories[LLAMA] = Repository({}, moved_to="meta-llama/Llama-3.1-8B-moved")
    del hub.repositories["deepseek-ai/DeepSeek-V3"]

    status, lines = said_of(hub, LLAMA, "deepseek-ai/DeepSeek-V3")

    assert f"{LLAMA}: the name is {LLAMA}-moved on the hub, {LLAMA} in core/data" in lines
    assert "deepseek-ai/DeepSeek-V3: not read (missing)" in lines
    assert status == DIFFERENT


def test_a_hub_that_is_away_is_no_difference_and_no_success(hub: LocalHub):
    hub.fault = "broken server"

    status, lines = said_of(hub, "gpt-oss-20b")

    assert lines == ["0 rows compared, 0 of them differ. 1 could not be read (offline 1)."]
    assert status == NOT_REACHED


def test_an_id_that_no_row_has_is_said(hub: LocalHub):
    assert said_of(hub, "acme/none") == (DIFFERENT, ["No row has a hub id with acme/none in it."])
