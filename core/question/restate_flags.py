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
    "decode_context_parallel_size": "--decode-context-parallel-size",
    "enforce_eager": "--enforce-eager",
    "enable_expert_parallel": "--enable-expert-parallel",
    "enable_dp_attention": "--enable-dp-attention",
    "kv_cache_memory": "--kv-cache-memory-bytes",
    "num_gpu_blocks": "--num-gpu-blocks-override",
    "kv_cache_tokens": "--max-total-tokens",
    "cache_max_entry_count": "--cache-max-entry-count",
    "swap_space": "--swap-space",
    "kv_offloading": "--kv-offloading-size",
    "swa_full": "--swa-full",
    "swa_full_tokens_ratio": "--swa-full-tokens-ratio",
    "cpu_offload": "--cpu-offload-gb",
    "n_gpu_layers": "--n-gpu-layers",
    "n_cpu_moe": "--n-cpu-moe",
    "cpu_moe": "--cpu-moe",
    "override_tensors": "--override-tensor",
    "kv_offload": "--kv-offload",
    "split_mode": "--split-mode",
    "tensor_split": "--tensor-split",
    "flash_attention": "--flash-attn",
    "enable_lora": "--enable-lora",
    "max_loras": "--max-loras",
    "fully_sharded_loras": "--fully-sharded-loras",
    "max_lora_rank": "--max-lora-rank",
    "lora_modules": "--lora-modules",
    "speculative_method": "--spec-method",
    "draft_model": "--speculative-model",
    "num_speculative_tokens": "--num-speculative-tokens",
    "speculative_num_steps": "--speculative-num-steps",
    "speculative_eagle_topk": "--speculative-eagle-topk",
    "draft_gpu_layers": "--n-gpu-layers-draft",
    "images_per_prompt": "--limit-mm-per-prompt.image",
    "videos_per_prompt": "--limit-mm-per-prompt.video",
    "max_pixels": "--mm-processor-kwargs.max-pixels",
    "image_size": "pictures of",
    "mmproj": "--mmproj",
    "max_cudagraph_capture_size": "--max-cudagraph-capture-size",
}
_OF_TRAINING = {
    "gradient_accumulation_steps": "--gradient-accumulation-steps",
    "lora_targets": "--lora-target-modules",
    "modules_to_save": "--lora-modules-to-save",
    "dora": "--use-dora",
    "offload_optimizer": "--offload-optimizer-device cpu",
    "offload_parameters": "--offload-param-device cpu",
    "activation_offload": "--activation-offloading",
    "fused_loss": "--use-liger-kernel",
    "optimizer_in_backward": "optimizer_in_bwd",
    "tensor_parallel_size": "--tensor-model-parallel-size",
    "pipeline_parallel_size": "--pipeline-model-parallel-size",
    "context_parallel_size": "--context-parallel-size",
    "expert_parallel_size": "--expert-model-parallel-size",
    "sequence_parallel": "--sequence-parallel",
    "method": "--rlhf-type",
    "ref_model": "--ref-model",
    "reward_model": "--reward-model",
    "num_generations": "--num-generations",
    "max_prompt_length": "--max-prompt-length",
    "max_completion_length": "--max-completion-length",
    "use_vllm": "--use-vllm",
    "vllm_mode": "--vllm-mode",
    "vllm_gpu_memory_utilization": "--vllm-gpu-memory-utilization",
    "vllm_sleep": "--vllm-enable-sleep-mode",
    "vllm_tensor_parallel_size": "--vllm-tensor-parallel-size",
}
_UNITS = {
    "kv_cache_memory": BYTE_PER_GPU,
    "cpu_offload": GIB_PER_GPU,
    "swap_space": GIB_PER_GPU,
    "kv_offloading": GIB_PER_GPU,
}
_BESIDE = {"cache_type_k": ("k", "v"), "cache_type_v": ("v", "k")}


def engine_flags(engine: Engine, kv_precision: str = "") -> list[str]:
    """
    Its name, its version and every flag that was said.

    *kv_precision* is the id of the wider format where keys and values have two.
    """
    caches = _caches(engine, kv_precision)
    return [engine.name, *filter(None, [engine.version]), *_flags(engine, _OF_ENGINE), *caches]


def _caches(engine: Engine, wider: str) -> Iterator[str]:
    for name, (narrow, wide) in _BESIDE.items():
        if getattr(engine, name) is not None:
            yield f"--cache-type-{narrow} {getattr(engine, name)} --cache-type-{wide} {wider}"


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
    if not isinstance(value, tuple):
        return str(value)
    mark = "x" if name == "image_size" else ","
    return mark.join(_plain(part) for part in cast("tuple[str | float, ...]", value))


def _plain(part: str | float) -> str:
    return part if isinstance(part, str) else f"{part:g}"
