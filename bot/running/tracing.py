"""
How long each part of a request takes, for OpenTelemetry: receive, read, plan, post.

Nothing of OpenTelemetry is loaded unless traces have somewhere to go (`tracing_otel.py`); without,
a span is nothing. What is told of a request is what its line in the log says, and never a word of
anybody: an error is its kind alone, because what it says may quote the question.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Value = str | int | bool


class Span(Protocol):
    """What is going on."""

    def tell(self, **attributes: Value) -> None: ...


class Tracer(Protocol):
    """Who is told when it begins and ends."""

    def span(self, name: str, **attributes: Value) -> AbstractContextManager[Span]: ...


class _Nothing:
    def tell(self, **attributes: Value) -> None:
        """To nobody."""


_NOTHING = nullcontext(_Nothing())
_tracer: Tracer | None = None


def span(name: str, **attributes: Value) -> AbstractContextManager[Span]:
    """What is done meanwhile, as a part of what is going on in this context."""
    return _tracer.span(name, **attributes) if _tracer else _NOTHING


def traced(name: str, call: Callable[P, T]) -> Callable[P, T]:
    """*call*, as a span."""

    @wraps(call)
    def in_a_span(*args: P.args, **kwargs: P.kwargs) -> T:
        with span(name):
            return call(*args, **kwargs)

    return in_a_span


@contextmanager
def told(tracer: Tracer | None) -> Iterator[None]:
    """Meanwhile *tracer* is told."""
    global _tracer
    before, _tracer = _tracer, tracer
    try:
        yield
    finally:
        _tracer = before
