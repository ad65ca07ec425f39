"""`trtllm-serve`: options as its own page lists them (commands/trtllm-serve, 0.18 to 1.0)."""

from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.planning.commands.refuses import refused, takes
from core.planning.commands.repository import quantised_while_loading, repository
from core.planning.placement import Placement


def tensorrt_llm_command(scenario: Scenario, model: Model, placement: Placement) -> str | None:
    """None where it would have to quantise while loading, or run under MPI on several machines."""
    loaded = repository(scenario.precision, model)
    if loaded is None or placement.nodes > 1 or refused(scenario, placement) is not None:
        return None
    if quantised_while_loading(scenario.precision, model) or not takes(scenario, model):
        return None
    held, flags = scenario.held, scenario.engine
    words = [f"trtllm-serve {loaded}"]
    if placement.tensor_parallel > 1:
        words.append(f"--tp_size {placement.tensor_parallel}")
    if placement.pipeline_parallel > 1:
        words.append(f"--pp_size {placement.pipeline_parallel}")
    words.append(f"--max_seq_len {held.tokens}")
    words.append(f"--max_batch_size {flags.max_num_seqs or held.sequences}")
    if flags.gpu_memory_utilization:
        words.append(f"--kv_cache_free_gpu_memory_fraction {flags.gpu_memory_utilization:g}")
    return " ".join(words)
