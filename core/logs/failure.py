"""
Why a run failed, by what its log says; where it says several things, by the cause.

    >>> failure_of(["File 'x.py', in profile_run", "torch.OutOfMemoryError: CUDA out of memory."])
    Failure(kind='out_of_memory', line=2, during='profiling')
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "kv_too_small",  # the cache holds less than one request
    "no_kv",  # nothing is left for it
    "not_free",  # the card was in use before
    "sampler",  # vLLM's warm-up of max_num_seqs sequences
    "heads",  # they cannot be divided by the tensor-parallel size
    "static",  # SGLang: weights and cache do not fit the static share
    "host_memory",  # ollama: the host has too little
    "out_of_memory",  # an allocation failed
]
During = Literal["", "loading", "profiling", "kv_cache", "graphs", "training", "running", "compute"]

# A sentence, and what it means; an earlier row is nearer to the cause
_SAYS: tuple[tuple[str, Kind, During], ...] = (
    ("must be divisible by tensor parallel size", "heads", ""),
    ("on startup is less than desired GPU memory utilization", "not_free", ""),
    ("No available memory for the cache blocks", "no_kv", ""),
    ("larger than the maximum number of tokens that can be stored in KV cache", "kv_too_small", ""),
    ("To serve at least one request with the model", "kv_too_small", ""),
    ("Not enough memory. Please try to increase --mem-fraction-static", "static", ""),
    ("CUDA out of memory occurred when warming up sampler", "sampler", ""),
    ("Capture cuda graph failed", "out_of_memory", "graphs"),
    ("Capture CUDA graph failed", "out_of_memory", "graphs"),
    ("model requires more system memory", "host_memory", ""),
    ("failed to allocate buffer for kv cache", "out_of_memory", "kv_cache"),
    ("ggml_gallocr_reserve_n: failed to allocate", "out_of_memory", "compute"),
    ("ggml_gallocr_reserve_n_impl: failed to allocate", "out_of_memory", "compute"),
    ("failed to allocate compute buffers", "out_of_memory", "compute"),
    ("failed to allocate compute pp buffers", "out_of_memory", "compute"),
    ("error loading model: unable to allocate", "out_of_memory", "loading"),
    ("cudaMalloc failed: out of memory", "out_of_memory", ""),
    ("CUDA out of memory", "out_of_memory", ""),
    ("HIP out of memory", "out_of_memory", ""),
    ("CUDA error: out of memory", "out_of_memory", ""),
)
# Functions on the way to an allocation that failed: what the program was doing
_DOING: tuple[tuple[During, re.Pattern[str]], ...] = (
    ("training", re.compile(r"\b(?:training_step|backward|optimizer_step|_inner_training_loop)\b")),
    ("graphs", re.compile(r"\b(?:capture_model|capture_one_batch_size|CudaGraphRunner)\b")),
    ("profiling", re.compile(
        r"\b(?:profile_run|determine_num_available_blocks|determine_available_memory)\b")),
    ("kv_cache", re.compile(
        r"\b(?:_?allocate_kv_cache(?:_tensors)?|initialize_kv_cache|init_memory_pool"
        r"|initialize_cache)\b")),
    ("loading", re.compile(
        r"\b(?:load_model|create_weights|initialize_model|_initialize_model|process_weights_after_loading"
        r"|from_pretrained|_load_state_dict_into_meta_model)\b")),
    ("running", re.compile(r"\b(?:execute_model|forward_extend|forward_decode|generate)\b")),
)  # fmt: skip
_AGAIN = ("retrying without pipeline parallelism",)
_SOON = 5  # lines
_FRAMES = 120  # lines above a message that are its traceback


@dataclass(frozen=True, slots=True)
class Failure:
    """*line* counts from 1; *during* is what was being done, "" where the log does not say."""

    kind: Kind
    line: int
    during: During = ""


def failure_of(lines: Sequence[str]) -> Failure | None:
    """None where nothing of the log speaks of memory that was missing."""
    for sentence, kind, during in _SAYS:
        for index, line in enumerate(lines):
            if sentence in line and not _tried_again(lines, index):
                known = during or (_doing(lines, index) if kind == "out_of_memory" else "")
                return Failure(kind, index + 1, known)
    return None


def _tried_again(lines: Sequence[str], index: int) -> bool:
    """Whether the program went on with less."""
    return any(again in line for line in lines[index : index + _SOON] for again in _AGAIN)


def _doing(lines: Sequence[str], index: int) -> During:
    above = "\n".join(lines[max(0, index - _FRAMES) : index + 1])
    for what, pattern in _DOING:
        if pattern.search(above):
            return what
    return ""
