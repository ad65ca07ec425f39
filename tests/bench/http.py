"""
The bot over HTTP beside an empty Bolt app with Bolt's own server, in turns and in one run.

A check by Slack (`url_verification`) measures the way through the server, the slash command an
answer. On one kept connection a small answer that waits for the other side's acknowledgement
takes 40 ms and more: that would be seen here at once.
"""

import asyncio
import json
import os
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from bot.transport.signature import sign
from bot.workspace import Workspace
from bot.workspace.testing import running

ROUNDS = 3
SHAPES = ((1, 200), (32, 2000))  # connections, requests
CHECK = {"type": "url_verification", "token": "x", "challenge": "c"}
COMMAND = {
    "command": "/gpumem",
    "text": "70B at 16 bits?",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "response_url": "http://127.0.0.1/",
    "trigger_id": "1.1",
}
REQUESTS = {
    "check": (b"application/json", json.dumps(CHECK).encode()),
    "command": (b"application/x-www-form-urlencoded", urlencode(COMMAND).encode()),
}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """One of those compared, running."""

    process: Process
    port: int

    def spent(self) -> float:
        """Seconds of processor time so far; zero where there is no /proc."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return 0.0
        user, system = stat.read_text().rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / TICKS


async def measure() -> None:
    """Print requests a second, waiting and processor time for each."""
    print("\nHTTP, medians of rounds in turns")
    print(f"  {'':<34}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}")
    async with running() as workspace, _servers(workspace) as servers:
        for name, (content_type, body) in REQUESTS.items():
            raw = _signed(workspace.signing_secret, content_type, body)
            for connections, requests in SHAPES:
                found = await _in_turns(servers, raw, connections, requests)
                for server, (rate, p50, p99, spent) in found.items():
                    what = f"{name}, {connections} connections, {server}"
                    print(f"  {what:<34}{rate:11.0f}{p50:9.2f}{p99:9.2f}{spent:9.2f}")


async def _in_turns(
    servers: Mapping[str, Server], raw: bytes, connections: int, requests: int
) -> dict[str, list[float]]:
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            found[name].append(await _load(server, raw, connections, requests))
    return {
        name: [median(column) for column in zip(*rounds, strict=True)]
        for name, rounds in found.items()
    }


async def _load(server: Server, raw: bytes, connections: int, requests: int) -> tuple[float, ...]:
    waited: list[float] = []
    spent, started = server.spent(), time.perf_counter()
    share = requests // connections
    await asyncio.gather(*(_ask(server.port, raw, share, waited) for _ in range(connections)))
    passed, spent = time.perf_counter() - started, server.spent() - spent
    p99 = quantiles(waited, n=100)[-1]
    return len(waited) / passed, median(waited) * 1e3, p99 * 1e3, spent / len(waited) * 1e3


async def _ask(port: int, raw: bytes, times: int, waited: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(times):
        started = time.perf_counter()
        writer.write(raw)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200 "):
            raise SystemExit(f"not an answer: {head!r}")
        await reader.readexactly(int(head.partition(b"content-length: ")[2].split(b"\r")[0]))
        waited.append(time.perf_counter() - started)
    writer.close()


def _signed(secret: str, content_type: bytes, body: bytes) -> bytes:
    now = str(int(time.time())).encode()
    head = (
        b"POST /slack/events HTTP/1.1\r\nHost: bench\r\nContent-Type: %b\r\nContent-Length: %d\r\n"
        b"X-Slack-Request-Timestamp: %b\r\nX-Slack-Signature: %b\r\n\r\n"
    )
    return head % (content_type, len(body), now, sign(secret, now, body)) + body


@asynccontextmanager
async def _servers(workspace: Workspace) -> AsyncIterator[dict[str, Server]]:
    modules = {"empty": "tests.bench.empty_app", "gpumem": "bot"}
    servers = {name: await _started(workspace, module) for name, module in modules.items()}
    try:
        yield servers
    finally:
        for server in servers.values():
            server.process.terminate()
            await server.process.wait()


async def _started(workspace: Workspace, module: str) -> Server:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        "GPUMEM_MODE": "http",
        "GPUMEM_PORT": str(port),
        "GPUMEM_LOG_LEVEL": "ERROR",
        "GPUMEM_PERSON_PER_MINUTE": "0",  # one person asks all of it
        "GPUMEM_TEAM_PER_MINUTE": "0",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *([] if module == "bot" else [str(port)]),
        env=os.environ | env,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return Server(process, port)
