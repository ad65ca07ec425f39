"""
Between what programs hold at their peak beside weights, gradients and states, over what we say.

The span of nine in ten runs, each family of rows weighing the same, widened until it holds nine in
ten of each family that did not make it (tests/accuracy/calibration.py, docs/accuracy.md). Dense
models are in twelve families; mixtures and recurrent layers in one, whose router, dispatch and scan
buffers have no term of their own; experts that are divided over GPUs in two runs, which tokens
reach unevenly: wide, because the data carry no more.
"""

from typing import Literal

from core.catalog.model import Model
from core.memory.training.recipe import Recipe

Kind = Literal["dense", "mixture", "spread"]
SPANS: dict[Kind, tuple[float, float]] = {
    "dense": (0.43, 2.3),
    "mixture": (0.43, 3.0),
    "spread": (0.43, 7.0),
}


def span_of(model: Model, recipe: Recipe) -> tuple[float, float]:
    """(least, most): factors of activations and runtime."""
    return SPANS[kind_of(model, recipe)]


def kind_of(model: Model, recipe: Recipe) -> Kind:
    """Which runs were alike enough to tell."""
    if model.moe is not None and recipe.expert_parallel > 1:
        return "spread"
    return "mixture" if model.moe is not None or model.linear is not None else "dense"
