"""Who is connected, and who has to go."""

import asyncio
import errno
import re
import resource
import signal
import socket
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.transport import server
from bot.transport.connections import Connections
from bot.workspace import Workspace
from tests.bot.conftest import until
from tests.bot.test_main import connected_to, ended, lines, started
from tests.bot.transport.raw import Wire, answering, connected, request

HALF = b"POST /slack/events HTTP/1.1\r\nHost: x\r\n"
WHOLE = request("GET", "/", [])


class Doorway:
    """A handler that keeps what asks `/slow` until it is told to go on."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.go_on = asyncio.Event()
        self.no_delay: list[int] = []

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport
        served: socket.socket = request.transport.get_extra_info("socket")
        self.no_delay.append(served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        if request.path == "/slow":
            with self.connections.answering(request.protocol):
                await self.go_on.wait()
        return web.Response(text="here")


async def test_an_answer_does_not_wait_for_the_other_side():
    """Without TCP_NODELAY each answer on a kept connection takes 40 ms."""
    doorway = Doorway(Connections(9))
    async with answering(doorway, doorway.connections) as port, connected(port) as wire:
        wire.send(WHOLE)
        assert await wire.answer() == (200, "here")

    assert [bool(each) for each in doorway.no_delay] == [True]


@pytest.mark.parametrize("begun", [b"", HALF], ids=["silent", "half of its headers"])
async def test_who_does_not_say_what_it_wants_is_closed(begun: bytes):
    connections = Connections(9, first_within=0.01)
    async with answering(Doorway(connections), connections) as port, connected(port) as wire:
        wire.send(begun)
        assert await wire.rest() == b""


async def test_who_has_asked_may_stay_for_the_next_request():
    connections = Connections(9, first_within=0.05)
    async with answering(Doorway(connections), connections) as port, connected(port) as wire:
        wire.send(WHOLE)
        await wire.answer()
        await asyncio.sleep(0.1)
        wire.send(WHOLE)
        assert await wire.answer() == (200, "here")


async def test_for_a_new_one_the_one_that_waits_longest_is_closed():
    connections = Connections(2)
    async with answering(Doorway(connections), connections) as port, AsyncExitStack() as stack:
        first, second = [await stack.enter_async_context(connected(port)) for _ in range(2)]
        await asks(second)
        first.send(HALF)
        third = await stack.enter_async_context(connected(port))

        assert await asks(third) == (200, "here")
        assert await first.rest() == b""
        assert await asks(second) == (200, "here")


async def test_who_is_being_answered_is_not_closed_for_a_new_one():
    connections = Connections(2)
    doorway = Doorway(connections)
    async with answering(doorway, connections) as port, AsyncExitStack() as stack:
        busy, idle = [await stack.enter_async_context(connected(port)) for _ in range(2)]
        busy.send(request("GET", "/slow", []))
        await asks(idle)
        await asks(await stack.enter_async_context(connected(port)))
        doorway.go_on.set()

        assert await busy.answer() == (200, "here")
        assert await idle.rest() == b""


async def test_where_all_are_being_answered_a_new_one_waits_for_its_turn():
    connections = Connections(1)
    doorway = Doorway(connections)
    async with answering(doorway, connections) as port, connected(port) as busy:
        busy.send(request("GET", "/slow", []))
        await until(lambda: len(doorway.no_delay) == 1)
        async with connected(port) as new:
            new.send(WHOLE)
            await asyncio.sleep(0.02)
            assert len(doorway.no_delay) == 1
            doorway.go_on.set()
            assert await busy.answer() == (200, "here")
            assert await new.answer() == (200, "here")


async def test_a_full_house_is_said_once(caplog: pytest.LogCaptureFixture):
    connections = Connections(1)
    async with answering(Doorway(connections), connections) as port, AsyncExitStack() as stack:
        for _ in range(20):
            await asks(await stack.enter_async_context(connected(port)))

    assert caplog.messages == ["1 connections: for a new one, one that waits is closed."]


async def test_a_machine_without_descriptors_is_said_once_and_waited_for(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    loop = asyncio.get_running_loop()
    accept, refused = loop.sock_accept, [OSError(errno.EMFILE, "Too many open files")] * 3
    monkeypatch.setattr(server, "BREATH", 0.001)

    async def exhausted(bound: socket.socket) -> Any:
        if refused:
            raise refused.pop()
        return await accept(bound)

    monkeypatch.setattr(loop, "sock_accept", exhausted)
    connections = Connections(9)
    async with answering(Doorway(connections), connections) as port, connected(port) as wire:
        assert await asks(wire) == (200, "here")

    assert caplog.messages == ["No connection can be taken: Too many open files."]


def test_half_of_the_files_are_for_connections(monkeypatch: pytest.MonkeyPatch):
    limits = {128: 64, 1024: 512, 100_000: 1000, resource.RLIM_INFINITY: 1000}
    for files, most in limits.items():
        monkeypatch.setattr(resource, "getrlimit", lambda _, files=files: (files, files))
        assert server.most_connections() == most


@pytest.mark.slow
async def test_150_half_open_connections_at_128_descriptors_keep_nobody_out(
    tmp_path: Path, workspace: Workspace
):
    env = connected_to(workspace) | {"GPUMEM_MODE": "http", "GPUMEM_PORT": "0"}
    async with started(tmp_path, files=128, **env) as process:
        said = await lines(process, 2)
        port = int(re.findall(r":(\d+)/", said[1])[0])
        async with AsyncExitStack() as stack:
            for _ in range(150):
                wire = await stack.enter_async_context(connected(port))
                wire.send(HALF)
            async with connected(port) as slack:
                assert await asks(slack, request("GET", "/livez", [])) == (200, "alive\n")
        process.send_signal(signal.SIGTERM)
        status, errors = await ended(process)

    assert status == 0
    assert [line.split("  ", 1)[1] for line in errors.splitlines()] == [
        "64 connections: for a new one, one that waits is closed."
    ]


async def asks(wire: Wire, raw: bytes = WHOLE) -> tuple[int, str]:
    wire.send(raw)
    return await wire.answer()
