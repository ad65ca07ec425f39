"""
`llama-server`, and `mlx_lm.server` for files of Apple's MLX.

llama.cpp shares -c out among its -np slots, so that it is the context of all of them together.
"""

from core.asked.scenario import Scenario
from core.catalog.model import Model
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
    if not holds_files(model) or placement.nodes > 1:
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
    layers = ALL_LAYERS if engine.n_gpu_layers is None else engine.n_gpu_layers
    words.append(f"-ngl {layers}")
    if engine.n_cpu_moe:
        words.append(f"--n-cpu-moe {engine.n_cpu_moe}")
    if scenario.kv_precision.id in CACHE_TYPES:
        words.append(f"-fa on -ctk {scenario.kv_precision.id} -ctv {scenario.kv_precision.id}")
    return " ".join(words)
