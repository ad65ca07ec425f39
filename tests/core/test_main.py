"""The terminal: the JSON contract, lines in and lines out, exit status."""

import io
import json

import pytest

from core.__main__ import ANSWERED, REFUSED, main

QUESTION_KEYS = {
    "text",
    "language",
    "intent",
    "task",
    "models",
    "precisions",
    "kv_precision",
    "context_tokens",
    "sequences",
    "gpus",
    "overhead",
    "engine",
    "training",
    "component",
    "per_gpu",
    "family",
    "compare",
    "not_answered",
}
KEYS = {
    "question",
    "assumed",
    "unused",
    "not_answered",
    "rule_of_thumb",
    "estimates",
    "placements",
    "verdict",
}
ESTIMATE_KEYS = {
    "model",
    "precision",
    "components",
    "total_bytes",
    "low_bytes",
    "high_bytes",
    "method",
}
PLACEMENT_KEYS = {
    "gpu",
    "count",
    "tensor_parallel",
    "pipeline_parallel",
    "nodes",
    "fits",
    "needed_per_gpu_bytes",
    "reserved_per_gpu_bytes",
    "capacity_per_gpu_bytes",
    "headroom_per_gpu_bytes",
    "per_gpu_components",
    "max_context_tokens",
    "max_sequences",
    "valid_tensor_parallel",
}


def asked(capsys, *arguments: str) -> tuple[int, str]:
    status = main(list(arguments))
    return status, capsys.readouterr().out


def test_json_has_the_keys_of_the_contract(capsys):
    status, out = asked(capsys, "--json", "llama 3.1 70b fp8 32k 16 users on 4xH100 fp8 kv cache")
    document = json.loads(out)

    assert status == ANSWERED
    assert document.keys() >= KEYS
    assert document["question"].keys() >= QUESTION_KEYS
    assert document["estimates"][0].keys() >= ESTIMATE_KEYS
    assert document["placements"][0].keys() >= PLACEMENT_KEYS
    assert document["verdict"].keys() == {"fits", "value", "summary"}


def test_json_of_the_question(capsys):
    _, out = asked(capsys, "--json", "llama 3.1 70b fp8 32k 16 users on 4xH100 fp8 kv cache")
    question = json.loads(out)["question"]

    assert question["models"] == [
        {
            "name": "Llama 3.1 70B",
            "id": "meta-llama/Llama-3.1-70B",
            "parameters": 70553706496,
            "active_parameters": None,
        }
    ]
    assert question["precisions"] == [{"name": "fp8", "bits": 8.0}]
    assert question["kv_precision"] == {"name": "fp8", "bits": 8.0}
    assert (question["context_tokens"], question["sequences"]) == (32768, 16)
    assert [(gpu["name"], gpu["count"]) for gpu in question["gpus"]] == [("H100 80GB", 4)]


def test_json_of_the_quick_rule(capsys):
    _, out = asked(capsys, "--json", "70B at 16 bits?")
    document = json.loads(out)

    assert document["rule_of_thumb"]["bytes"] == 168_000_000_000
    assert document["estimates"][0]["components"] == {
        "weights": 140_000_000_000,
        "runtime": 28_000_000_000,
    }
    a100 = [p for p in document["placements"] if p["gpu"] == "a100-sxm4-80gb"]
    assert [placement["count"] for placement in a100] == [2, 4]


def test_json_of_training(capsys):
    _, out = asked(capsys, "--json", "lora 7b r=8 seq 2048")
    training = json.loads(out)["question"]["training"]

    assert training.keys() >= {
        "optimizer",
        "sequence_tokens",
        "batch",
        "lora_rank",
        "zero_stage",
        "gradient_checkpointing",
    }
    assert (training["lora_rank"], training["sequence_tokens"]) == (8, 2048)


def test_lines_in_lines_out_in_order(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("70B at 16 bits?\n\n8 bits\n7B fp16\n"))
    status, out = asked(capsys, "--json", "-")
    lines = [json.loads(line) for line in out.splitlines()]

    assert status == ANSWERED
    assert [
        line["question"]["text"] if "question" in line else line["error"]["code"] for line in lines
    ] == [
        "70B at 16 bits?",
        "help",
        "need_model",
        "7B fp16",
    ]


def test_error_object(capsys):
    status, out = asked(capsys, "--json", "8 bits")
    error = json.loads(out)["error"]

    assert status == REFUSED
    assert error.keys() == {"code", "message", "hint", "span", "suggestions"}


def test_text_for_people_begins_with_the_verdict(capsys):
    status, out = asked(capsys, "70B at 16 bits?")

    assert status == ANSWERED
    assert out.startswith("70B at 16 bits: 168.0 GB (156.5 GiB) by the quick rule, ")


def test_a_config_json_is_a_model(capsys, tmp_path):
    path = tmp_path / "my-model" / "config.json"
    path.parent.mkdir()
    path.write_text(
        json.dumps(
            {
                "model_type": "llama",
                "hidden_size": 4096,
                "intermediate_size": 14336,
                "num_hidden_layers": 32,
                "num_attention_heads": 32,
                "num_key_value_heads": 8,
                "vocab_size": 128256,
                "max_position_embeddings": 131072,
            }
        )
    )
    status, out = asked(capsys, "--json", "--config", str(path), "fp8 32k 16 users")
    document = json.loads(out)

    assert status == ANSWERED
    assert document["question"]["models"][0]["name"] == "my-model"
    assert document["question"]["models"][0]["parameters"] == 8_030_261_248


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            '{"model_type": "martian"}',
            "config.json: model_type 'martian' is an architecture we do not know",
            id="unknown architecture",
        ),
    ],
)
def test_error_of_a_config_json(capsys, tmp_path, content, message):
    path = tmp_path / "config.json"
    path.write_text(content)
    status = main(["--config", str(path), "fp8"])

    assert status == REFUSED
    assert capsys.readouterr().err == f"{path}: {message}\n"


def test_error_when_there_is_no_such_file(capsys, tmp_path):
    path = tmp_path / "nothing.json"

    assert main(["--config", str(path), "fp8"]) == REFUSED
    assert capsys.readouterr().err == f"{path} cannot be read: No such file or directory.\n"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("deepseek r1 fp8 64k 32 users on 8x h200", "  8 × H200 141GB        DP 8 EP     fits: "),
        ("llama 3.1 70b on 6x a100", "  6 × A100 80GB         TP 2 PP 3   fits: "),
        ("full fine-tune llama 3.1 8b on 4x a100", "  4 × A100 80GB         ZeRO-"),
        ("llama 3.1 8b vs qwen3 8b on l4", "Qwen3 8B · BF16\n  1 × L4                TP 1 "),
    ],
)
def test_the_cards_are_told_with_the_split_and_under_their_model(capsys, question, line):
    _, out = asked(capsys, question)

    assert f"\n{line}" in out


def test_why_shows_the_rivals_and_which_one_was_taken(capsys):
    assert main(["--why", "lora llama 3 8b, 8k sequences, for the Q3 budget"]) == ANSWERED

    lines = capsys.readouterr().out.splitlines()
    taken = [line.split()[2:] for line in lines if " * " in line]
    assert ["8k", "sequences", "context_length"] in [words[:3] for words in taken]
    assert ["q3", "budget", "decoy.date"] in [words[:3] for words in taken]
    rivals = [line for line in lines if "8k sequences" in line and " * " not in line]
    assert any("thousands of users are rare" in line for line in rivals)
