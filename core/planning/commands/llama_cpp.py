"""
`llama-server`, and `mlx_lm.server` for files of Apple's MLX.

llama.cpp shares -c out among its -np slots, so that it is the context of all of them together.
"""

from collections.abc import Iterator
from shlex import quote

from core.asked.cache_types import BOTH
from core.asked.question import Engine
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.planning.commands.beside import lacks_files_beside, llama_cpp_flags
from core.planning.placement import Placement

ALL_LAYERS = 99
ONE_FILE = ("mxfp4_moe",)  # formats that a repository has one file of, and no tag
CACHE_TYPES = ("q8_0", "q5_1", "q5_0", "q4_1", "q4_0", "f32")
MLX = "mlx"


def holds_files(model: Model) -> bool:
    """Whether the model is a repository of such files, from our table or by its name."""
    named = model.checkpoint_id or ""
    return model.checkpoint_of is not None or "gguf" in named.lower()


def llama_cpp_command(scenario: Scenario, model: Model, placement: Placement) -> str | None:
    """None where no repository with such files is known, or several machines are needed."""
    if not holds_files(model) or placement.nodes > 1 or lacks_files_beside(scenario):
        return None
    if scenario.precision.id.startswith(MLX):
        apple = placement.gpu.vendor == "apple"
        return f"mlx_lm.server --model {model.checkpoint_id}" if apple else None
    if scenario.precision.kind != "gguf":
        return None
    tag = "" if scenario.precision.id in ONE_FILE else f":{scenario.precision.name}"
    held, engine = scenario.held, scenario.engine
    words = [f"llama-server -hf {model.checkpoint_id}{tag}", f"-c {held.tokens * held.sequences}"]
    words.append(f"-np {held.sequences}")
    words += _placed(engine)
    words += _caches(scenario)
    words += llama_cpp_flags(scenario)
    return " ".join(words)


def _placed(engine: Engine) -> Iterator[str]:
    """What lies where."""
    yield f"-ngl {ALL_LAYERS if engine.n_gpu_layers is None else engine.n_gpu_layers}"
    if engine.n_cpu_moe:
        yield f"--n-cpu-moe {engine.n_cpu_moe}"
    if engine.cpu_moe:
        yield "--cpu-moe"
    for pattern in engine.override_tensors or ():
        yield f"-ot {quote(pattern)}"
    if engine.tensor_split:
        yield "-ts " + ",".join(f"{part:g}" for part in engine.tensor_split)
    if engine.max_num_batched_tokens:
        yield f"-ub {engine.max_num_batched_tokens}"


def _caches(scenario: Scenario) -> Iterator[str]:
    engine = scenario.engine
    keys, _, values = scenario.kv_precision.id.partition(BOTH)
    if engine.kv_offload is False:
        yield "--no-kv-offload"
    if engine.swa_full:
        yield "--swa-full"
    if engine.flash_attention is False:
        yield "-fa off"
    if keys in CACHE_TYPES or values in CACHE_TYPES:
        yield f"-fa on -ctk {_type(keys)} -ctv {_type(values or keys)}"


def _type(id: str) -> str:
    """As llama.cpp calls it."""
    return "f16" if id == "fp16" else id
