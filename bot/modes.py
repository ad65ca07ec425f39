"""The three ways to run: in a local workspace, in Slack over a socket, in Slack over HTTP."""

import asyncio
import errno
import logging
import random
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress

from bot.app import Bot, open_bot
from bot.conversation.asking import Core
from bot.conversation.team_kept import MEMORY
from bot.running.settings import Settings, SettingsError
from bot.running.store_away import StoreAwayError, StoreOutdatedError
from bot.slack.errors import CALL_FAILED, cause_of
from bot.slack.identity import Identity
from bot.slack.manifest import manifest
from bot.slack.refusals import FOR_THE_OPERATOR
from bot.slack.teams import Teams
from bot.transport.beside import beside
from bot.transport.socket import SocketMode

_logger = logging.getLogger("gpumem.start")

Say = Callable[[str], object]

NAMES = {
    "local": "a local workspace on this machine",
    "socket": "Slack over Socket Mode",
    "http": "Slack over HTTP",
}
EXAMPLES = (
    "/gpumem 70B at 16 bits?",
    "@gpumem llama 3.1 70b fp8 32k context 16 users on H100?",
    "/gpumem cabe um 13B em 8 bits numa 4090?",
)
# Settings that hold in a local workspace, too
_ALSO_LOCAL = (
    "finish", "metrics_port", "person_a_minute", "team_a_minute",
    "hub", "hub_endpoint", "hub_token", "cache", "mcp_port", "mcp_token",
    "api_port", "api_token",
    "otel_endpoint", "otel_service",
)  # fmt: skip
FIRST_WAIT = 0.5  # seconds between attempts to reach Slack at the start, doubled each time
LONGEST_WAIT = 30.0
LOOK_EVERY = 300.0  # seconds between two looks whether the token is still accepted


class StartError(Exception):
    """The bot cannot run, or no longer; the sentence says why and what to do."""


async def run(settings: Settings, *, core: Core, stop: asyncio.Event, say: Say) -> int:
    """
    Run until *stop*; *say* takes the lines for the person who started it, the mode first.

    Returns how many requests were lost: acknowledged and not finished in time.
    Raises StartError, SettingsError or SocketModeError where that is not possible.
    """
    say(f"Mode: {NAMES[settings.mode]}, because {settings.reason}.")
    match settings.mode:
        case "local":
            return await _local(settings, core, stop, say)
        case "socket":
            return await _socket(settings, core, stop, say)
        case "http":
            return await _http(settings, core, stop, say)


async def _local(settings: Settings, core: Core, stop: asyncio.Event, say: Say) -> int:
    from bot.workspace import Workspace  # only this mode needs it

    workspace = Workspace(manifest("socket", extras=("agent", "links", "workflows")))
    await workspace.start(port=settings.port, next_free=True)
    try:
        connected = Settings.from_env(
            {
                "SLACK_BOT_TOKEN": workspace.bot_token,
                "SLACK_APP_TOKEN": workspace.app_token,
                "SLACK_API_URL": workspace.api_url,
            }
        )
        connected = connected.model_copy(
            update={name: getattr(settings, name) for name in _ALSO_LOCAL}
            | {"team_settings": settings.team_settings or MEMORY}
        )
        async with _watched(connected, core, stop) as bot:
            await _know_ourselves(bot, stop)
            welcome = (
                f"Open {workspace.url} and try:",
                *(f"    {example}" for example in EXAMPLES),
                "Ctrl-C stops it. To connect it to Slack, see deploy/README.md.",
            )
            sockets = SocketMode(bot, workspace.app_token)
            await _run_sockets(sockets, stop, lambda: say("\n".join(welcome)))
        return len(bot.work.lost)
    finally:
        await workspace.stop()


async def _socket(settings: Settings, core: Core, stop: asyncio.Event, say: Say) -> int:
    if settings.app_token is None:
        raise SettingsError("SLACK_APP_TOKEN", "is missing.")
    async with _watched(settings, core, stop) as bot:
        await _know_ourselves(bot, stop)
        sockets = SocketMode(bot, settings.app_token.get_secret_value())
        welcome = f"Connected to the workspace {bot.identity.team!r}. Ctrl-C stops it."
        await _run_sockets(sockets, stop, lambda: say(welcome))
    return len(bot.work.lost)


async def _http(settings: Settings, core: Core, stop: asyncio.Event, say: Say) -> int:
    from bot.transport import server  # only this mode needs it

    if settings.signing_secret is None:
        raise SettingsError("SLACK_SIGNING_SECRET", "is missing.")
    secret = settings.signing_secret.get_secret_value()
    try:
        bound = server.listen(settings.host, settings.port)
    except OSError as error:
        raise _cannot_listen(settings, error) from None
    with closing(bound):
        return await _serve(settings, core, stop, say, secret, bound)


async def _serve(
    settings: Settings, core: Core, stop: asyncio.Event, say: Say, secret: str, bound: socket.socket
) -> int:
    from bot.transport import server

    async with _watched(settings, core, stop) as bot:
        host, port = bound.getsockname()[:2]
        health = "/livez, /readyz" + (", /metrics" if settings.metrics_port is None else "")
        say(f"Listening on http://{host}:{port}{server.PATH}; health on {health}.")
        if bot.flow:
            say(f"To install it in a workspace, open {settings.public_url}{bot.flow.install_path}")
        serving = asyncio.create_task(
            server.serve(bot, secret, bound, stop, measures=settings.metrics_port is None)
        )
        try:
            await _know_ourselves(bot, stop)
            await serving
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving
    return len(bot.work.lost)


@asynccontextmanager
async def _watched(settings: Settings, core: Core, stop: asyncio.Event) -> AsyncIterator[Bot]:
    """The bot; where Slack takes the token back it stops as usual, and then StartError says why."""
    async with _traced(settings), open_bot(settings, core=core) as bot:
        await _check_store(bot)
        watching = asyncio.create_task(_watch(bot.identity, stop))
        try:
            async with beside(bot, core, settings, stop):
                yield bot
        finally:
            watching.cancel()
    if bot.identity.refused.is_set():
        raise _not_accepted(bot.identity.why)


@asynccontextmanager
async def _traced(settings: Settings) -> AsyncIterator[None]:
    """Meanwhile requests are traced, where that has somewhere to go."""
    if settings.otel_endpoint is None:
        yield
        return
    from bot.running.tracing_otel import sending

    async with sending(settings.otel_endpoint, settings.otel_service):
        yield


async def _check_store(bot: Bot) -> None:
    """One that is away may come back; one with another schema has to be seen to."""
    if bot.store and bot.store.tables:
        try:
            await bot.store.tables.check()
        except StoreOutdatedError as error:
            raise StartError(str(error)) from None
        except StoreAwayError as error:
            _logger.warning("The store cannot be reached (%s).", error)


async def _watch(identity: Identity | Teams, stop: asyncio.Event) -> None:
    """Set *stop* once the token is refused; a Slack that sends nothing is asked now and then."""
    while not identity.refused.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(identity.refused.wait(), LOOK_EVERY)
        if identity.is_known:
            await identity.confirm()
    stop.set()


def _not_accepted(code: str) -> StartError:
    return StartError(f"Slack says {code}: {FOR_THE_OPERATOR[code]}.")


async def _run_sockets(
    sockets: SocketMode, stop: asyncio.Event, when_connected: Callable[[], object]
) -> None:
    running = asyncio.create_task(sockets.run(stop))
    connected = asyncio.create_task(sockets.connected.wait())
    try:
        await asyncio.wait({running, connected}, return_when=asyncio.FIRST_COMPLETED)
        if connected.done():
            when_connected()
        await running
    finally:
        connected.cancel()


async def _know_ourselves(bot: Bot, stop: asyncio.Event) -> None:
    """Ask Slack, or the store, until it answers; StartError where that will not help."""
    seconds = FIRST_WAIT
    while not stop.is_set():
        try:
            await bot.identity.learn()
        except CALL_FAILED as error:
            why = cause_of(error)
            if why in FOR_THE_OPERATOR:
                raise _not_accepted(why) from None
            why = f"Slack cannot be reached ({why})"
        except StoreAwayError as error:
            why = f"The store cannot be reached ({error})"
        except StoreOutdatedError as error:
            raise StartError(str(error)) from None
        else:
            return
        _logger.warning("%s: next attempt in %.1f s.", why, seconds)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds * random.uniform(0.5, 1.5))  # noqa: S311
        seconds = min(seconds * 2, LONGEST_WAIT)


def _cannot_listen(settings: Settings, error: OSError) -> SettingsError:
    if error.errno == errno.EADDRINUSE:
        return SettingsError(
            "GPUMEM_PORT",
            f"is {settings.port}, which another program uses: set it to a free port.",
        )
    return SettingsError(
        "GPUMEM_HOST",
        f"is {settings.host!r}, port {settings.port}, where this machine cannot listen"
        f" ({error.strerror}): set GPUMEM_HOST and GPUMEM_PORT to an address of its own.",
    )
