"""
The settings of an engine and of a training run as flags, which are read as the same settings.

    >>> engine_flags(Engine("vllm", max_num_seqs=64, enforce_eager=True))
    ['vllm', '--max-num-seqs 64', '--enforce-eager']
"""

from collections.abc import Iterator, Mapping
from typing import cast

from core.asked.question import Engine, Training
from core.units import BYTE_PER_GPU, GIB_PER_GPU, Quantity

_OF_ENGINE = {
    "gpu_memory_utilization": "--gpu-memory-utilization",
    "max_num_seqs": "--max-num-seqs",
    "max_num_batched_tokens": "--max-num-batched-tokens",
    "tensor_parallel_size": "--tensor-parallel-size",
    "pipeline_parallel_size": "--pipeline-parallel-size",
    "data_parallel_size": "--data-parallel-size",
    "enforce_eager": "--enforce-eager",
    "enable_expert_parallel": "--enable-expert-parallel",
    "enable_dp_attention": "--enable-dp-attention",
    "kv_cache_memory": "--kv-cache-memory-bytes",
    "cpu_offload": "--cpu-offload-gb",
    "n_gpu_layers": "--n-gpu-layers",
    "n_cpu_moe": "--n-cpu-moe",
    "max_loras": "--max-loras",
    "max_lora_rank": "--max-lora-rank",
}
_OF_TRAINING = {
    "gradient_accumulation_steps": "--gradient-accumulation-steps",
    "lora_targets": "--lora-target-modules",
    "offload_optimizer": "--offload-optimizer-device cpu",
    "offload_parameters": "--offload-param-device cpu",
    "activation_offload": "--activation-offloading",
    "fused_loss": "--use-liger-kernel",
    "tensor_parallel_size": "--tensor-model-parallel-size",
    "pipeline_parallel_size": "--pipeline-model-parallel-size",
    "context_parallel_size": "--context-parallel-size",
}
_UNITS = {"kv_cache_memory": BYTE_PER_GPU, "cpu_offload": GIB_PER_GPU}


def engine_flags(engine: Engine) -> list[str]:
    """Its name, its version and every flag that was said."""
    return [engine.name, *filter(None, [engine.version]), *_flags(engine, _OF_ENGINE)]


def training_flags(training: Training) -> list[str]:
    """What has no words of its own in a short text."""
    return list(_flags(training, _OF_TRAINING))


def _flags(settings: Engine | Training, names: Mapping[str, str]) -> Iterator[str]:
    for name, flag in names.items():
        value = getattr(settings, name)
        if value is True:
            yield flag
        elif value is False:
            yield f"{flag}=false"
        elif value is not None:
            yield f"{flag} {_written(name, value)}"


def _written(name: str, value: object) -> str:
    if isinstance(value, Quantity):
        return f"{value.m_as(_UNITS[name]):.12g}"
    return ",".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else str(value)
