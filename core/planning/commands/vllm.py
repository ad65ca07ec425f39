"""`vllm serve`."""

from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.memory.engines.vllm import Settings, settings
from core.memory.parallelism import judge
from core.memory.splitting.split import split_of
from core.planning.commands.beside import vllm_flags
from core.planning.commands.neuron import ranks_of
from core.planning.commands.nodes import on_nodes
from core.planning.commands.of_model import flags_of
from core.planning.commands.refuses import KV_CACHE_DTYPES, refused, takes, too_old
from core.planning.commands.repository import repository
from core.planning.commands.stages import stages_by_memory
from core.planning.commands.types import type_flags
from core.planning.placement import Placement


def vllm_command(scenario: Scenario, model: Model, placement: Placement) -> str | None:
    """
    --max-model-len is what the estimate was made for: vLLM's own default, the model's full context,
    may not start at all. --max-num-seqs stands where it was named or its default is too small.
    """
    loaded = repository(scenario.precision, model)
    if loaded is None or not takes(scenario, model) or too_old(placement.gpu, scenario.engine):
        return None
    if refused(scenario, placement) is not None or not _divides(scenario, model, placement):
        return None
    stages = stages_by_memory(placement.gpu, model)
    start = [f"VLLM_PP_LAYER_PARTITION={','.join(map(str, stages))}"] if stages else []
    words = [*start, "vllm serve", loaded, *flags_of(model)]
    words += [f"--pipeline-parallel-size {len(stages)}"] if stages else []
    words += [*_layout(placement), *_load(scenario, placement)]
    words += type_flags(scenario, model, placement.gpu, KV_CACHE_DTYPES)
    flags = scenario.engine
    if flags.gpu_memory_utilization:
        words.append(f"--gpu-memory-utilization {flags.gpu_memory_utilization:g}")
    if flags.enforce_eager:
        words.append("--enforce-eager")
    words += vllm_flags(scenario, model)
    return on_nodes(" ".join(words), placement, scenario.engine)


def _divides(scenario: Scenario, model: Model, placement: Placement) -> bool:
    """Whether the model divides by the ranks of a chip as well, where it has several."""
    ranks = ranks_of(placement.gpu, placement.tensor_parallel)
    if ranks == placement.tensor_parallel:
        return True
    split = split_of(scenario.engine, expert_parallel=placement.expert_parallel)
    return judge(model, scenario.precision, ranks, split).reason is None


def _layout(placement: Placement) -> list[str]:
    words: list[str] = []
    ranks = ranks_of(placement.gpu, placement.tensor_parallel)
    if ranks > 1:
        words.append(f"--tensor-parallel-size {ranks}")
    if placement.pipeline_parallel > 1:
        words.append(f"--pipeline-parallel-size {placement.pipeline_parallel}")
    if placement.data_parallel > 1:
        words.append(f"--data-parallel-size {placement.data_parallel}")
    if placement.expert_parallel:
        words.append("--enable-expert-parallel")
    return words


def _load(scenario: Scenario, placement: Placement) -> list[str]:
    words = [f"--max-model-len {scenario.held.tokens}"]
    rows = _rows(scenario, placement)
    if rows:
        words.append(f"--max-num-seqs {rows}")
    step = _tokens_of_a_step(scenario, placement, rows)
    if step:
        words.append(f"--max-num-batched-tokens {step}")
    return words


def _rows(scenario: Scenario, placement: Placement) -> int | None:
    """What --max-num-seqs has to be; None where vLLM's default on this card does."""
    if isinstance(scenario.model, Model) and scenario.model.pooling:
        return scenario.engine.max_num_seqs  # what comes beyond waits, and takes no cache
    each = -(-scenario.held.sequences // placement.data_parallel)
    usual = _usual(scenario, placement).max_num_seqs
    return scenario.engine.max_num_seqs or (each if each > usual else None)


def _tokens_of_a_step(scenario: Scenario, placement: Placement, rows: int | None) -> int | None:
    """What --max-num-batched-tokens has to be: vLLM refuses fewer tokens than sequences."""
    usual = _usual(scenario, placement).max_num_batched_tokens
    return scenario.engine.max_num_batched_tokens or (rows if rows and rows > usual else None)


def _usual(scenario: Scenario, placement: Placement) -> Settings:
    return settings(scenario.engine, placement.gpu, placement.share.capacity, scenario.held.tokens)
