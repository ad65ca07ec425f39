"""
Weights, gradients and optimizer states: bytes that do not depend on the batch.

For each trainable parameter, AdamW in mixed precision: 2 for the weight, 2 for the gradient, 12 for
a float32 copy and two float32 moments; in pure bf16: 2 + 2 + 4. ZeRO splits the optimizer's part
over N GPUs from stage 1 on, gradients from 2, weights from 3 (ZeRO, Rajbhandari et al. 2020,
arXiv:1910.02054); FSDP full shard is stage 3.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.remember import remember
from core.catalog.tensors import tensors
from core.memory.training.lora import adapter_parameters
from core.memory.training.parallel import held
from core.memory.training.recipe import Recipe
from core.memory.weights import weights

HALF, FLOAT32 = 2, 4  # byte
EIGHT_BIT_STATE = 1 + 4 / 256  # one byte, and a float32 scale for each block of 256
OUTSIDE_LAYERS = ("embedding", "lm_head", "norm", "router", "other")  # Muon leaves these to AdamW


@dataclass(frozen=True, slots=True)
class States:
    """
    Bytes on one GPU, and the number of trainable parameters in all.

    *base* is every weight once, before anything is split.
    """

    trainable: int
    weights: int
    gradients: int
    optimizer: int
    trainable_bytes: int  # of the trainable weights themselves, on one GPU
    base: int


def states(model: Model, precision: Precision, recipe: Recipe, base: int | None = None) -> States:
    """States of one GPU; *base*: bytes of all weights, where they are not those of *precision*."""
    base = _base(model, precision) if base is None else base
    frozen = recipe.method != "full"
    if recipe.trainable is not None:
        trainable = recipe.trainable
    elif frozen:
        trainable = adapter_parameters(model, recipe.lora_rank, recipe.targets)
    else:
        trainable = model.elements
    element = recipe.habits.adapter_bytes if frozen else base / model.elements
    master = recipe.master_weights and element <= HALF
    moment = FLOAT32 if recipe.master_weights else element
    summed = recipe.habits.float32_gradients and master
    main = recipe.habits.main_gradients and element <= HALF
    gradient = FLOAT32 if main else element + (FLOAT32 if summed else 0)
    state = _moments(model, recipe, frozen) * moment
    if recipe.optimizer in ("adamw_8bit", "paged_adamw_8bit"):
        state = 2 * EIGHT_BIT_STATE
    if master:
        state += FLOAT32
    own = trainable * element if frozen else 0
    weights_here = 0 if recipe.offload_parameters else base + own
    gradient, state = _on_the_card(recipe, gradient, state)
    return States(
        trainable=trainable,
        weights=round(weights_here * held(model, recipe, 3)),
        gradients=round(trainable * gradient * held(model, recipe, 2)),
        optimizer=round(trainable * state * held(model, recipe, 1)),
        trainable_bytes=round(trainable * element * held(model, recipe, 3)),
        base=base,
    )


def _base_key(model: Model, precision: Precision) -> tuple[Model, Hashable]:
    return model, (precision.id, precision.bits_per_element)


@remember(_base_key)
def _base(model: Model, precision: Precision) -> int:
    """Every weight once: bytes."""
    return weights(model, precision)


def _on_the_card(recipe: Recipe, gradient: float, state: float) -> tuple[float, float]:
    """
    Bytes of gradient and optimizer for each trainable parameter that stay on the card.

    ZeRO-Offload copies each gradient to the host as soon as it is summed, from stage 2 on
    (DeepSpeed, runtime/zero/stage_1_and_2.py and stage3.py); FSDP's CPUOffload does as well.
    """
    if not recipe.offload_optimizer:
        return gradient, state
    return (gradient if recipe.zero_stage == 1 else 0), 0


def _moments(model: Model, recipe: Recipe, frozen: bool) -> float:
    """Optimizer states for each trainable parameter."""
    match recipe.optimizer:
        case "adafactor":
            return 2 / model.hidden_size  # one row and one column of each matrix
        case "sgd":
            return 1  # momentum
        case "muon" if not frozen:
            apart = sum(part.elements for part in tensors(model) if part.kind in OUTSIDE_LAYERS)
            return 1 + apart / model.elements
        case "muon":
            return 1
        case _:
            return 2
