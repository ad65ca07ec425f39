"""The commands that stand in files, with their lines."""

import pytest

from core.check.found import commands_in

KUBERNETES = """\
kind: Deployment
spec:
  nodeSelector:
    nvidia.com/gpu.product: NVIDIA-L4
  containers:
    - image: vllm/vllm-openai:v0.11.0
      args: ["--model", "Qwen/Qwen2.5-7B", "--max-model-len=8192"]
    - image: other
      command: [/bin/sh, -c]
      args:
        - |
          set -e
          exec vllm serve Qwen/Qwen3-8B \\
            --tensor-parallel-size 2 &
    - image: other
      args: [--model, none]
"""
COMPOSE = """\
services:
  a:
    image: vllm/vllm-openai
    command: --model Qwen/Qwen3-8B --dtype half
  b:
    image: own
    # gpumem: 4x A10G
    entrypoint: [python3, -m, vllm.entrypoints.openai.api_server]
    command: [--model, Qwen/Qwen3-32B]
"""
STACK = """\
servingEngineSpec:
  modelSpec:
    - modelURL: Qwen/Qwen3-8B
      vllmConfig:
        tensorParallelSize: 2
        enablePrefixCaching: true
        enableChunkedPrefill: false
        extraArgs: ["--enforce-eager"]
"""
DOCKERFILE = """\
FROM vllm/vllm-openai AS one
CMD ["--model", "Qwen/Qwen3-8B"]
FROM python
ENTRYPOINT ["vllm", "serve"]
CMD ["Qwen/Qwen3-32B", \\
  "--max-model-len", "4096"]
"""
TEMPLATE = """\
{{- if .Values.on }}
args: [x]
{{- end }}
  # vllm serve Qwen/Qwen3-14B
  vllm serve {{ .Values.model }} && echo done
"""
SCRIPT = "pip install vllm\nvllm --version; /opt/vllm serve a/b 2>&1"
API = "python -m vllm.entrypoints.openai.api_server"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "k.yaml",
            KUBERNETES,
            [
                (7, "vllm serve --model Qwen/Qwen2.5-7B --max-model-len=8192", "NVIDIA-L4"),
                (13, "vllm serve Qwen/Qwen3-8B --tensor-parallel-size 2", "NVIDIA-L4"),
            ],
        ),
        (
            "compose.yml",
            COMPOSE,
            [
                (4, "vllm serve --model Qwen/Qwen3-8B --dtype half", ""),
                (8, f"{API} --model Qwen/Qwen3-32B", "4x A10G"),
            ],
        ),
        (
            "values.yaml",
            STACK,
            [
                (
                    4,
                    "vllm serve Qwen/Qwen3-8B --tensor-parallel-size 2 --enable-prefix-caching"
                    " --enforce-eager",
                    "",
                )
            ],
        ),
        (
            "Dockerfile.gpu",
            DOCKERFILE,
            [
                (2, "vllm serve --model Qwen/Qwen3-8B", ""),
                (5, "vllm serve Qwen/Qwen3-32B --max-model-len 4096", ""),
            ],
        ),
        ("t.yaml", TEMPLATE, [(5, "vllm serve '{{' .Values.model '}}'", "")]),
        ("run.sh", SCRIPT, [(2, "vllm serve a/b", "")]),
        ("no.yaml", "a: &a [*a]\nb: {? [x] : y}", []),
    ],
)  # fmt: skip
def test_each_command_with_its_line_and_its_cards(name, text, found):
    assert [(one.line, one.text, one.cards) for one in commands_in(name, text)] == found


def test_an_alias_is_one_command_however_often_it_is_named():
    layers = "\n".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]" for n in range(1, 60))
    text = f"l0: &l0 {{command: [vllm, serve, a/b]}}\n{layers}\n"

    assert [(one.line, one.text) for one in commands_in("x.yaml", text)] == [(1, "vllm serve a/b")]


def test_too_deep_for_a_tree_is_read_as_a_script():
    assert commands_in("x.yaml", "[" * 5000 + "\nvllm serve a/b") != []
