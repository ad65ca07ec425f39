"""
Cards of several kinds in one machine, taken as one: "one 4090 and two 3090s together".

Engines divide whole layers over them, each card its share by memory (llama.cpp does so unasked;
vLLM's pipeline stages take VLLM_PP_LAYER_PARTITION). So together they hold the sum of their
memory, less what every further card costs: the engine's own part once more, and the piece of a
layer that does not fill it.
"""

from dataclasses import replace

from core.asked.question import Cards, Question
from core.catalog.gpu import GPU


def joined(question: Question) -> Question:
    """The same question with its cards as one row; unchanged where they are alternatives."""
    if not question.together or len(question.gpus) < 2:
        return question
    return replace(question, gpus=(Cards(_row(question.gpus), 1),), together=False)


def _row(named: tuple[Cards, ...]) -> GPU:
    counts = [cards.count or 1 for cards in named]
    gpus = [cards.gpu for cards in named]
    first, *others = gpus
    memory = first.memory * counts[0]
    for gpu, count in zip(others, counts[1:], strict=True):
        memory += gpu.memory * count
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
            "segment": first.segment,
            "members": sum(counts),
            "scale_up_domain": 1,
            "gpus_per_node": 1,
            "native_dtypes": tuple(
                each for each in oldest.native_dtypes if all(each in g.native_dtypes for g in gpus)
            ),
        }
    )
