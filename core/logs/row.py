"""
A log as measured rows of tests/accuracy, one object for each figure, so that it can be sent to us.

A row names a model, a card and a format of our tables and holds figures: no path, no name of a
machine, no word of the log. A log whose model we do not know has none.
"""

from typing import Any

from core.logs.answer import LogAnswer
from core.logs.compared import Compared
from core.logs.fact import bytes_of
from core.logs.log import BY_BUFFER
from core.logs.question import ranks, tensor_parallel
from core.memory.engines.demand import visible
from core.planning.result import Answer
from core.units import GIB as GIB_UNIT
from core.units import GIB_PER_GPU, TOKEN, Quantity, in_bytes, plain

Json = dict[str, Any]
_GIB = in_bytes(1, GIB_UNIT)
_QUANTITY = {
    "weights": "weights_memory",
    "kv_cache": "kv_cache_total",
    "activations": "activation_peak",
    "cuda_graphs": "cuda_graph_memory",
    "kv_tokens": "kv_cache_tokens_capacity",
}
_COMPONENT = {
    "weights": "weights",
    "kv_cache": "kv_cache",
    "activations": "peak_activation",
    "cuda_graphs": "cuda_graph",
    "non_torch": "non_torch",
}
_ENGINE = {"vllm": "vllm", "sglang": "sglang", "llama.cpp": "llama.cpp", "tensorrt-llm": "trtllm"}


def rows_of(found: LogAnswer, checked: str) -> list[Json]:
    """None of a log that nothing of ours stands beside. *checked* is the day, "2026-11-25"."""
    if found.answered is None:
        return []
    common = _common(found, found.answered, checked)
    parts = [part for part in found.parts if part.what in _QUANTITY]
    return [
        {"id": f"log-{common['group']}-{number:02}", **common, **_figure(part, found)}
        for number, part in enumerate(parts, 1)
    ]


def _common(found: LogAnswer, answered: Answer, checked: str) -> Json:
    scenario, question, log = answered.scenarios[0], answered.question, found.log
    engine = scenario.engine
    group = f"{scenario.model.name.replace(' ', '-')}/serve"
    cards = question.gpus[0] if len(question.gpus) == 1 else None
    total = log.most("total")
    row: Json = {
        "family": "log",
        "group": group,
        "source": "a log, by its owner",
        "model": scenario.model.name,
        "hf_id": getattr(scenario.model, "id", None),
        "engine": _ENGINE.get(engine.name, engine.name),
        "engine_version": engine.version or "",
        "workload": "serve",
        "measure": "engine_log",
        "evidence": "measured",
        "precision": scenario.precision.id,
        "kv_dtype": scenario.kv_precision.id,
        "context": scenario.held.tokens,
        "gpu_count": ranks(log),
        "tp": tensor_parallel(log),
        "pp": max(1, ranks(log) // tensor_parallel(log)),
        "components": {
            _COMPONENT[part.what]: _gib(part.measured)
            for part in found.parts
            if part.what in _COMPONENT
        },
        "checked": checked,
    }
    if engine.gpu_memory_utilization is not None:
        row["gpu_memory_utilization"] = engine.gpu_memory_utilization
    if cards is not None:
        seen = plain(total, GIB_PER_GPU) if total is not None else None
        seen = seen or visible(cards.gpu, cards.gpu.capacity) / _GIB
        row["gpu"] = f"{cards.gpu.name} ({seen:.2f} GiB)"
    return row


def _figure(part: Compared, found: LogAnswer) -> Json:
    if part.measured.is_compatible_with(TOKEN):
        tokens = round(plain(part.measured, TOKEN))
        return {"quantity": _QUANTITY[part.what], "value": tokens, "unit": "tokens"}
    value = _gib(part.measured)
    over_all = found.log.program in BY_BUFFER and part.what in ("weights", "kv_cache")
    return {
        "quantity": _QUANTITY[part.what],
        "value": value,
        "unit": "GiB",
        "unit_meaning": "GiB",
        "value_gib": value,
        "scope": "all_gpus" if over_all else "per_gpu",
    }


def _gib(amount: Quantity) -> float:
    return round(bytes_of(amount) / _GIB, 4)
