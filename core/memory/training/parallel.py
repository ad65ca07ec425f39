"""
A run that is split by tensors and layers: what the fullest GPU holds of it.

    weights      layers of the fullest stage / TP, and the embedding or the head of its end / TP
    activations  of the first stage: PP micro batches of its layers, that is of all layers once
    logits       of the last stage alone, one micro batch

One forward, one backward (1F1B): when the first stage goes back for the first time, PP micro
batches are on their way (Korthikanti et al. 2022, arXiv:2205.05198, section 4.2.3). Experts are
divided by expert parallelism on top, and so is nothing else.
"""

from dataclasses import replace

from core.catalog.model import Model
from core.catalog.remember import by_model, remember
from core.catalog.tensors import tensors
from core.memory.layout import layers_of_heaviest_stage
from core.memory.training.recipe import Recipe


def layers_share(model: Model, recipe: Recipe) -> float:
    """Of all layers, those of the fullest stage."""
    layers = model.num_hidden_layers
    return layers_of_heaviest_stage(layers, recipe.pipeline_parallel) / layers


def weights_share(model: Model, recipe: Recipe) -> float:
    """
    Of all weights, those of one GPU before ZeRO divides them.

    Of a tied embedding both ends hold a copy.
    """
    experts, ends, tied = _parts(model)
    rest = 1 - experts - ends
    end = ends if tied or recipe.pipeline_parallel == 1 else ends / 2
    inside = layers_share(model, recipe)
    tensors_here = (inside * rest + end) / recipe.tensor_parallel
    return tensors_here + inside * experts / _ranks_of_experts(recipe)


def held(model: Model, recipe: Recipe, from_stage: int) -> float:
    """
    Of something for each weight that ZeRO divides from *from_stage* on, the share of one GPU.

    Experts have as many replicas fewer as expert parallelism divides them over, so that what ZeRO
    divides is the same with it and without.
    """
    ranks = recipe.shard(from_stage)
    if ranks == 1:
        return weights_share(model, recipe)
    return weights_share(model, replace(recipe, expert_parallel=1)) / ranks


def in_flight(recipe: Recipe) -> int:
    """Micro batches whose activations the first stage keeps."""
    stages = recipe.pipeline_parallel
    return stages if recipe.micro_batches is None else min(stages, recipe.micro_batches)


def _ranks_of_experts(recipe: Recipe) -> int:
    """
    GPUs that share out the experts of a stage: each expert is divided by tensor parallelism as the
    rest is, as far as expert parallelism leaves GPUs for it.
    """
    ranks = recipe.tensor_parallel * recipe.context_parallel * recipe.data_parallel
    return min(recipe.expert_parallel * recipe.tensor_parallel, ranks)


@remember(by_model)
def _parts(model: Model) -> tuple[float, float, bool]:
    """Shares of routed experts, and of embedding and head; whether these are one."""
    kinds = {"expert": 0, "embedding": 0, "lm_head": 0}
    for part in tensors(model):
        if part.kind in kinds:
            kinds[part.kind] += part.elements
    ends = kinds["embedding"] + kinds["lm_head"]
    return kinds["expert"] / model.elements, ends / model.elements, not kinds["lm_head"]
