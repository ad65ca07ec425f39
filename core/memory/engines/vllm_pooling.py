"""
vLLM with --runner pooling: models that give vectors or scores.

    step        = max(max_num_batched_tokens, context) where all tokens see all others,
                  max_num_batched_tokens where prompts are read in chunks
    activations = step x (3 x intermediate / TP + 4 x hidden) x dtype + step x hidden x 4

There is no sampler: the profile run pools a full step instead, at most one float32 vector a token
(v1/worker/gpu_model_runner.py, _dummy_pooler_run). Whether prompts are read in chunks is
config/model.py, is_chunked_prefill_supported; the tokens of a step engine/arg_utils.py,
_set_default_max_num_seqs_and_batched_tokens_args. vLLM 0.33.0.
"""

from dataclasses import replace

from core.catalog.model import Model
from core.memory.engines.demand import Amount
from core.memory.engines.vllm import FIXED_ACTIVATIONS, FLOAT32, Settings, width_of_a_step
from core.memory.layout import Layout
from core.wording.note import Bytes, note

BELOW, ABOVE = 0.5, 0.5  # no log of such a run was compared


def sees_all_tokens(model: Model) -> bool:
    """Whether every layer lets all tokens see all others: then nothing is kept of them."""
    return bool(model.attention) and all(group.kind == "encoder" for group in model.attention)


def pooling(model: Model, flags: Settings, tokens: int, *, named: bool) -> Settings:
    """
    *flags* with the tokens of a step of *model*, for texts of *tokens*.

    A number that was *named* stays: vLLM refuses it where it is below the context.
    """
    step = flags.max_num_batched_tokens
    if sees_all_tokens(model) and not named:
        step = max(step, tokens)
    return replace(flags, max_num_batched_tokens=min(step, flags.max_num_seqs * tokens))


def pooled_activations(model: Model, flags: Settings, layout: Layout, dtype_bytes: int) -> Amount:
    """Of one step on one GPU."""
    step = flags.max_num_batched_tokens
    forward = step * width_of_a_step(model, layout) * dtype_bytes
    size = forward + step * model.hidden_size * FLOAT32 + FIXED_ACTIVATIONS
    term = note("formula.pooled", tokens=step, size=Bytes(size))
    return Amount.within(size, BELOW * size, ABOVE * size, (term,))
