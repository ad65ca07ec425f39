"""
Servers that are sized by their own rule of the cache and otherwise as vLLM: LMDeploy and TGI.

InternLM/lmdeploy 0.16.0, cli/serve.py; huggingface/text-generation-inference 3.3.7,
launcher/src/main.rs. A format that needs a flag we have not read gives no command.
"""

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.planning.commands.repository import repository
from core.planning.placement import Placement

PLAIN = ("bf16", "fp16")
MODEL_FORMATS = {"awq": "awq", "gptq": "gptq", "fp8-block": "fp8"}


def is_of_another(scenario: Scenario) -> bool:
    """Whether a flag of one of them was named."""
    engine = scenario.engine
    named = engine.cache_max_entry_count is not None or engine.kv_cache_tokens is not None
    return engine.name == "vllm" and named


def named_instead(question: Question) -> str | None:
    """The server that was named and sized as vLLM: a command of vLLM's is not its own."""
    notes = (one for one in question.assumed if one.key == "reading.engine_like")
    return next((str(one.values["typed"]) for one in notes), None)


def other_command(scenario: Scenario, model: Model, placement: Placement) -> str | None:
    """On one machine, by tensor parallelism alone: what both of them do."""
    loaded = repository(scenario.precision, model)
    alone = placement.pipeline_parallel == placement.data_parallel == placement.nodes == 1
    if loaded is None or not alone or scenario.kv_precision.id not in PLAIN:
        return None
    if scenario.engine.cache_max_entry_count is not None:
        return _lmdeploy(scenario, loaded, placement)
    return _tgi(scenario, loaded, placement)


def _lmdeploy(scenario: Scenario, loaded: str, placement: Placement) -> str | None:
    words = ["lmdeploy serve api_server", loaded]
    if scenario.precision.id not in PLAIN:
        format = MODEL_FORMATS.get(scenario.precision.id)
        if format is None:
            return None
        words.append(f"--model-format {format}")
    words += [f"--tp {placement.tensor_parallel}"] if placement.tensor_parallel > 1 else []
    words.append(f"--session-len {scenario.held.tokens}")
    if scenario.engine.max_num_seqs:
        words.append(f"--max-batch-size {scenario.engine.max_num_seqs}")
    words.append(f"--cache-max-entry-count {scenario.engine.cache_max_entry_count:g}")
    return " ".join(words)


def _tgi(scenario: Scenario, loaded: str, placement: Placement) -> str | None:
    if scenario.precision.id not in PLAIN:
        return None
    words = ["text-generation-launcher --model-id", loaded]
    words += [f"--num-shard {placement.tensor_parallel}"] if placement.tensor_parallel > 1 else []
    words.append(f"--max-total-tokens {scenario.held.tokens}")
    words.append(f"--max-batch-total-tokens {scenario.engine.kv_cache_tokens}")
    return " ".join(words)
