"""Replicas as processes, and a Slack that delivers to any of them, more often than it has to."""

import asyncio
import os
import random
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.workspace import Workspace
from bot.workspace.delivery import Ack, Envelope
from bot.workspace.http_delivery import FORM, HttpDelivery, encode
from tests.bot.conftest import settings_for

ROOT = Path(__file__).parents[3]
OURS = re.compile("SLACK_|GPUMEM_")
ATTEMPTS = 200  # for one delivery: what is not acknowledged is delivered again
BETWEEN = 0.05  # seconds
OK = 200


@dataclass(slots=True)
class Replica:
    """A process, and where it listens."""

    process: Process
    url: str

    def kill(self) -> None:
        self.process.kill()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    async def ended(self) -> tuple[int | None, str]:
        """Its exit status and its log."""
        async with asyncio.timeout(60):
            _, errors = await self.process.communicate()
        return self.process.returncode, errors.decode()

    async def metric(self, event: str) -> int:
        """How often that happened to its store."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/metrics") as answer:
            text = await answer.text()
        found = re.search(rf'gpumem_store_total{{event="{event}"}} (\d+)', text)
        return int(found[1]) if found else 0


@asynccontextmanager
async def replica(folder: Path, workspace: Workspace, **env: str) -> AsyncIterator[Replica]:
    """One that is ready; killed if it is still there."""
    clean = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    settings = {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        "GPUMEM_MODE": "http",
        "GPUMEM_PORT": "0",
        "GPUMEM_PERSON_PER_MINUTE": "0",
        "GPUMEM_TEAM_PER_MINUTE": "0",
        **env,
    }
    assert settings_for(workspace, **settings)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.replicas.hurried",
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), **settings},
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield Replica(process, await _listening(process))
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _listening(process: Process) -> str:
    """Its address, once it is ready."""
    assert process.stdout
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        said = [(await process.stdout.readline()).decode() for _ in range(2)]
        base = re.search(r"http://127\.0\.0\.1:\d+", said[1])
        assert base, said
        while True:
            async with session.get(f"{base[0]}/readyz") as answer:
                if answer.status == OK:
                    return base[0]
            await asyncio.sleep(0.02)


class Slack:
    """Collects what *workspace* would deliver, and delivers it when it is told to."""

    via = "http"

    def __init__(self, workspace: Workspace, session: aiohttp.ClientSession) -> None:
        self._signing = HttpDelivery(
            workspace.clock,
            workspace.faults,
            request_url="",
            signing_secret=workspace.signing_secret,
        )
        self._session = session
        self._random = random.Random(1)  # noqa: S311 (tests are to be repeatable)
        self.envelopes: list[Envelope] = []
        self.urls: list[str] = []  # where the load balancer sends to
        self.again = 0  # deliveries that were not acknowledged
        workspace.world.delivery.carrier = self

    async def carry(self, envelope: Envelope) -> Ack:
        self.envelopes.append(envelope)
        return Ack()

    async def repeat(self) -> Ack:
        return Ack()

    async def deliver(self, envelopes: Iterable[Envelope], *, times: int, at_once: int) -> None:
        """Each so many times, in any order, to any replica."""
        every = [envelope for envelope in envelopes for _ in range(times)]
        self._random.shuffle(every)
        room = asyncio.Semaphore(at_once)

        async def one(envelope: Envelope) -> None:
            async with room:
                await self.until_acknowledged(envelope)

        await asyncio.gather(*(one(envelope) for envelope in every))

    async def until_acknowledged(self, envelope: Envelope) -> None:
        for _ in range(ATTEMPTS):
            if await self._acknowledged(envelope, self._random.choice(self.urls)):
                return
            self.again += 1
            await asyncio.sleep(BETWEEN)
        raise AssertionError(f"{envelope.name} was not acknowledged")

    async def _acknowledged(self, envelope: Envelope, url: str) -> bool:
        body, kind = encode(envelope)
        assert kind in {FORM, "application/json"}
        headers = self._signing.sign(body) | {"Content-Type": kind}
        try:
            async with self._session.post(
                f"{url}/slack/events", data=body, headers=headers
            ) as answer:
                return answer.status == OK
        except (aiohttp.ClientError, OSError):
            return False
