"""A log beside our estimate: by hand worked out figures, and what must not stand beside it."""

import json
import tomllib
from pathlib import Path

import pytest

from core.__main__ import main
from core.logs.answer import answer_log
from core.logs.as_text import log_as_text
from core.logs.question import version_of
from core.logs.read import read_log
from core.logs.row import rows_of
from core.units import TOKEN
from tests.accuracy.row import row
from tests.accuracy.score import predict

LINES = tomllib.loads((Path(__file__).with_name("data") / "threads.toml").read_text("utf-8"))["log"]
# https://github.com/vllm-project/vllm/issues/10517
[TOO_LONG] = [one["text"] for one in LINES if "The model's max seq len (29000)" in one["text"]]
ASKED = "llama 3.1 8b bf16 on a 3090"


def test_measured_stands_beside_ours_part_by_part():
    found = answer_log(TOO_LONG, ASKED)

    parts = {part.what: part for part in found.parts}
    # 8,030,261,248 parameters x 2 bytes are 14.96 GiB, and 0.03 are tables that loading adds
    assert parts["weights"].measured.m_as("GiB/gpu") == pytest.approx(14.9888)
    assert parts["weights"].ours.m_as("GiB/gpu") == pytest.approx(14.99, abs=0.01)
    # 32 layers x 8 heads x 2 x 128 x 2 bytes are 128 KiB a token: 2.89 GiB hold 23,674 of them
    assert parts["kv_tokens"].measured.m_as(TOKEN) == 23648
    assert parts["kv_tokens"].ours.m_as(TOKEN) == pytest.approx(2.89 * 2**30 / 2**17)
    assert parts["kv_tokens"].error == pytest.approx(0.0011, abs=0.0001)


NAMED = [one for one in LINES if "model" in one]
CLOSE = {"weights": 0.04, "kv_tokens": 0.02, "max_concurrency": 0.01}  # of what the log says


@pytest.mark.parametrize("log", NAMED, ids=[one["source"][-40:] for one in NAMED])
def test_the_model_of_a_log_is_found_and_its_weights_and_tokens_are_close(log):
    found = answer_log(log["text"])

    assert found.answered.estimates[0].model.name == log["model"]
    errors = {part.what: abs(part.error) for part in found.parts if part.error is not None}
    assert all(errors.get(what, 0) <= most for what, most in CLOSE.items()), errors


V0 = (
    "the current vLLM instance can use total_gpu_memory (23.58GiB) x gpu_memory_utilization (0.90) "
    "= 21.22GiB\nmodel weights take 14.99GiB; non_torch_memory takes 0.09GiB; PyTorch activation "
    "peak memory takes 1.20GiB; the rest of the memory reserved for KV Cache is 4.94GiB."
)
V1 = (
    "Free memory on device (23.1/23.58 GiB) on startup. Desired GPU memory utilization is "
    "(0.9, 21.22 GiB). Actual usage is 14.99 GiB for weight, 1.2 GiB for peak activation, 0.1 GiB "
    "for non-torch memory, and 0.5 GiB for CUDAGraph memory."
)


@pytest.mark.parametrize(
    ("log", "version"),
    [
        (V0, "0.7.3"),
        (f"Initializing a V0 LLM engine (v0.8.5) with config: model='x'\n{V0}", "0.7.3"),
        (f"Initializing an LLM engine (v0.6.6) with config: model='x'\n{V0}", "0.6.6"),
        (V1, ""),
        (f"Initializing a V1 LLM engine (v0.10.2) with config: model='x'\n{V1}", "0.10.2"),
        ("Model loading took 74.2812 GiB and 215.9 seconds", "0.11.0"),
        ("Model loading took 13.72 GiB memory and 62.3 seconds", ""),
        (TOO_LONG, "0.6.4"),
    ],
)
def test_the_version_is_said_or_told_by_the_words(log, version):
    assert version_of(read_log(log)) == version


@pytest.mark.parametrize(
    ("source", "words", "close"),
    [
        # 28 layers x 8 heads x 2 x 128 x 2 bytes x 40,960 tokens are 4,480 MiB
        ("id=65995731123", "qwen3 1.7b q4_k_m, 40960 tokens", {"weights": 0.01, "context": 0.001}),
        # 24 layers, every other one with a window; half of the experts are not on the card
        ("id=32748168037", "gpt-oss 20b mxfp4, 32768 tokens", {"context": 0.005}),
        # the file has a name of its own, so the asker's words count
        ("id=227877646", "qwen3 30b a3b f16, 4096 tokens", {"context": 0.001}),
        ("id=53224000715", "Qwen3-Coder-Next IQ3_XXS, 262144 tokens", {"context": 0.04}),
    ],
)
def test_what_llama_cpp_says_when_it_ends_stands_beside_ours(source, words, close):
    [log] = [one["text"] for one in LINES if source in one["source"]]

    parts = {part.what: part for part in answer_log(log, words).parts}

    for what, most in close.items():
        assert abs(parts[what].error) <= most
    assert (parts["weights"].ours is None) == ("weights" not in close)


def test_a_context_that_nobody_says_is_not_compared():
    [log] = [one["text"] for one in LINES if "id=65995731123" in one["source"]]

    parts = {part.what: part.ours for part in answer_log(log, "qwen3 1.7b q4_k_m").parts}

    assert parts["weights"] is not None
    assert parts["context"] is None


NO_LENGTH = (
    "ValueError: To serve at least one request with the models's max seq len (262144), (24.00 GiB "
    "KV cache is needed, which is larger than the available KV cache memory (3.18 GiB)."
)


def test_a_context_is_reckoned_from_rounded_sizes_only_where_each_token_is_alike():
    plain = answer_log(f"vllm serve Qwen/Qwen3-Coder-30B-A3B-Instruct\n{NO_LENGTH}")
    windows = answer_log(f"vllm serve google/gemma-3-27b-it\n{NO_LENGTH}")
    unknown = answer_log(f"vllm serve acme/unknown\n{NO_LENGTH}")

    # 262,144 x 3.175 / 24.005 = 34,672.3, whole blocks of 16; vLLM said 34,736 of the same run
    assert [change.flag for change in plain.by_the_log] == ["--max-model-len 34672"]
    assert windows.by_the_log == unknown.by_the_log == ()


@pytest.mark.parametrize(
    "start", ["vllm serve", "python -m vllm.entrypoints.openai.api_server --model"]
)
def test_a_folder_in_the_command_is_the_model_that_the_asker_names(start):
    loaded = "Model loading took 9.07 GiB and 9.1 seconds"
    log = f"{start} /data/ckpt/final --max-model-len 16384 -tp 2\n{loaded}"

    found = answer_log(log, "qwen3 32b awq on 2x 4090")

    assert found.answered.estimates[0].model.name == "Qwen3 32B"
    assert abs(found.parts[0].error) < 0.01
    assert answer_log(log).answered is None


def of(source):
    [log] = [one["text"] for one in LINES if source in one["source"]]
    return log


def test_a_cache_with_twice_the_tokens_is_in_8_bits():
    found = answer_log(of("vllm/issues/15039"), "llama 3.3 70b fp8 on 2x A100 80GB")

    # 80 layers x 8 heads x 2 x 128 over two cards are 80 KiB a token: 36.07 GiB hold 472,777
    parts = {part.what: part for part in found.parts}
    assert parts["kv_tokens"].ours.m_as(TOKEN) == pytest.approx(36.07 * 2**20 / 80, rel=1e-4)
    assert abs(parts["kv_tokens"].error) < 0.001
    assert "--kv-cache-dtype fp8" in found.asked
    assert found.unsure.key == "log.in_8_bits"


def test_workers_that_say_no_rank_are_counted_unless_the_asker_counts_the_cards():
    two = answer_log(of("vllm/issues/15039"), "llama 3.3 70b fp8")
    eight = answer_log(of("inference/issues/2267"), "llama 3.1 8b on 8x MI300X")

    assert "--tensor-parallel-size 2" in two.asked
    assert "--tensor-parallel-size 8" in eight.asked
    assert abs(eight.parts[0].error) < 0.01


def test_a_type_of_32_bits_is_seen_in_the_command():
    found = answer_log(of("vllm/issues/2140"))

    assert found.answered.estimates[0].precision.name == "FP32"
    assert found.answered.verdict.fits is False


def test_what_would_help_comes_from_the_figures_of_the_log():
    found = answer_log(TOO_LONG, ASKED)

    # 29,000 tokens take 2.89 x 29,000 / 23,648 = 3.54 GiB, 0.65 more: 0.028 of 23.58 GiB
    assert [change.flag for change in found.by_the_log] == [
        "--gpu-memory-utilization 0.93",
        "--max-model-len 23648",
    ]
    assert not any(change.command for change in found.by_the_log)  # it names no file


def test_a_command_of_the_log_is_said_again_with_the_change():
    serve = "vllm serve /models/Llama-3.1-8B-Instruct --max-model-len 29000 --port 8000\n"

    found = answer_log(serve + TOO_LONG, "on a 3090")

    assert [change.command for change in found.by_the_log] == [
        "vllm serve /models/Llama-3.1-8B-Instruct --max-model-len 29000 --port 8000 "
        "--gpu-memory-utilization 0.93",
        "vllm serve /models/Llama-3.1-8B-Instruct --max-model-len 23648 --port 8000 "
        "--gpu-memory-utilization 0.9",
    ]


def test_the_log_alone_says_what_would_help_though_its_model_is_not_named():
    found = answer_log(TOO_LONG)

    assert found.answered is None
    assert [change.flag for change in found.by_the_log] == [
        "--gpu-memory-utilization 0.93",
        "--max-model-len 23648",
    ]
    assert all(part.ours is None for part in found.parts)


SERVED = "vllm serve {} --max-model-len 8192\nModel loading took {} GiB and 3.1 seconds"


@pytest.mark.parametrize(
    ("log", "why"),
    [
        (SERVED.format("acme/Own-7B-Instruct", 14.2), "log.unknown_model"),
        (SERVED.format("/model", 14.2), "log.unknown_model"),
        (SERVED.format("unsloth/Qwen3-4B-Instruct-2507-GGUF", 2.2845), "log.other_weights"),
        ("Model loading took 14.2 GiB and 3 seconds", "log.no_model"),
        (
            "print_info: general.name = Qwen3 30B A3B\nprint_info: file type = IQ4_K - 4.5 bpw\n"
            "print_info: file size = 17.679 GiB (4.974 BPW)",
            "log.no_format",
        ),
        (
            "print_info: general.name = Qwen3 30B A3B\nprint_info: file type = Q8_0\n"
            "print_info: file size = 17.679 GiB (4.974 BPW)",
            "log.other_weights",
        ),
    ],
)
def test_nothing_of_ours_stands_beside_a_model_or_format_that_we_do_not_know(log, why):
    found = answer_log(log)

    assert found.unsure.key == why
    assert found.answered is None
    assert all(part.ours is None for part in found.parts)
    assert rows_of(found, "2026-11-25") == []


NOT_FREE = (
    "vllm serve meta-llama/Llama-3.1-8B-Instruct --max-model-len 8192\n"
    "ValueError: Free memory on device ({}/79.15 GiB) on startup is less than desired GPU memory "
    "utilization (0.9, 71.24 GiB)."
)


def test_a_share_that_is_free_is_offered_where_the_model_fits_in_it():
    # 30 of 79.15 GiB are 0.379: 0.37 of it are 29.3 GiB, and weights and one request take 17
    [change] = answer_log(NOT_FREE.format("30.00")).by_the_log

    assert change.flag == "--gpu-memory-utilization 0.37"
    assert answer_log(NOT_FREE.format("10.00")).by_the_log == ()


RAN_OUT = (
    "  File trainer.py, in training_step\n"
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.96 GiB. GPU 0 has a total "
    "capacity of 23.64 GiB of which 1.20 GiB is free."
)


def test_a_traceback_is_of_the_run_that_the_asker_names():
    found = answer_log(RAN_OUT, "lora llama 3.1 8b bf16, batch 2, 2048 tokens")

    assert (found.log.failure.kind, found.log.failure.during) == ("out_of_memory", "training")
    assert found.answered.question.task == "lora"
    assert found.answered.question.gpus[0].gpu.memory.m_as("GiB/gpu") == pytest.approx(23.64)
    assert found.by_us  # what would make it fit
    assert answer_log(RAN_OUT).answered is None


IN_USE = (
    "|   0  NVIDIA A100-SXM4-80GB    On  |   00000000:07:00.0 Off |                    0 |\n"
    "| N/A   34C    P0      61W /  400W |   74420MiB /  81920MiB |      0%      Default |"
)


def test_what_a_card_has_in_use_stands_beside_what_the_program_takes():
    """vLLM takes 0.92 of the 79.55 GiB that it sees, and a context of half a GiB beside them."""
    found = answer_log(IN_USE, "vllm serve Qwen/Qwen3-8B --max-model-len 8192")

    [part] = found.parts
    assert part.what == "used"
    assert part.measured.m_as("GiB/gpu") == pytest.approx(74420 / 1024)
    assert part.ours.m_as("GiB/gpu") == pytest.approx(0.92 * 79.55 + 0.5, abs=0.1)
    assert answer_log(IN_USE).answered is None


def test_an_answer_in_portuguese_has_no_english_sentence():
    text = log_as_text(answer_log(TOO_LONG, "cabe o llama 3.1 8b bf16 numa 3090?"))

    assert "não arrancou" in text
    assert "23.648 tokens" in text
    assert "Estimativa" in text
    assert not [word for word in (" the ", " of ", "Weights", " needs ", "instead") if word in text]


def test_rows_are_what_our_accuracy_is_measured_by():
    found = answer_log(TOO_LONG, ASKED)
    parts = {part.what: part for part in found.parts}

    rows = {
        one["quantity"]: row(json.loads(json.dumps(one))) for one in rows_of(found, "2026-11-25")
    }

    assert rows["weights_memory"].values == (14.9888,)
    assert rows["kv_cache_tokens_capacity"].values == (23648.0,)
    ours = predict(rows["weights_memory"]).value
    assert ours == pytest.approx(parts["weights"].ours.m_as("GiB/gpu"))
    tokens = predict(rows["kv_cache_tokens_capacity"]).value
    assert tokens == pytest.approx(parts["kv_tokens"].ours.m_as(TOKEN), rel=1e-3)


def test_a_row_has_no_word_of_the_log_that_is_not_ours():
    log = SERVED.format(
        "/srv/secret-folder/Llama-3.1-8B-Instruct --served-model-name secret", 14.99
    )
    rows = rows_of(answer_log(log, "on an H100 80GB"), "2026-11-25")

    assert rows
    assert "secret" not in json.dumps(rows)


@pytest.mark.parametrize("name", ["file", "-"])
def test_the_terminal_reads_a_file_or_what_is_piped(name, tmp_path, capsys, monkeypatch):
    path = tmp_path / "run.log"
    path.write_text(TOO_LONG, "utf-8")
    with path.open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        status = main(["--log", str(path) if name == "file" else "-", ASKED])

    out = capsys.readouterr().out
    assert status == 0
    assert out.startswith("vLLM did not start: what is left for the KV cache holds 23,648 tokens")
    assert "14.99 GiB" in out


def test_rows_are_printed_a_line_each_and_a_log_without_them_says_why(tmp_path, capsys):
    path = tmp_path / "run.log"
    path.write_text(TOO_LONG, "utf-8")

    assert main(["--log", str(path), "--row", ASKED]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["quantity"] for line in lines] == [
        "weights_memory",
        "kv_cache_total",
        "activation_peak",
        "kv_cache_tokens_capacity",
    ]
    assert main(["--log", str(path), "--row"]) == 2
    assert "does not name its model" in capsys.readouterr().err


def test_what_is_no_log_is_refused(tmp_path, capsys):
    path = tmp_path / "notes.txt"
    path.write_text("70B at 16 bits?", "utf-8")

    assert main(["--log", str(path)]) == 2
    assert main(["--log", str(tmp_path / "none.log")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_json_has_the_facts_with_their_lines(tmp_path, capsys):
    path = tmp_path / "run.log"
    path.write_text(TOO_LONG, "utf-8")

    main(["--log", str(path), "--json", ASKED])

    said = json.loads(capsys.readouterr().out)
    assert said["failure"] == {"kind": "kv_too_small", "line": 5, "during": ""}
    assert {"what": "kv_tokens", "value": 23648.0, "unit": "token", "line": 5, "rank": ""} in said[
        "facts"
    ]
    assert said["answer"]["estimates"]
