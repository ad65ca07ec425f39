"""
What other estimators say of the same rows, where they apply.

quick rule   parameters x bits / 8 x 1.2, for totals and weights
hf-mem       its KV cache function (the package's weights need the hub), for caches of a context
llmfit       `llmfit plan MODEL --context N --quant Q`, for totals on one GPU

The packages are development dependencies; a peer that is not installed has no figures.
"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from core import units
from core.catalog.model import Model
from core.memory.rule_of_thumb import RuleOfThumb
from tests.accuracy.lookup import UnmappedError, kv_precision_of, model_of, precision_of
from tests.accuracy.row import Row
from tests.sizes import GB, GIB

TOTALS = ("total_peak", "total_allocated")


class Peer(Protocol):
    """Another estimator."""

    name: str

    def figure(self, row: Row) -> float | None:
        """GiB, or None where it has nothing to say."""
        ...


@dataclass(frozen=True, slots=True)
class QuickRule:
    """The rule the project starts from. It knows neither context nor users."""

    name: str = "quick rule"

    def figure(self, row: Row) -> float | None:
        serving = row.workload == "serve"
        if row.quantity not in (*TOTALS, "weights_memory") or not serving:
            return None
        try:
            model = model_of(row)
            bits = precision_of(row, model).bits
        except UnmappedError:
            return None
        gpus = row.number("tp", 1) * row.number("pp", 1)
        return RuleOfThumb(model.parameters, bits).size.m_as(units.GIB) / gpus


@dataclass(frozen=True, slots=True)
class HfMem:
    """hf-mem's KV cache for a context."""

    name: str = "hf-mem"

    def figure(self, row: Row) -> float | None:
        if row.quantity != "kv_cache_total" or row.engine == "vllm" or not row.number("context", 0):
            return None
        try:
            from hf_mem.safetensors.kv_cache import compute_safetensors_kv_cache_size
        except ImportError:
            return None
        try:
            model = model_of(row)
        except UnmappedError:
            return None
        dtype = "F8_E4M3" if kv_precision_of(row).plain_bits == 8 else "BF16"
        size = compute_safetensors_kv_cache_size(
            _config(model), dtype, row.number("context", 0), row.number("batch", 1)
        )
        return size / GIB


@dataclass(frozen=True, slots=True)
class LlmFit:
    """llmfit's plan for a context on one GPU."""

    name: str = "llmfit"

    def figure(self, row: Row) -> float | None:
        single = row.number("gpu_count", 1) == 1 and row.workload == "serve"
        if row.quantity not in TOTALS or not single or not row.number("context", 0):
            return None
        quant = _QUANTS.get(row.text("precision").lower())
        program = _llmfit()
        if quant is None or program is None:
            return None
        return _plan(program, row.text("hf_id"), row.number("context", 0), quant)


PEERS: tuple[Peer, ...] = (QuickRule(), HfMem(), LlmFit())

_QUANTS = {
    "bf16": "BF16",
    "fp16": "F16",
    "bfloat16": "BF16",
    "gptq-int8": "GPTQ-Int8",
    "gptq-int4": "GPTQ-Int4",
    "awq": "AWQ-4bit",
}


def _config(model: Model) -> dict[str, object]:
    """The fields of config.json that hf-mem reads."""
    first = model.attention[0]
    config: dict[str, object] = {
        "num_hidden_layers": model.num_hidden_layers,
        "hidden_size": model.hidden_size,
        "num_attention_heads": model.num_attention_heads or 1,
        "num_key_value_heads": first.num_key_value_heads or model.num_attention_heads or 1,
    }
    if first.head_dim:
        config["head_dim"] = first.head_dim
    windows = [group for group in model.attention if group.kind == "sliding"]
    if windows:
        config["sliding_window"] = windows[0].sliding_window
        full = sum(group.layers for group in model.attention if group.kind == "full")
        kinds = ["full_attention"] * full + ["sliding_attention"] * windows[0].layers
        config["layer_types"] = kinds
    return config


@cache
def _llmfit() -> str | None:
    beside = Path(sys.executable).parent / "llmfit"
    return str(beside) if beside.exists() else shutil.which("llmfit")


@cache
def _plan(program: str, model: str, context: int, quant: str) -> float | None:
    name = re.sub(r"-(GPTQ-Int[48]|AWQ)$", "", model)
    command = [program, "plan", name, "--context", str(context), "--quant", quant, "--json"]
    try:
        # The arguments are our own rows' names; no shell is involved.
        done = subprocess.run(command, capture_output=True, timeout=20, check=False)
        plan = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    if plan.get("model_name", "").lower() != name.lower():
        return None
    return plan["minimum"]["vram_gb"] * GB / GIB
