"""
Adapters: two thin matrices beside each linear layer that is adapted.

    trainable = sum over adapted linear layers of rank x (inputs + outputs)
"""

from collections.abc import Hashable, Iterator

from core.catalog.model import Model
from core.catalog.remember import remember
from core.memory.linears import Linear, linears
from core.memory.training.targets import LINEAR, Targets


def _key(model: Model, rank: int, targets: Targets = LINEAR) -> tuple[Model, Hashable]:
    return model, (rank, targets)


@remember(_key)
def adapter_parameters(model: Model, rank: int, targets: Targets = LINEAR) -> int:
    """
    Elements of all adapters.

    Routed experts are left out, as PEFT leaves them: they are one fused tensor, not linear layers.
    Where they are named (target_parameters) each expert has matrices of its own.
    """
    beside = adapted(model, targets)
    return rank * sum(
        each.layers * (each.experts or 1) * (each.inputs + each.outputs) for each in beside
    )


def adapted(model: Model, targets: Targets) -> Iterator[Linear]:
    """The layers that get an adapter, embedding and head among them where they are named."""
    yield from (each for each in linears(model) if each.name in targets)
    if "head" in targets:
        yield Linear(model.hidden_size, model.vocab_size, "column", 1, name="head")
    if "embedding" in targets:
        yield Linear(model.vocab_size, model.hidden_size, "column", 1, name="embedding")
