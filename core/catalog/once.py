"""Remember what a function says of a model, by identity: hashing 40 fields costs more than that."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from core.catalog.model import Model

T = TypeVar("T")

MOST = 4096  # models remembered; beyond that the memory starts anew


def once_per_model(function: Callable[[Model], T]) -> Callable[[Model], T]:
    """A decorator. The model is kept with its result, so that its identity is not given away."""
    known: dict[int, tuple[Model, T]] = {}

    @wraps(function)
    def remember(model: Model) -> T:
        entry = known.get(id(model))
        if entry is None:
            if len(known) >= MOST:
                known.clear()
            entry = known[id(model)] = (model, function(model))
        return entry[1]

    return remember
