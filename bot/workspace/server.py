"""The workspace: a Slack small enough to run beside the bot, in the same process."""

import asyncio
import errno
import json
from collections.abc import Iterable

from aiohttp import web

from . import events, page
from .answers import answer_through_url
from .clock import Clock
from .delivery import Carrier
from .fault_actions import provide_actions
from .faults import Faults
from .guard import LOOPBACK, require_loopback, same_origin
from .http_delivery import HttpDelivery
from .manifest import DEFAULT_MANIFEST, read_manifest
from .messages import as_shown
from .oauth_page import allow
from .people import Person
from .proxy import answered_by_a_proxy
from .seed import DEFAULT_SEED, Seed
from .shown import Message
from .transcript import Transcript
from .values import Json, SlackError
from .web_api import serve as serve_web_api
from .world import World

MAX_BODY = 4 * 1024 * 1024  # bytes
PORTS_TO_TRY = 50


class Workspace:
    """
    A workspace with one app installed in it.

    Start it, give the app its tokens and `api_url`, and act as the people in
    it:

        workspace = Workspace()
        await workspace.start()
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        ... start the bot with this client and workspace.app_token, then
        await workspace.connected()
        alice = workspace.person("alice")
        reply = await alice.slash("/gpumem 70B at 16 bits?", channel="ml")
        assert reply.ephemeral and reply.text.startswith("70B")
        await workspace.stop()

    *manifest* is the app's Slack manifest as a dict: its commands, shortcuts,
    scopes, events and tabs are those that exist here. *seed* is who and what
    is in the workspace. With *rate_limits* off, no call is refused for coming
    too soon.

    Envelopes go over Socket Mode, unless `deliver_over_http` says otherwise.

    With *beside*, a workspace that runs, it is a further team of the same Slack and behind the same
    addresses: it is not started, and the app has to be installed in it through OAuth.
    """

    def __init__(
        self,
        manifest: Json | None = None,
        *,
        seed: Seed = DEFAULT_SEED,
        rate_limits: bool = True,
        beside: "Workspace | None" = None,
    ) -> None:
        app = read_manifest(DEFAULT_MANIFEST if manifest is None else manifest)
        first = beside.world if beside else None
        self.world = World(app, seed, rate_limits=rate_limits, beside=first)
        provide_actions(self.world)
        self.port = beside.port if beside else 0
        if first:
            self.world.url = first.url
        self._runner: web.AppRunner | None = None
        self._http: HttpDelivery | None = None

    # What the app needs to know

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`: the page, and all else below it."""
        return self.world.url

    @property
    def api_url(self) -> str:
        """The Web API's base: what Bolt's client takes as `base_url`."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        return self.world.tokens.bot.value

    @property
    def app_token(self) -> str:
        return self.world.tokens.app.value

    @property
    def signing_secret(self) -> str:
        return self.world.tokens.signing_secret

    @property
    def client_id(self) -> str:
        """For OAuth: `GET {url}/oauth/v2/authorize` allows the app at once and redirects back."""
        return self.world.tokens.client_id

    @property
    def client_secret(self) -> str:
        return self.world.tokens.client_secret

    @property
    def app_id(self) -> str:
        return self.world.app_id

    @property
    def bot_user_id(self) -> str:
        return self.world.bot_user_id

    @property
    def team_id(self) -> str:
        return self.world.state.team_id

    # Starting and stopping

    async def start(self, port: int = 0, *, next_free: bool = False, host: str = LOOPBACK) -> None:
        """
        Listen on 127.0.0.1. Port 0 is any free one; *next_free*: when taken, try the next.

        ValueError for any other *host*; OSError when the port is taken.
        """
        require_loopback(host)
        app = web.Application(middlewares=[same_origin], client_max_size=MAX_BODY)
        app.add_routes([*page.routes(self.world), *self._routes()])
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=1.0, handler_cancellation=True
        )
        await self._runner.setup()
        for candidate in _ports(port, next_free=next_free):
            try:
                await web.TCPSite(self._runner, host, candidate).start()
                break
            except OSError as error:
                if error.errno != errno.EADDRINUSE or not next_free:
                    await self._runner.cleanup()
                    raise
        else:
            await self._runner.cleanup()
            raise OSError(errno.EADDRINUSE, f"no free port from {port} on")
        self.port = self._runner.addresses[0][1]
        self.world.url = f"http://{host}:{self.port}"

    async def stop(self) -> None:
        """Close all connections and stop listening."""
        await self.world.stop()
        await self.world.sockets.close()
        if self._http is not None:
            await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def connected(self, count: int = 1, *, timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Return once the app has *count* sockets; TimeoutError after *timeout* seconds."""
        async with asyncio.timeout(timeout):
            await self.world.sockets.connected(count)

    async def settled(self, *, timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Return once every envelope is acknowledged and every call answered."""
        changed = asyncio.Event()
        stop = self.world.feed.listen(lambda change: changed.set())
        try:
            async with asyncio.timeout(timeout):
                await asyncio.sleep(0)  # what was begun before this call opens its entry first
                while self.transcript.open_entries:
                    changed.clear()
                    await changed.wait()
                    await asyncio.sleep(0)
        finally:
            stop()

    def deliver_over_http(self, request_url: str) -> None:
        """Send events, commands and interactions as signed requests to this address from now on."""
        self._http = HttpDelivery(
            self.world.clock,
            self.world.faults,
            request_url=request_url,
            signing_secret=self.signing_secret,
        )
        self._carry(self._http)

    async def verify_request_url(self) -> bool:
        """Whether the app answers Slack's challenge at the address of `deliver_over_http`."""
        if self._http is None:
            raise RuntimeError("there is no Request URL: call deliver_over_http first")
        return await self._http.verify()

    def deliver_over_socket(self) -> None:
        """Send them over Socket Mode (as at first)."""
        self._carry(self.world.sockets)

    # Acting and looking

    def person(self, name: str) -> Person:
        """One of the people (name or id), to act as. KeyError when there is nobody like that."""
        return Person(self.world, self.world.state.person(name).id)

    def messages(self, channel: str) -> list[Message]:
        """What everybody sees in the channel (name or id), replies too, oldest first."""
        found = self.world.state.find_channel(channel)
        if found is None:
            raise KeyError(f"there is no channel {channel!r}")
        return [Message(as_shown(each)) for each in self.world.messages.all_in(found.id)]

    @property
    def transcript(self) -> Transcript:
        """Every call of the app and every envelope to it, oldest first (see transcript.py)."""
        return self.world.transcript

    @property
    def clock(self) -> Clock:
        """The workspace's clock: `clock.advance(1800)` makes half an hour pass."""
        return self.world.clock

    @property
    def faults(self) -> Faults:
        """What goes wrong when asked for: `faults.on("slow_api", seconds=1)` (see faults.py)."""
        return self.world.faults

    def uninstall(self) -> None:
        """Remove the app: its tokens are no longer accepted, and it is told."""
        events.uninstalled(self.world)

    def reset(self) -> None:
        """Everything as in the seed; the app's connections and tokens stay."""
        self.world.reset()

    def _carry(self, carrier: Carrier) -> None:
        self.world.delivery.carrier = carrier

    def _routes(self) -> Iterable[web.AbstractRouteDef]:
        async def web_api(request: web.Request) -> web.Response:
            return await serve_web_api(self.world, request)

        async def link(request: web.Request) -> web.StreamResponse:
            return await self.world.sockets.serve(request)

        async def authorize(request: web.Request) -> web.Response:
            return allow(self.world.of_team(request.query.get("team", "")), request)

        async def respond(request: web.Request) -> web.Response:
            return await _respond(self, request)

        return [
            web.get("/api/{method}", web_api),
            web.post("/api/{method}", web_api),
            web.get("/link/", link),
            web.get("/oauth/v2/authorize", authorize),
            web.post("/{kind:commands|actions|app}/{team}/{id}/{secret}", respond),
        ]


async def _respond(workspace: Workspace, request: web.Request) -> web.Response:
    """A post to a response URL."""
    world = workspace.world.of_team(request.match_info["team"])
    entry = world.transcript.open("response_url", "response_url", {})
    foreign = answered_by_a_proxy(world.faults, "response_url")
    if foreign is not None:
        world.transcript.close(entry, ok=False, note=f"a proxy answers {foreign.status}")
        return foreign
    try:
        body = json.loads(await request.text())
        if not isinstance(body, dict):
            raise ValueError
        entry.request = body
        if world.faults.take("failing_response_url"):
            world.transcript.close(entry, ok=False, note="failing_response_url")
            return web.Response(status=500, text="server_error")
        answer_through_url(world, request.path, body)
    except ValueError:
        world.transcript.close(entry, ok=False, note="invalid_payload")
        return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
    except SlackError as refusal:
        answer = refusal.answer()
        world.transcript.close(entry, ok=False, note=refusal.code, response=answer)
        gone = refusal.code in ("expired_url", "used_url", "no_service")
        return web.json_response(answer, status=404 if gone else 400)
    world.transcript.close(entry, ok=True)
    return web.Response(text="ok")


def _ports(port: int, *, next_free: bool) -> Iterable[int]:
    return range(port, port + PORTS_TO_TRY) if next_free and port else [port]
