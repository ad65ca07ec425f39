"""
The peak beyond the states: the largest of four moments of a step.

    loss       activations kept + logits x copies
    one layer  activations kept + the layer that is worked on
    update     one temporary copy of the trainable weights, where the step is not fused
    writing    the cache of answers that Transformers writes (GRPO, PPO), and what PPO keeps of
               their logits

Logits are tokens x vocabulary, in float32 from the loss on. Transformers holds three copies at the
peak (log-probabilities, their gradient, the gradient of the logits): 12 bytes; programs that cut
the loss into chunks hold the 16-bit logits and little more.
"""

from dataclasses import dataclass

from core.catalog.model import Model
from core.memory.kv_cache import cache_of_one_sequence
from core.memory.training.activations import activations
from core.memory.training.parallel import in_flight, layers_share, weights_share
from core.memory.training.recipe import EIGHT_BIT, Recipe
from core.memory.training.states import States

DEEPSPEED_LIVE = 1_000_000_000  # stage3_max_live_parameters, and parameters updated at a time
DEEPSPEED_BUCKET = 500_000_000  # reduce_bucket_size
CACHE_BITS = 16
SCORE = 4  # byte of one word of the vocabulary, while PPO generates
FUSED_LOGIT = 4  # byte: a logit in 16 bits and its gradient
LAYERS_GATHERED = 2  # the one at work and the one fetched ahead


@dataclass(frozen=True, slots=True)
class Peak:
    """Bytes on one GPU beyond the states, each with what it is made of."""

    kept: float
    layer: float
    logits: float
    update: float
    gathered: float  # weights and gradients made whole again while states are split
    writing: float = 0
    micro_batches: int = 1  # whose activations are kept, in a pipeline

    @property
    def size(self) -> float:
        """byte"""
        step = self.kept + max(self.logits, self.layer) + self.gathered
        return max(step, self.update, self.writing)


def peak(model: Model, recipe: Recipe, state: States) -> Peak:
    """The moments of one step of *recipe*, on the stage of a pipeline that holds most."""
    kept, layer = activations(model, recipe)
    fused = recipe.habits.fused_update or recipe.optimizer in EIGHT_BIT
    logits = recipe.loss_tokens * model.vocab_size * recipe.habits.logit_bytes
    if recipe.fused_loss:
        logits = min(logits, fused_loss(model, recipe))
    logits /= recipe.tensor_parallel
    if recipe.preference.critic:
        kept *= 2  # both pass the same tokens before either goes back
    kept *= layers_share(model, recipe)
    micro_batches, first = 1, kept * in_flight(recipe)
    if recipe.pipeline_parallel > 1 and first + layer >= kept + max(logits, layer):
        micro_batches, kept, logits = in_flight(recipe), first, 0.0
    return Peak(
        kept=kept,
        layer=layer,
        logits=logits,
        update=0 if fused else state.trainable_bytes,
        gathered=_gathered(model, recipe, state),
        writing=_writing(model, recipe),
        micro_batches=micro_batches,
    )


def fused_loss(model: Model, recipe: Recipe) -> float:
    """
    What a fused linear cross entropy holds: logits of one chunk, with their gradient, gradients of
    the hidden states and of the head.

    Liger Kernel, ops/fused_linear_cross_entropy.py: as many tokens in a chunk as make its logits
    about as large as the hidden states, rounded up to a power of two.
    """
    tokens, words, hidden = recipe.loss_tokens, model.vocab_size, model.hidden_size
    chunk = -(-tokens // -(-words // hidden))
    chunk = min(tokens, 1 << (chunk - 1).bit_length())
    head = 2 * words * hidden if recipe.method == "full" else 0
    return FUSED_LOGIT * chunk * words + 2 * tokens * hidden + head


def _writing(model: Model, recipe: Recipe) -> float:
    """
    The cache of the answers that are written at once, 16 bits an element. PPO keeps the scores of
    every answer in float32 until all are written (trl/experimental/ppo/ppo_trainer.py,
    batch_generation).
    """
    if not recipe.generated:
        return 0
    one = cache_of_one_sequence(model, CACHE_BITS, recipe.sequence_tokens)
    written = recipe.completion_tokens or recipe.sequence_tokens
    scores = SCORE * written * model.vocab_size if recipe.preference.critic else 0
    return recipe.generated * (one.kv_cache + one.state + scores)


def _gathered(model: Model, recipe: Recipe, state: States) -> float:
    trained = recipe.method == "full"
    if recipe.habits.sharding == "deepspeed" and trained:
        bucket = 2 * 2 * min(model.elements, DEEPSPEED_BUCKET)
        if recipe.zero_stage < 3:
            return bucket
        live = min(model.elements, DEEPSPEED_LIVE)
        return bucket + live * (2 + 4)
    split = recipe.zero_stage == 3 and recipe.data_parallel > 1
    if not split and not recipe.offload_parameters:
        return 0
    if split and recipe.pipeline_parallel > 1:
        return _kept_whole(model, recipe, trained)
    ranks = recipe.tensor_parallel
    if recipe.habits.gathers_everything:
        return state.base / ranks  # into a buffer of its own, beside the shard
    embedding = 2 * model.vocab_size * model.hidden_size * (1 if model.tie_word_embeddings else 2)
    layer = max(0, state.base - embedding) / model.num_hidden_layers
    return (LAYERS_GATHERED * layer + embedding + (layer if trained else 0)) / ranks


def _kept_whole(model: Model, recipe: Recipe, trained: bool) -> float:
    """
    FSDP in a pipeline: weights stay whole from the first micro batch to the last, and gradients,
    in float32, until they are summed (torchtitan, distributed/fsdp.py, reshard_after_forward;
    torch/distributed/pipelining/stage.py, set_requires_gradient_sync).
    """
    stage = model.elements * weights_share(model, recipe)
    return stage * (2 + (4 if trained else 0))
