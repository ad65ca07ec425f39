"""
`python -m sglang.launch_server`.

Flags as SGLang 0.5.23 has them (srt/arg_groups/fields). Attention by data parallelism is spelt
--tp N --dp N --enable-dp-attention, which all versions take; 0.5.23 calls it --attn-dp-size.
"""

from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.memory.parallelism import judge
from core.memory.splitting.split import split_of
from core.planning.commands.beside import sglang_flags
from core.planning.commands.nodes import on_nodes
from core.planning.commands.refuses import refused, takes
from core.planning.commands.repository import repository
from core.planning.commands.stages import stages_by_memory
from core.planning.commands.types import type_flags
from core.planning.placement import Placement

KV_CACHE_DTYPES = {"fp8": "fp8_e4m3", "fp8-e4m3": "fp8_e4m3", "fp8-e5m2": "fp8_e5m2"}


def sglang_command(scenario: Scenario, model: Model, placement: Placement) -> str | None:
    """--context-length and --max-running-requests are what the estimate was made for."""
    loaded = repository(scenario.precision, model)
    if loaded is None or not takes(scenario, model) or refused(scenario, placement) is not None:
        return None
    stages = stages_by_memory(placement.gpu, model)
    start = [f"SGLANG_PP_LAYER_PARTITION={','.join(map(str, stages))}"] if stages else []
    words = [*start, "python -m sglang.launch_server --model-path", loaded]
    words += [f"--pp-size {len(stages)}"] if stages else []
    words += ["--is-embedding"] if model.pooling else []
    words += _layout(scenario, model, placement)
    words.append(f"--context-length {scenario.held.tokens}")
    rows = scenario.engine.max_num_seqs or scenario.held.sequences
    words.append(f"--max-running-requests {rows}")
    words += type_flags(scenario, model, placement.gpu, KV_CACHE_DTYPES)
    if scenario.engine.gpu_memory_utilization:
        words.append(f"--mem-fraction-static {scenario.engine.gpu_memory_utilization:g}")
    if scenario.engine.swa_full_tokens_ratio:
        words.append(f"--swa-full-tokens-ratio {scenario.engine.swa_full_tokens_ratio:g}")
    words += sglang_flags(scenario, model)
    return on_nodes(" ".join(words), placement, scenario.engine)


def _layout(scenario: Scenario, model: Model, placement: Placement) -> list[str]:
    """Replicas of the attention alone, with experts over all ranks; or of everything."""
    ranks, replicas = placement.tensor_parallel, placement.data_parallel
    attention_only = replicas > 1 and placement.expert_parallel
    together = ranks * replicas if attention_only else ranks
    words = [f"--tp {together}"] if together > 1 else []
    if placement.pipeline_parallel > 1:
        words.append(f"--pp-size {placement.pipeline_parallel}")
    if replicas > 1:
        words.append(f"--dp {replicas}")
    if attention_only:
        words.append("--enable-dp-attention")
    if placement.expert_parallel and not _divides_experts(scenario, model, together):
        words.append(f"--ep {together}")
    return words


def _divides_experts(scenario: Scenario, model: Model, ranks: int) -> bool:
    """Whether experts can be divided over *ranks*, as SGLang does unless it is told otherwise."""
    if scenario.engine.enable_expert_parallel:
        return False
    split = split_of(scenario.engine, expert_parallel=False)
    return judge(model, scenario.precision, ranks, split).reason is None
