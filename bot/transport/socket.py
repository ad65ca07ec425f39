"""
Socket Mode: keep one WebSocket to Slack alive, and answer what comes over it.

https://docs.slack.dev/apis/events-api/using-socket-mode/

A connection may die without a word, and Slack renews each one every few hours. So we ping, take a
connection that is silent for too long as dead, open the next one when an end is announced, wait
longer after each failure, and give up when it is hopeless, so that whoever supervises the process
sees that.
"""

import asyncio
import json
import logging
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.app import Bot
from bot.running.work import Work
from bot.slack.errors import CALL_FAILED, cause_of
from bot.transport.connection import RENEWAL, RENEWALS, Connection, Envelope

_logger = logging.getLogger("gpumem.socket")

# Trying again does not help: somebody has to set another token or switch something on.
_HOPELESS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "link_disabled",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds."""

    ping_every: float = 5.0
    silence: float = 15.0  # without any frame: the connection is dead
    steady: float = 10.0  # a connection that lasted this long was a good one
    first_wait: float = 0.25  # after the first failure; doubled after each further one
    longest_wait: float = 30.0
    failures: int = 10  # in a row, then we give up: after some two minutes
    # A connection may answer pings and yet carry nothing more: none is older than this.
    renew_after: float = 3600.0
    overlap: float = 10.0  # for which the old connection is still read after the new one is asked
    finish: float = 2.0  # for envelopes that are being answered when we stop
    close: float = 1.0  # for Slack to say goodbye


class SocketModeError(Exception):
    """Socket Mode cannot go on; the sentence says why."""


class SocketMode:
    """The connection of one bot, renewed as often as needed."""

    def __init__(self, bot: Bot, app_token: str, patience: Patience | None = None) -> None:
        self._bot = bot
        self._app_token = app_token
        self._patience = patience or Patience()
        self._open_ones: set[Connection] = set()
        self._readers = Work(bot.report)
        self._retiring = Work(bot.report)
        self._envelopes = Work(bot.report)
        self._taking = True
        self.connected = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """
        Answer until *stop*, then finish what was begun and close.

        Raises SocketModeError where Slack refuses us or stays out of reach.
        """
        living = asyncio.create_task(self._stay_connected())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({living, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if living.done():
                living.result()
        finally:
            living.cancel()
            stopping.cancel()
            await self._close()

    async def _stay_connected(self) -> None:
        failures = 0
        while True:
            try:
                connection = await self._open()
            except CALL_FAILED as error:
                why = _not_hopeless(cause_of(error))
            else:
                lasted = await self._serve(connection)
                why = _not_hopeless(connection.end)
                if why in RENEWALS or lasted >= self._patience.steady:
                    failures = 0
                if why in RENEWALS:
                    continue
            failures += 1
            await self._wait(failures, why)

    async def _open(self) -> Connection:
        response = await self._bot.client.apps_connections_open(app_token=self._app_token)
        socket = await self._bot.session.ws_connect(
            str(response["url"]),
            autoping=False,  # so that pongs are seen
            proxy=self._bot.client.proxy,
            timeout=aiohttp.ClientWSTimeout(ws_close=self._patience.close),  # pyright: ignore[reportCallIssue]
        )
        return Connection(
            socket,
            self._take,
            ping_every=self._patience.ping_every,
            silence=self._patience.silence,
        )

    async def _serve(self, connection: Connection) -> float:
        """Until another connection is needed; how many seconds that took."""
        clock = asyncio.get_running_loop().time
        began = clock()
        self._readers.start(self._read(connection))
        self.connected.set()
        _logger.info("Connected over Socket Mode.")
        with suppress(TimeoutError):
            await asyncio.wait_for(connection.leaving.wait(), self._patience.renew_after)
        connection.leave(RENEWAL)
        self.connected.clear()
        self._retiring.start(self._retire(connection))
        return clock() - began

    async def _retire(self, connection: Connection) -> None:
        """What still comes over an old connection is answered over it."""
        if connection.end in RENEWALS:
            await asyncio.sleep(self._patience.overlap)
        await connection.close()

    async def _read(self, connection: Connection) -> None:
        self._open_ones.add(connection)
        try:
            await connection.read()
        finally:
            self._open_ones.discard(connection)

    async def _wait(self, failures: int, why: str) -> None:
        patience = self._patience
        if failures >= patience.failures:
            raise SocketModeError(f"No connection to Slack after {failures} attempts ({why}).")
        seconds = min(patience.first_wait * 2 ** (failures - 1), patience.longest_wait)
        seconds *= random.uniform(0.5, 1.5)  # noqa: S311 (so that replicas do not come all at once)
        _logger.warning("No connection to Slack (%s): next attempt in %.1f s.", why, seconds)
        await asyncio.sleep(seconds)

    def _take(self, connection: Connection, envelope: Envelope) -> None:
        # What comes when we stop is not acknowledged: Slack delivers it to another connection.
        if self._taking:
            self._envelopes.start(self._answer(connection, envelope))

    async def _answer(self, connection: Connection, envelope: Envelope) -> None:
        request = AsyncBoltRequest(
            mode="socket_mode", body=envelope["payload"], headers=_retry_headers(envelope)
        )
        response = await self._bot.requests.answer(request)
        self._bot.metrics.received(str(envelope.get("type")), response.status)
        if response.status == 200:
            await connection.acknowledge(envelope["envelope_id"], _payload(response))

    async def _close(self) -> None:
        self._taking = False
        await self._envelopes.drain(self._patience.finish)
        await self._retiring.drain(0)
        for connection in list(self._open_ones):
            await connection.close()
        await self._readers.drain(self._patience.close)


def _retry_headers(envelope: Envelope) -> dict[str, str | Sequence[str]]:
    """The headers that the same event would have over HTTP."""
    headers: dict[str, str | Sequence[str]] = {}
    if envelope.get("retry_attempt"):
        headers["x-slack-retry-num"] = str(envelope["retry_attempt"])
    if envelope.get("retry_reason"):
        headers["x-slack-retry-reason"] = str(envelope["retry_reason"])
    return headers


def _payload(response: BoltResponse) -> Any:
    if not response.body:
        return None
    if response.first_headers().get("content-type", "").startswith("application/json"):
        return json.loads(response.body)
    return {"text": response.body}


def _not_hopeless(why: str) -> str:
    if why == "link_disabled":
        raise SocketModeError("Socket Mode is switched off on the app's page: switch it on there.")
    if why in _HOPELESS:
        raise SocketModeError(
            f"Slack does not accept SLACK_APP_TOKEN ({why}): make a new app-level token with the"
            " scope connections:write on the app's page."
        )
    return why
