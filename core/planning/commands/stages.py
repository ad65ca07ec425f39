"""
Layers of each stage where cards of several kinds stand in one machine.

vLLM 0.33.0, distributed/utils.py (get_pp_indices): VLLM_PP_LAYER_PARTITION="44,20", one number a
stage and as many layers as the model in all; SGLang 0.5.23 has SGLANG_PP_LAYER_PARTITION. Stages
are the cards in the order of their numbers, so that the command goes by the order they were named.
"""

from core.catalog.gpu import GPU
from core.catalog.model import Model


def stages_by_memory(gpu: GPU, model: Model) -> tuple[int, ...]:
    """Layers by the memory of each card, at least one; empty for cards of one kind."""
    return partition(model.num_hidden_layers, gpu.sizes)


def partition(layers: int, sizes: tuple[int, ...]) -> tuple[int, ...]:
    """
    The largest remainders get the layers that are left over.

    >>> partition(64, (80, 40))
    (43, 21)
    """
    if len(sizes) < 2 or layers < len(sizes):
        return ()
    shares = [layers * size / sum(sizes) for size in sizes]
    found = [max(1, int(share)) for share in shares]
    order = sorted(range(len(sizes)), key=lambda at: found[at] - shares[at])
    for at in order[: max(0, layers - sum(found))]:
        found[at] += 1
    return tuple(found)
