"""What goes wrong when somebody asks for it: slow calls, refusals, lost sockets, odd deliveries."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from .values import Json


@dataclass(frozen=True, slots=True)
class Fault:
    """
    *kind* "switch": on until switched off, or until it happened `times` times.
    *kind* "action": happens once, when it is asked for.
    *options* are what it can be told, with their defaults.
    """

    name: str
    description: str
    kind: Literal["switch", "action"] = "switch"
    options: Json = field(default_factory=dict)


_TIMES: Json = {"times": 0}  # 0: until switched off
_CALLS: Json = {"method": "", **_TIMES}  # "": every method

FAULTS = (
    Fault("slow_api", "Web API calls are answered late", options={"seconds": 2.0, **_CALLS}),
    Fault(
        "stalled_api", "Web API calls wait before they are done", options={"seconds": 2.0, **_CALLS}
    ),
    Fault(
        "failing_api",
        "Web API calls are refused with an error of your choice",
        options={"error": "internal_error", "status": 200, **_CALLS},
    ),
    Fault(
        "proxy_answer",
        "Web API calls (and posts to response URLs, method response_url) are answered by a proxy",
        options={
            "status": 502,
            "content_type": "text/html",
            "body": "<html>Bad Gateway</html>",
            **_CALLS,
        },
    ),
    Fault("rate_limit", "Web API calls get 429", options={"retry_after": 2, **_CALLS}),
    Fault("failing_response_url", "Posts to response URLs get 500", options=_TIMES),
    Fault(
        "token_revoked",
        "The bot token is no longer accepted",
        options={"error": "token_revoked", **_TIMES},
    ),
    Fault("duplicate_events", "Each event arrives twice", options=_TIMES),
    Fault("reordered_events", "Each event waits until the next one has gone first", options=_TIMES),
    Fault("lost_acks", "Acks do not arrive, so that events come again", options=_TIMES),
    Fault(
        "disconnect_during_answer",
        "The connection is cut as soon as an envelope has been sent",
        options=_TIMES,
    ),
    Fault(
        "clock_skew",
        "Signed requests carry the time of another clock",
        options={"seconds": -600.0, **_TIMES},
    ),
    Fault("wrong_signature", "Signed requests are signed with another secret", options=_TIMES),
    Fault("drop_sockets", "Cut all WebSockets without a word", "action"),
    Fault(
        "silence_sockets",
        "The WebSockets of now still answer pings, but carry nothing more",
        "action",
    ),
    Fault(
        "half_open_sockets",
        "The WebSockets of now stay open, but nobody is at the other end",
        "action",
    ),
    Fault("refresh_sockets", "Ask the app to reconnect, as Slack does every few hours", "action"),
    Fault("disable_link", "Socket Mode is switched off in the app's settings", "action"),
    Fault("replay", "Deliver the last envelope a second time, as it was", "action"),
    Fault("advance_clock", "Move the workspace's clock", "action", {"seconds": 60.0}),
)


class UnknownFaultError(ValueError):
    """There is no fault of this name, or it has no such option."""


class Faults:
    """
    The faults that are on.

        workspace.faults.on("slow_api", seconds=1, method="chat.postMessage")
        workspace.faults.off("slow_api")
        await workspace.faults.do("drop_sockets")
        with workspace.faults.during("rate_limit", retry_after=1, times=1): ...
    """

    def __init__(self) -> None:
        self._known = {fault.name: fault for fault in FAULTS}
        self._on: dict[str, Json] = {}
        self._actions: dict[str, Callable[..., Awaitable[None]]] = {}
        self.on_change: Callable[[], None] = lambda: None

    def on(self, name: str, **options: Any) -> None:
        """Switch a fault on. UnknownFaultError for a name or option that does not exist."""
        self._on[name] = self._options(name, "switch", options)
        self.on_change()

    def off(self, name: str) -> None:
        """Switch a fault off, if it is on."""
        if self._on.pop(name, None) is not None:
            self.on_change()

    def clear(self) -> None:
        """Switch all faults off."""
        self._on.clear()
        self.on_change()

    @contextmanager
    def during(self, name: str, **options: Any) -> Iterator[None]:
        """On for the length of a `with` block."""
        self.on(name, **options)
        try:
            yield
        finally:
            self.off(name)

    async def do(self, name: str, **options: Any) -> None:
        """Let a fault of kind "action" happen."""
        await self._actions[name](**self._options(name, "action", options))

    def provide(self, name: str, action: Callable[..., Awaitable[None]]) -> None:
        """Say how the action of this name is done."""
        self._actions[name] = action

    def take(self, name: str, **about: str) -> Json | None:
        """
        The options of this fault if it strikes now, else None; counts one of its `times`.

        *about* says what it would strike: a fault with `method="x"` spares the others.
        """
        options = self._on.get(name)
        if options is None:
            return None
        if any(options.get(key) not in ("", None, value) for key, value in about.items()):
            return None
        if options["times"] == 1:
            self.off(name)
        elif options["times"]:
            options["times"] -= 1
        return options

    def kind(self, name: str) -> str:
        """ "switch" or "action"; UnknownFaultError."""
        return self._fault(name).kind

    def shown(self) -> list[Json]:
        """All faults, as PAGE.md has them."""
        return [
            {
                "name": fault.name,
                "description": fault.description,
                "kind": fault.kind,
                "options": {**fault.options, **self._on.get(fault.name, {})},
                "on": fault.name in self._on,
            }
            for fault in FAULTS
        ]

    def _fault(self, name: str) -> Fault:
        if name not in self._known:
            raise UnknownFaultError(f"there is no fault {name!r}")
        return self._known[name]

    def _options(self, name: str, kind: str, given: Json) -> Json:
        fault = self._fault(name)
        if fault.kind != kind:
            raise UnknownFaultError(f"{name!r} is of kind {fault.kind!r}")
        options = dict(fault.options)
        for key, value in given.items():
            if key not in options:
                raise UnknownFaultError(f"{name!r} has no option {key!r}")
            try:
                options[key] = type(options[key])(value)
            except (TypeError, ValueError):
                raise UnknownFaultError(f"{name!r}: {key} cannot be {value!r}") from None
        return options
