"""
Flags for what is served beside the model's own weights and cache, as the engines spell them.

vLLM 0.33.0 engine/arg_utils.py; --speculative-config since 0.8. SGLang 0.5.23, arg_groups/fields:
without --lora-paths it asks for rank and target modules.
"""

import json
from collections.abc import Iterator, Mapping

from core.asked.question import Engine
from core.asked.scenario import Scenario
from core.catalog.checkpoints import served_id
from core.catalog.model import Model
from core.memory.drafts import mtp_layers, published_head
from core.memory.engines.vllm import parse_version
from core.units import BYTE_PER_GPU, GIB_PER_GPU

HAS_SPECULATIVE_CONFIG = (0, 8)
FILE = ".gguf"
HEADS = ("eagle", "eagle3")
SGLANG_ALGORITHMS = {"model": "STANDALONE", "eagle": "EAGLE", "eagle3": "EAGLE3", "mtp": "NEXTN"}


def vllm_flags(scenario: Scenario, model: Model) -> Iterator[str]:
    """Adapters, drafts, a cache of a named size, weights on the host, pictures."""
    engine = scenario.engine
    if scenario.adapters is not None:
        adapters = scenario.adapters
        yield f"--enable-lora --max-loras {adapters.count} --max-lora-rank {adapters.rank}"
        if adapters.fully_sharded:
            yield "--fully-sharded-loras"
    if engine.lora_modules:
        yield " ".join(("--lora-modules", *engine.lora_modules))
    if scenario.draft is not None:
        yield from _vllm_draft(scenario, model)
    if engine.kv_cache_memory is not None:
        yield f"--kv-cache-memory-bytes {engine.kv_cache_memory.m_as(BYTE_PER_GPU):.0f}"
    if engine.num_gpu_blocks is not None:
        yield f"--num-gpu-blocks-override {engine.num_gpu_blocks}"
    if engine.cpu_offload is not None:
        yield f"--cpu-offload-gb {engine.cpu_offload.m_as(GIB_PER_GPU):g}"
    yield from _pictures(engine)


def sglang_flags(scenario: Scenario, model: Model) -> Iterator[str]:
    """The same of SGLang."""
    engine, draft = scenario.engine, scenario.draft
    if scenario.adapters is not None:
        adapters = scenario.adapters
        yield f"--enable-lora --max-loras-per-batch {adapters.count}"
        paths = " ".join(engine.lora_modules or ())
        yield (
            f"--lora-paths {paths}"
            if paths
            else (f"--max-lora-rank {adapters.rank} --lora-target-modules all")
        )
    if draft is not None and draft.kind in SGLANG_ALGORITHMS:
        yield f"--speculative-algorithm {SGLANG_ALGORITHMS[draft.kind]}"
        repository = draft_repository(scenario, model)
        if repository:
            yield f"--speculative-draft-model-path {repository}"
        # Either all three or none: arg_groups/speculative_hook.py
        if engine.speculative_num_steps and engine.speculative_eagle_topk:
            yield f"--speculative-num-steps {engine.speculative_num_steps}"
            yield f"--speculative-eagle-topk {engine.speculative_eagle_topk}"
            if engine.num_speculative_tokens:
                yield f"--speculative-num-draft-tokens {engine.num_speculative_tokens}"
    if engine.kv_cache_tokens is not None:
        yield f"--max-total-tokens {engine.kv_cache_tokens}"
    if engine.cpu_offload is not None:
        yield f"--cpu-offload-gb {engine.cpu_offload.m_as(GIB_PER_GPU):g}"


def llama_cpp_flags(scenario: Scenario) -> Iterator[str]:
    """Files of a draft and of adapters (common/arg.cpp: -md, --lora)."""
    engine = scenario.engine
    if scenario.draft is not None and engine.draft_model:
        yield f"-md {engine.draft_model}"
    for file in engine.lora_modules or ():
        yield f"--lora {file}"


def lacks_files_beside(scenario: Scenario) -> bool:
    """Whether llama-server would need a file of a draft or of adapters that nobody named."""
    engine, draft = scenario.engine, scenario.draft
    named = (engine.draft_model or "").endswith(FILE)
    if draft is not None and draft.kind in ("model", *HEADS) and not named:
        return True
    return scenario.adapters is not None and not engine.lora_modules


def draft_repository(scenario: Scenario, model: Model) -> str | None:
    """What to load: as typed, or the head that was made for the model; None where none is known."""
    engine, draft = scenario.engine, scenario.draft
    if draft is None:
        return None
    typed = engine.draft_model
    if draft.model is not None and not (typed and "/" in typed):
        return served_id(draft.model)
    return typed or (published_head(model) if draft.kind in HEADS else None)


def lacks_repository(scenario: Scenario, model: Model) -> bool:
    """Whether a command would have to name a draft that nobody named."""
    draft = scenario.draft
    if draft is None or draft.kind == "host":
        return False
    if draft.kind == "mtp":
        return not mtp_layers(model)
    return draft_repository(scenario, model) is None


def _vllm_draft(scenario: Scenario, model: Model) -> Iterator[str]:
    engine, draft = scenario.engine, scenario.draft
    if draft is None:
        return
    repository = draft_repository(scenario, model)
    if parse_version(engine.version) < HAS_SPECULATIVE_CONFIG:
        if repository:
            yield f"--speculative-model {repository}"
        if engine.num_speculative_tokens:
            yield f"--num-speculative-tokens {engine.num_speculative_tokens}"
        return
    settings: dict[str, object] = {}
    method = METHODS.get(draft.kind, engine.speculative_method)
    if method:
        settings["method"] = method
    if repository:
        settings["model"] = repository
    if engine.num_speculative_tokens:
        settings["num_speculative_tokens"] = engine.num_speculative_tokens
    yield f"--speculative-config '{_json(settings)}'"


METHODS: Mapping[str, str] = {
    "model": "draft_model",
    "eagle": "eagle",
    "eagle3": "eagle3",
    "mtp": "mtp",
}


def _pictures(engine: Engine) -> Iterator[str]:
    limits = {"image": engine.images_per_prompt, "video": engine.videos_per_prompt}
    limits = {name: count for name, count in limits.items() if count is not None}
    if limits:
        yield f"--limit-mm-per-prompt '{_json(limits)}'"
    if engine.max_pixels is not None:
        yield f"--mm-processor-kwargs '{_json({'max_pixels': engine.max_pixels})}'"


def _json(settings: Mapping[str, object]) -> str:
    return json.dumps(settings)
