"""
Cards of several kinds in one machine, taken as one: "one 4090 and two 3090s together".

Engines divide whole layers over them, each card its share by memory (llama.cpp does so unasked,
src/llama-model.cpp: "default split, by free memory", and since December 2025 --fit moves layers
until each card holds its own; vLLM's pipeline stages take VLLM_PP_LAYER_PARTITION). So together
they hold the sum of their memory, less what every further card costs: the engine's own part once
more, and the piece of a layer that does not fill it.

Where tensor parallelism was named for them, every rank holds as much as the others: they count as
so many of the smallest (vLLM 0.33.0, distributed/parallel_state.py: shards of one size;
v1/core/kv_cache_utils.py: the fewest blocks of any worker for all).

With --tensor-split 3,1 the parts are those: a card with three quarters of the layers is full when
all together take 4/3 of its memory.
"""

from dataclasses import replace

from core.asked.question import Cards, Question
from core.catalog.gpu import GPU
from core.units import BYTE_PER_SECOND_PER_GPU, Quantity

EVEN = ("vllm", "sglang", "tensorrt-llm")  # engines that divide tensors


def joined(question: Question) -> Question:
    """The same question with its cards as one row; unchanged where they are alternatives."""
    parts = parts_of(question)
    if not parts and (not question.together or len(question.gpus) < 2):
        return question
    if not parts and _is_even(question):
        cards = sum(cards.count or 1 for cards in question.gpus)
        return replace(question, gpus=(Cards(_even(question.gpus), cards),), together=False)
    return replace(question, gpus=(Cards(_row(question.gpus, parts), 1),), together=False)


def _is_even(question: Question) -> bool:
    """Ranks were named for all of them, of an engine that divides tensors."""
    engine = question.engine
    if engine is None or engine.name not in EVEN or question.task != "serve":
        return False
    cards = sum(cards.count or 1 for cards in question.gpus)
    return (engine.tensor_parallel_size or 1) > 1 and (engine.tensor_parallel_size == cards)


def _even(named: tuple[Cards, ...]) -> GPU:
    """The smallest, under the name of all."""
    least = min((cards.gpu for cards in named), key=lambda gpu: gpu.capacity)
    joined = _row(named, ())
    return GPU.model_validate(
        least.model_dump()
        | {
            "id": f"even:{joined.id}",
            "name": joined.name,
            "aliases": (),
            "label": None,
            "smallest": least.name,
            "scale_up_domain": 1,
            "gpus_per_node": sum(cards.count or 1 for cards in named),
            "compute_capability": joined.compute_capability,
            "native_dtypes": joined.native_dtypes,
        }
    )


def parts_of(question: Question) -> tuple[float, ...]:
    """
    --tensor-split as shares of 1; empty where it does not name each of several cards, and where
    layers weigh differently, which are counted card by card (engines/llama_cpp_cards.py).
    """
    engine = question.engine
    uneven = engine is not None and (engine.n_cpu_moe or engine.override_tensors)
    said = engine.tensor_split if engine is not None else None
    if uneven and len(question.gpus) == 1:
        return ()
    cards = sum(cards.count or 1 for cards in question.gpus)
    alike = len(question.gpus) == 1 or question.together
    if not said or not alike or cards < 2 or len(said) != cards or not sum(said) > 0:
        return ()
    return tuple(part / sum(said) for part in said)


def _row(named: tuple[Cards, ...], parts: tuple[float, ...]) -> GPU:
    counts = [cards.count or 1 for cards in named]
    gpus = [cards.gpu for cards in named]
    first, *others = gpus
    memory = first.memory * counts[0]
    for gpu, count in zip(others, counts[1:], strict=True):
        memory += gpu.memory * count
    each = [gpu for gpu, count in zip(gpus, counts, strict=True) for _ in range(count)]
    full = (gpu.memory / part for gpu, part in zip(each, parts, strict=False) if part)
    memory = min((memory, *full))  # one that is full holds up the others
    oldest = min(gpus, key=lambda gpu: float(gpu.compute_capability or 0))
    # Anew, not as a copy: a copy would keep what was computed of the one card.
    return GPU.model_validate(
        oldest.model_dump()
        | {
            "id": "+".join(f"{n}x{g.id}" for n, g in zip(counts, gpus, strict=True)),
            "name": " + ".join(f"{n} × {g.name}" for n, g in zip(counts, gpus, strict=True)),
            "aliases": (),
            "memory": memory,
            "label": None,
            "bandwidth": _bandwidth(named),
            "tflops": {},
            "segment": first.segment,
            "members": sum(counts),
            "sizes": tuple(gpu.capacity for gpu in each),
            "scale_up_domain": 1,
            "gpus_per_node": 1,
            "native_dtypes": tuple(
                kind for kind in oldest.native_dtypes if all(kind in g.native_dtypes for g in gpus)
            ),
        }
    )


def _bandwidth(named: tuple[Cards, ...]) -> Quantity | None:
    """Of cards that read their shares, by memory, one after the other: the harmonic mean."""
    whole = time = 0.0
    for cards in named:
        speed, held = cards.gpu.bytes_per_second, cards.gpu.capacity * (cards.count or 1)
        if speed is None:
            return None
        whole, time = whole + held, time + held / speed
    return Quantity(whole / time, BYTE_PER_SECOND_PER_GPU)
