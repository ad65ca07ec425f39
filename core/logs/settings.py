"""
The settings that a program prints when it starts, and the command that started it, as flags.

    Initializing a V1 LLM engine (v0.8.5) with config: model='Qwen/Qwen3-8B', ..., max_seq_len=32768
    non-default args: {'model': 'Qwen/Qwen3-8B', 'max_model_len': 32768}
    server_args=ServerArgs(model_path='Qwen/Qwen3-8B', tp_size=2, mem_fraction_static=0.88)
    $ vllm serve Qwen/Qwen3-8B --max-model-len 32768
    starting llama server" cmd="/usr/bin/ollama runner --model ... --ctx-size 8192 --parallel 4"
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# A setting as it is printed, and the flag that sets it
_VLLM = {
    "model": "model",
    "max_seq_len": "max-model-len",
    "max_model_len": "max-model-len",
    "dtype": "dtype",
    "quantization": "quantization",
    "kv_cache_dtype": "kv-cache-dtype",
    "tensor_parallel_size": "tensor-parallel-size",
    "pipeline_parallel_size": "pipeline-parallel-size",
    "data_parallel_size": "data-parallel-size",
    "enable_expert_parallel": "enable-expert-parallel",
    "gpu_memory_utilization": "gpu-memory-utilization",
    "max_num_seqs": "max-num-seqs",
    "max_num_batched_tokens": "max-num-batched-tokens",
    "enforce_eager": "enforce-eager",
    "cpu_offload_gb": "cpu-offload-gb",
    "num_gpu_blocks_override": "num-gpu-blocks-override",
    "kv_cache_memory_bytes": "kv-cache-memory-bytes",
    "enable_lora": "enable-lora",
    "max_loras": "max-loras",
    "max_lora_rank": "max-lora-rank",
}
_SGLANG = {
    "model_path": "model-path",
    "context_length": "context-length",
    "dtype": "dtype",
    "quantization": "quantization",
    "kv_cache_dtype": "kv-cache-dtype",
    "tp_size": "tp-size",
    "pp_size": "pp-size",
    "dp_size": "dp-size",
    "ep_size": "ep-size",
    "enable_dp_attention": "enable-dp-attention",
    "mem_fraction_static": "mem-fraction-static",
    "max_running_requests": "max-running-requests",
    "max_total_tokens": "max-total-tokens",
    "chunked_prefill_size": "chunked-prefill-size",
    "cuda_graph_max_bs": "cuda-graph-max-bs",
    "disable_cuda_graph": "disable-cuda-graph",
    "cpu_offload_gb": "cpu-offload-gb",
    "speculative_algorithm": "speculative-algorithm",
    "speculative_draft_model_path": "speculative-draft-model-path",
}
_RUNNER = {
    "ctx-size": "ctx-size",
    "batch-size": "batch-size",
    "n-gpu-layers": "n-gpu-layers",
    "parallel": "parallel",
}
_NOTHING = ("None", "False", "'auto'", "auto", "''", "null", "AttentionBackend")
# "tensor_parallel_size=2", "'max_model_len': 32768"
_PAIR = re.compile(
    r"(?<![\w.])(?P<quote>['\"]?)(?P<key>[a-z][a-z_]{2,40})(?P=quote)\s?[=:]\s?"
    r"(?P<value>'[^'\n]{0,300}'|\"[^\"\n]{0,300}\"|[\w./:+-]{1,100}(?![\w=]))"
)
_DUMPS = (
    ("vLLM", "LLM engine", _VLLM),
    ("vLLM", "args: Namespace(", _VLLM),
    ("vLLM", "non-default args:", _VLLM),
    ("SGLang", "server_args=", _SGLANG),
)
_LONG = re.compile(r"--(?P<key>[a-z-]{3,20})[ =](?P<value>[\w.-]{1,40})")
_COMMAND = re.compile(
    r"(?:^|(?<=[\s$#/]))(?P<command>(?:vllm serve|python3? -m vllm\.entrypoints\.openai\.api_server"
    r"|python3? -m sglang\.launch_server|sglang serve"
    r"|(?:\./)?(?:build/bin/)?(?:llama-server|llama-cli|llama-bench)) [^\n;|&>]{3,4000})"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """*flags* by name with their values ("" for a switch); *command* as it was typed."""

    flags: Mapping[str, str] = field(default_factory=dict[str, str])
    command: str = ""


def settings_of(lines: Sequence[str]) -> Settings:
    """What was printed later holds against what was printed before."""
    flags: dict[str, str] = {}
    for line in lines:
        for _, sign, keys in _DUMPS:
            if sign in line:
                flags |= _flags(line[line.index(sign) :], keys)
                break
        if "runner" in line and "--ctx-size" in line:
            said = {one["key"]: one["value"] for one in _LONG.finditer(line)}
            flags |= {flag: said[key] for key, flag in _RUNNER.items() if key in said}
    return Settings(flags, _command(lines))


def _flags(dump: str, keys: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _PAIR.finditer(dump):
        flag = keys.get(match["key"])
        if flag is None or flag in found:
            continue
        if match["value"] in _NOTHING:
            continue
        value = match["value"].strip("'\"").removeprefix("torch.")
        found[flag] = "" if value == "True" else value
    return found


def _command(lines: Sequence[str]) -> str:
    """The last one, without its line breaks."""
    whole = re.sub(r"\\\s*\n\s*(?:>\s?)?", " ", "\n".join(lines))
    found = [match["command"].strip(" \t`") for match in _COMMAND.finditer(whole)]
    return found[-1] if found else ""
