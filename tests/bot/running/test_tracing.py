"""One request as OpenTelemetry is told of it: its parts, and no word of anybody."""

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web
from opentelemetry import trace
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot import modes
from bot.app import the_core
from bot.running import journal, settings_limits, tracing
from bot.running.settings import Settings, SettingsError
from bot.running.tracing_otel import Tracer, sending
from bot.workspace import Workspace
from tests.bot.conftest import on_a_socket, settings_for, until

ROOT = Path(__file__).parents[3]
CANARY = "zanzibar"
QUESTION = f"llama 3.1 70b fp8 for {CANARY} on 4x H100"
TOLD = {"kind", "request", "team", "status", "surface", "outcome", "again"}


@pytest.fixture
def told() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with tracing.told(Tracer(provider)):
        yield exporter
    provider.shutdown()


def by_name(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in exporter.get_finished_spans()}


async def test_a_mention_is_received_read_planned_and_posted(
    workspace: Workspace, told: InMemorySpanExporter
):
    async with on_a_socket(workspace, core=the_core()) as bot:
        await workspace.person("alice").mention(QUESTION, channel="ml")
        await bot.work.drain(5)

    spans = by_name(told)
    assert set(spans) == {"receive", "read", "plan", "post"}
    whole = spans.pop("receive")
    attributes = dict(whole.attributes or {})
    assert attributes.pop("gpumem.request").startswith("Ev")
    assert attributes == {
        "gpumem.kind": "app_mention",
        "gpumem.team": journal.hashed(workspace.team_id),
        "gpumem.status": 200,
    }
    assert whole.context
    assert whole.parent is None
    for span in spans.values():
        assert span.context
        assert span.context.trace_id == whole.context.trace_id
        assert span.parent
        assert span.parent.span_id == whole.context.span_id
        assert (span.end_time or 0) >= (span.start_time or 1)
    assert dict(spans["post"].attributes or {}) == {
        "gpumem.surface": "thread",
        "gpumem.outcome": "posted",
    }


async def test_a_click_and_a_command_are_planned_in_their_own_traces(
    workspace: Workspace, told: InMemorySpanExporter
):
    async with on_a_socket(workspace, core=the_core()) as bot:
        alice = workspace.person("alice")
        answer = await alice.slash(f"/gpumem {QUESTION}", channel="ml")
        await alice.choose(answer, "precision", "bf16")
        await bot.work.drain(5)

    spans = told.get_finished_spans()
    received = {
        (span.attributes or {})["gpumem.kind"]: span.context.trace_id
        for span in spans
        if span.name == "receive" and span.context
    }
    planned = {span.context.trace_id for span in spans if span.name == "plan" and span.context}
    assert set(received) == {"command", "block_actions"}
    assert planned == set(received.values())


async def test_nothing_that_people_write_is_told_even_where_it_breaks(
    workspace: Workspace, told: InMemorySpanExporter
):
    async with on_a_socket(workspace) as bot:  # a core that crashes, and quotes what was asked
        alice = workspace.person("alice")
        await alice.mention(f"crash {CANARY}", channel="ml")
        await alice.slash(f"/gpumem crash {CANARY}", channel="ml")
        with pytest.raises(KeyError), tracing.span("read"):
            raise KeyError(CANARY)
        await bot.work.drain(5)

    spans = told.get_finished_spans()
    broken = [span for span in spans if span.status.status_code is trace.StatusCode.ERROR]
    assert [dict(span.attributes or {}) for span in broken] == [{"error.type": "KeyError"}]
    assert len(spans) > 3
    for span in spans:
        assert CANARY not in span.to_json()
        assert span.events == ()
        assert {name.removeprefix("gpumem.") for name in span.attributes or {}} <= {
            *TOLD, "error.type",
        }  # fmt: skip


@pytest.fixture
async def collector() -> AsyncIterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """Where traces are sent, and what was."""
    came: list[ExportTraceServiceRequest] = []

    async def take(request: web.Request) -> web.Response:
        came.append(ExportTraceServiceRequest.FromString(await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/traces", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", came
    await runner.cleanup()


async def one_request(endpoint: str) -> None:
    async with sending(endpoint, "gpumem-test"):
        with tracing.span("receive", kind="command"):
            pass


async def test_the_bot_as_it_runs_sends_them(
    workspace: Workspace, collector: tuple[str, list[ExportTraceServiceRequest]]
):
    endpoint, came = collector
    settings = settings_for(workspace, OTEL_EXPORTER_OTLP_ENDPOINT=endpoint)
    stop = asyncio.Event()
    running = asyncio.create_task(
        modes.run(settings, core=the_core(), stop=stop, say=lambda line: None)
    )
    await workspace.connected()
    await workspace.person("alice").mention(QUESTION, channel="ml")
    stop.set()
    assert await running == 0

    scopes = [scope for each in came for one in each.resource_spans for scope in one.scope_spans]
    names = {span.name for scope in scopes for span in scope.spans}
    assert names == {"receive", "read", "plan", "post"}
    assert CANARY not in str(came)


async def test_spans_arrive_at_a_collector_by_the_end(
    collector: tuple[str, list[ExportTraceServiceRequest]],
):
    endpoint, came = collector

    await one_request(endpoint)

    [resource] = [one for each in came for one in each.resource_spans]
    names = {one.key: one.value.string_value for one in resource.resource.attributes}
    [span] = resource.scope_spans[0].spans
    assert names["service.name"] == "gpumem-test"
    assert span.name == "receive"
    assert [(one.key, one.value.string_value) for one in span.attributes] == [
        ("gpumem.kind", "command")
    ]


async def test_our_provider_is_nobody_elses():
    """MCP and others trace what they are asked: they find no provider."""
    async with sending("http://127.0.0.1:9", "x"):
        assert not isinstance(trace.get_tracer_provider(), TracerProvider)


async def test_a_collector_that_does_not_answer_does_not_hold_up_the_stop():
    before, waiting = threading.active_count(), list[asyncio.StreamWriter]()

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        waiting.append(writer)

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    began = time.monotonic()

    await one_request(f"http://127.0.0.1:{port}")

    assert time.monotonic() - began < 2
    assert len(waiting) == 1
    waiting[0].close()
    server.close()
    await until(lambda: threading.active_count() <= before + 1)  # that of `to_thread`


def test_without_an_address_nothing_of_it_is_loaded():
    code = (
        "import json, sys, bot.app, bot.modes, bot.transport.server;"
        "print(json.dumps([name for name in sys.modules if name.startswith('opentelemetry')]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert json.loads(found.stdout) == []


def test_the_address_is_checked_and_the_extra_asked_for(monkeypatch: pytest.MonkeyPatch):
    env = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318/"}
    assert Settings.from_env({}).otel_endpoint is None
    settings = Settings.from_env(env)
    assert (settings.otel_endpoint, settings.otel_service) == ("http://collector:4318", "gpumem")
    with pytest.raises(SettingsError, match="set it to an address"):
        Settings.from_env({"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"})

    monkeypatch.setattr(settings_limits, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"needs the extra \[otel\]"):
        Settings.from_env(env)
