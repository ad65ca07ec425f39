"""
Spans for OpenTelemetry, sent over OTLP and HTTP: the extra [otel].

The provider is ours alone and never the global one: libraries that trace by themselves (MCP) would
put what people ask into their attributes.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from bot.running.tracing import Span, Value, told

FINISH = 1.0  # seconds at a stop for what is not yet sent
PATIENCE = 2.0  # seconds for one sending; what fails is dropped


class _Span:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def tell(self, **attributes: Value) -> None:
        self._span.set_attributes({f"gpumem.{name}": value for name, value in attributes.items()})


class Tracer:
    """Tells *provider*."""

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("gpumem")

    @contextmanager
    def span(self, name: str, **attributes: Value) -> Iterator[Span]:
        """What it raises is told by its kind alone: its text may quote what somebody wrote."""
        with self._tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        ) as current:
            told_of = _Span(current)
            told_of.tell(**attributes)
            try:
                yield told_of
            except BaseException as error:
                current.set_attribute("error.type", type(error).__name__)
                current.set_status(trace.StatusCode.ERROR)
                raise


@asynccontextmanager
async def sending(endpoint: str, service: str) -> AsyncIterator[None]:
    """Meanwhile spans go to the collector at *endpoint*, under the name of *service*."""
    exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", timeout=PATIENCE)
    provider = TracerProvider(
        resource=Resource.create({"service.name": service}), shutdown_on_exit=False
    )
    provider.add_span_processor(BatchSpanProcessor(exporter))
    try:
        with told(Tracer(provider)):
            yield
    finally:
        await _shut_down(provider)


async def _shut_down(provider: TracerProvider) -> None:
    """What is left is sent; a collector that does not answer does not hold up the stop."""
    ending = threading.Thread(target=provider.shutdown, daemon=True)
    ending.start()
    await asyncio.to_thread(ending.join, FINISH)
