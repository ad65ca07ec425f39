"""Remember what a function says of a model and a few settings: a plan asks hundreds of times."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from core.catalog.model import Model

P = ParamSpec("P")
T = TypeVar("T")

MOST = 4096  # answers kept; beyond that the memory starts anew

_memories: list[dict[Any, Any]] = []


def forget() -> None:
    """Start anew, where a constant of the formulas was changed."""
    for memory in _memories:
        memory.clear()


def by_model(model: Model) -> tuple[Model, Hashable]:
    """The key of a function of a model alone."""
    return model, None


def remember(
    key: Callable[P, tuple[Model, Hashable]],
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """
    A decorator; *key* takes the same arguments and names the model and what else decides.

    Models are told apart by identity (hashing 40 fields costs more than what is saved), and kept
    with the answer, so that an identity is not given away meanwhile.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        known: dict[tuple[int, Hashable], tuple[Model, T]] = {}
        _memories.append(known)

        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            model, settings = key(*args, **kwargs)
            entry = known.get((id(model), settings))
            if entry is None:
                if len(known) >= MOST:
                    known.clear()
                entry = known[id(model), settings] = (model, function(*args, **kwargs))
            return entry[1]

        return asked

    return decorate
