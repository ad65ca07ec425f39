"""`--check`: the exit status is the verdict."""

import json

import pytest

from core.__main__ import main


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        # 8.03e9 parameters in 16 bits are 15.0 GiB: less than the 22.5 of an L4, 7.5 of them left
        ("llama 3.1 8b bf16 8k on 1x L4", 0, "fits: "),
        # 70.6e9 x 2 bytes are 131 GiB, more than two cards of 22.5
        ("llama 3.1 70b bf16 on 2x L4", 1, "does not fit: "),
        ("llama 3.1 8b on L4", 2, "not judged: say how many cards, "),
        ("llama 3.1 8b", 2, "not judged: no cards are named."),
        ("the weather", 2, "not judged: "),
    ],
)
def test_one_question(capsys, question, status, said):
    assert main(["--check", question]) == status
    assert capsys.readouterr().out.startswith(said)


def lines_of(capsys, *arguments: str) -> tuple[int, list[str]]:
    status = main(["--check", *arguments])
    out = capsys.readouterr().out.splitlines()
    return status, [line for line in out if not line.startswith("  assumed")]


def test_a_file_with_one_that_does_not_fit(capsys, tmp_path):
    path = tmp_path / "serve.sh"
    path.write_text(
        "vllm serve Qwen/Qwen2.5-7B-Instruct --max-model-len 8192\n"
        "vllm serve Qwen/Qwen2.5-72B-Instruct-AWQ --max-model-len 32768 -tp 2\n"
        "vllm serve $MODEL\n"
    )
    status, lines = lines_of(capsys, "--file", str(path), "--on", "8x L4")

    assert status == 1
    assert lines[0].startswith(f"{path}:1: fits: ")
    assert lines[0].endswith("1 × L4.")  # without a flag vLLM takes one of the eight
    assert lines[1].startswith(f"{path}:2: does not fit: ")
    assert "does not fit 2 × L4" in lines[1]
    assert lines[2].startswith("  would fit: ")
    assert lines[-1] == f"{path}:3: not judged: '$M' is filled in later: vllm serve '$MODEL'"


def test_without_a_length_vllm_takes_the_models_own(capsys, tmp_path):
    path = tmp_path / "serve.sh"
    # 131,072 tokens of 128 KiB are 16 GiB beside 15 GiB of weights: too much for the 22.5 of an L4
    path.write_text("vllm serve meta-llama/Llama-3.1-8B-Instruct\n")
    status, lines = lines_of(capsys, "--file", str(path), "--on", "L4")

    assert status == 1
    assert "131,072 tokens" in lines[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("vllm serve Qwen/Qwen2.5-7B-Instruct", "no cards are named"),
        ("vllm serve acme/own", "I know no model"),
        ("vllm serve", ""),
    ],
)
def test_what_is_not_judged_is_two(capsys, tmp_path, text, said):
    path = tmp_path / "serve.sh"
    path.write_text(text)
    on = [] if "cards" in said else ["--on", "1x L4"]
    status, lines = lines_of(capsys, "--file", str(path), *on)

    assert status == 2
    assert said in "".join(lines)


def test_files_that_cannot_be_checked_are_named(capsys, tmp_path):
    empty, large = tmp_path / "a.yaml", tmp_path / "b.yaml"
    empty.write_text("a: b")
    large.write_bytes(b" " * (1 << 20) + b"x")

    assert main(["--check", "--file", str(empty), str(large), str(tmp_path / "no")]) == 2
    errors = capsys.readouterr().err
    assert f"{empty} has no vLLM command." in errors
    assert f"{large} is larger than 1 MiB" in errors
    assert "no cannot be read: No such file" in errors


def test_json_says_where(capsys, tmp_path):
    path = tmp_path / "serve.sh"
    path.write_text("\nvllm serve Qwen/Qwen2.5-7B-Instruct --max-model-len 8192")

    assert main(["--check", "--json", "--file", str(path), "--on", "L4"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["file"], said["line"], said["verdict"]) == (str(path), 2, "fits")
