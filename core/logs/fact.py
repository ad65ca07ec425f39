"""What one line of a log says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.units import (
    BYTE,
    BYTE_PER_GPU,
    DIMENSIONLESS,
    GPU,
    SEQUENCE,
    TOKEN,
    TOKEN_PER_SEQUENCE,
    Quantity,
    Unit,
    plain,
)

Program = Literal["vLLM", "SGLang", "llama.cpp", "ollama", "TensorRT-LLM", "PyTorch", "nvidia-smi"]

# Amounts on one GPU (byte/gpu)
MEMORY = (
    "weights",
    "kv_cache",
    "state",  # of recurrent layers
    "context",  # cache and states together
    "activations",  # the peak of a step; llama.cpp's compute buffers
    "cuda_graphs",
    "cuda_graphs_estimated",
    "non_torch",  # CUDA's own, NCCL's
    "non_kv",  # all but the cache
    "torch_peak",
    "peak",
    "used",
    "used_after_loading",
    "total",  # that the program sees of the card
    "free",  # before anything was loaded
    "free_after_weights",
    "free_after_pool",
    "free_before_graphs",
    "free_after_graphs",
    "free_after_all",
    "budget",  # that the program plans with
    "kv_needed",  # by one request of the longest context
    "tried_to_allocate",
    "allocated",
    "reserved",
    "reserved_unallocated",
    "private_pools",
    "of_this_process",
    "of_a_process",
    "needed",  # what ollama reckons with before it loads
    "kv_reckoned",
    "weights_reckoned",
    "graph_reckoned",
    "loaded",
    "keys",
    "values",
    "conv_state",
    "ssm_state",
    "kv_bytes_per_token",
    "failed_bytes",
)
# Amounts in the host's memory, or of a file (byte)
HOST = (
    "host_weights",
    "host_kv_cache",
    "host_compute",
    "host_needed",
    "host_free",
    "file_size",
)
UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(MEMORY, BYTE_PER_GPU),
    **dict.fromkeys(HOST, BYTE),
    "kv_tokens": TOKEN,  # that the cache holds
    "max_concurrency": SEQUENCE,  # of the longest context
    "max_model_len": TOKEN_PER_SEQUENCE,
    "context_per_slot": TOKEN_PER_SEQUENCE,
    "max_num_seqs": SEQUENCE,
    "slots": SEQUENCE,
    "max_num_batched_tokens": TOKEN,
    "chunked_prefill_size": TOKEN,
    "n_ubatch": TOKEN,
    "tensor_parallel_size": GPU,
    "pipeline_parallel_size": GPU,
    "data_parallel_size": GPU,
    "gpu_memory_utilization": DIMENSIONLESS,
    "free_gpu_memory_fraction": DIMENSIONLESS,
    "attention_heads": DIMENSIONLESS,
    "gpu_blocks": DIMENSIONLESS,
    "layers": DIMENSIONLESS,  # that lie on the cards
    "all_layers": DIMENSIONLESS,
}
# Words as the log has them
NAMES = (
    "model", "name", "architecture", "file_type", "parameters", "dtype", "kv_dtype", "version",
    "card", "cache_type_k", "cache_type_v",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """
    *value* is in the unit of `UNITS[what]`, or a word where *what* is one of `NAMES`; *line* counts
    from 1. *rank* is the process or device that says it ("TP1", "CUDA0"), "" where it says nothing.
    """

    what: str
    value: Quantity | str
    line: int
    of: Program
    rank: str = ""


def bytes_of(amount: Quantity) -> int:
    """An amount of memory of one GPU, or of all, as whole bytes."""
    unit = BYTE_PER_GPU if amount.is_compatible_with(BYTE_PER_GPU) else BYTE
    return round(plain(amount, unit))
