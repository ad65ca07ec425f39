"""A card by itself beside flags that leave layers with the host: that one card is meant."""

from dataclasses import replace

from core.asked.question import Question
from core.catalog.model import Model


def as_one_card(question: Question) -> Question:
    """
    "-ngl 40 ... RTX 3090" is about one RTX 3090: who has two would put more layers there.

    Unchanged where every layer lies on the cards anyway, or cards were counted.
    """
    engine = question.engine
    if engine is None or engine.name != "llama.cpp" or len(question.gpus) != 1:
        return question
    layers = [model.num_hidden_layers for model in question.models if isinstance(model, Model)]
    [named] = question.gpus
    if named.count is not None or question.task != "serve" or not layers:
        return question
    some = engine.n_gpu_layers is not None and 0 <= engine.n_gpu_layers <= max(layers)
    if not (some or engine.n_cpu_moe):
        return question
    return replace(question, gpus=(replace(named, count=1),))
