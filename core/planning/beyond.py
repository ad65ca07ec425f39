"""
A context longer than the model was made for.

vLLM 0.33.0, config/model.py (_get_and_verify_max_len): --max-model-len beyond the model's own is
refused, unless RoPE scaling stands in its config or VLLM_ALLOW_LONG_MAX_MODEL_LEN says otherwise.
"""

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.planning.plan import Plan
from core.wording.say import say

REFUSES = "vllm"


def with_a_longer_context(question: Question, planned: Plan, summary: str) -> str:
    """*summary*, and that vLLM refuses what was typed."""
    scenario = planned.scenarios[0]
    model, tokens = scenario.model, tokens_of(scenario)
    if scenario.task != "serve" or not isinstance(model, Model) or len(planned.scenarios) > 1:
        return summary
    limit = model.max_position_embeddings
    asked = question.context_length is not None and scenario.engine.name == REFUSES
    if not asked or not limit or tokens <= limit or model.learned_positions:
        return summary
    values = {"tokens": tokens, "model": model.name, "limit": limit}
    return summary + say(question.language, "verdict.beyond", **values)


def tokens_of(scenario: Scenario) -> int:
    """Of one sequence that is served, or trained on."""
    if scenario.task == "serve":
        return scenario.held.tokens
    return scenario.training.sequence_tokens or 0
