"""
Which layers each of several cards holds under llama.cpp.

Layers, and the head behind the last one, are divided by --tensor-split, unasked by free memory,
so evenly over cards of one kind. --n-cpu-moe empties the first layers: the last card keeps all
experts that stay.

Read in ggml-org/llama.cpp, src/llama-model.cpp at b10437 (load_tensors): splits are summed up and
divided by their sum; layer i lies on the first card whose sum is larger than
(i - i_gpu_start) / act_gpu_layers, and the head is one more of these layers.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate

from core.catalog.model import Model
from core.catalog.precision import Precision
from core.memory.engines.llama_cpp_offload import Offload, bytes_of_layers
from core.memory.stage import Stage

Division = Callable[[int], tuple[Stage, ...]]


def division(
    model: Model, precision: Precision, flags: Offload, parts: tuple[float, ...] | None = None
) -> Division | None:
    """
    What each of so many cards holds; *parts*: those of --tensor-split. None where every layer
    weighs the same, so that the cards hold even parts.
    """
    uneven = 0 < flags.experts < model.num_hidden_layers and model.moe is not None
    if not (uneven or flags.patterns or parts) or not flags.blocks(model):
        return None
    weights = bytes_of_layers(model, precision, flags)

    def divide(cards: int) -> tuple[Stage, ...]:
        named = parts if parts and len(parts) == cards and sum(parts) else (1.0,) * cards
        return stages(weights, counts(len(weights), named))

    return divide


def counts(layers: int, parts: Sequence[float]) -> tuple[int, ...]:
    """
    Layers of each card.

    >>> counts(95, (1, 1))
    (48, 47)
    """
    whole = sum(parts)
    ends = [sum(i * whole < end * layers for i in range(layers)) for end in accumulate(parts)]
    return tuple(end - start for start, end in zip([0, *ends], ends, strict=False))


def stages(weights: Sequence[float], layers: Sequence[int]) -> tuple[Stage, ...]:
    """*weights* of each layer, the last of which is the head and has no cache: bytes."""
    found: list[Stage] = []
    at = 0
    for count in layers:
        here = weights[at : at + count]
        at += count
        cached = count - (1 if count and at == len(weights) else 0)
        found.append(Stage(round(sum(here)), cached / (len(weights) - 1)))
    return tuple(found)


def even_parts(weights: Sequence[float], cache: float, cards: int) -> tuple[int, ...]:
    """
    Layers of each card with which the fullest holds least; *cache*: bytes of one layer.

    >>> even_parts([1, 1, 1, 3, 3, 0], 0, 2)
    (4, 2)
    """
    sizes = [round(size + cache) for size in weights[:-1]] + [round(weights[-1])]
    low, high = max(sizes), sum(sizes)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_filled(sizes, middle)) <= cards else (middle + 1, high)
    found = _filled(sizes, low)
    return tuple(found + [0] * (cards - len(found)))


def _filled(sizes: Sequence[int], most: int) -> list[int]:
    """Layers of each card, one filled up to *most* bytes after the other."""
    found, held = [0], 0
    for size in sizes:
        if held + size > most:
            found.append(0)
            held = 0
        found[-1] += 1
        held += size
    return found
