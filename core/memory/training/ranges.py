"""
Between what programs hold at their peak beside weights, gradients and states, over what we say.

The high end is never below what the largest loss holds that may run (`Habits.logit_range`). The
span of nine in ten runs, each family of rows weighing the same, wide enough to hold nine in ten of
families that did not make it (tests/accuracy/calibration.py, docs/accuracy.md). Experts that are
divided over GPUs are two runs, which tokens reach unevenly: wide, because the data carry no more.
"""

from typing import Literal

from core.catalog.model import Model
from core.memory.training.recipe import Recipe

Kind = Literal["whole", "spread"]
SPANS: dict[Kind, tuple[float, float]] = {"whole": (0.51, 2.18), "spread": (0.51, 7.0)}


def span_of(model: Model, recipe: Recipe) -> tuple[float, float]:
    """(least, most): factors of activations and runtime."""
    return SPANS[kind_of(model, recipe)]


def kind_of(model: Model, recipe: Recipe) -> Kind:
    """Which runs were alike enough to tell: experts on the GPU that their tokens are on, or not."""
    return "spread" if model.moe is not None and recipe.expert_parallel > 1 else "whole"
