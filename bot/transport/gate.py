"""What a port beside Slack asks of everybody: who you are, not too often, and not all at once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from aiohttp import hdrs, web

from bot.running.limits import Limits
from bot.running.metrics import Metrics
from bot.transport.connections import Connections
from bot.transport.proof import shows_token

MOST = 200  # connections at once


class Refuse(Protocol):
    """A refusal in the form that the programs on this port read."""

    def __call__(
        self, status: int, why: str, headers: Mapping[str, str] | None = None
    ) -> web.Response: ...


@dataclass(frozen=True, slots=True)
class Gate:
    """*kind* is its name among limits and metrics, and in that of the variable of its *token*."""

    kind: str
    limits: Limits
    metrics: Metrics
    report: Callable[[Exception], object]
    token: str | None
    connections: Connections

    def shown_by(self, request: web.BaseRequest) -> str | None:
        """Whose limit a request with our token counts on."""
        return "token" if shows_token(request, self.token) else None

    async def let_in(
        self,
        request: web.BaseRequest,
        who: str | None,
        answer: Callable[[], Awaitable[web.StreamResponse]],
        refuse: Refuse,
    ) -> web.StreamResponse:
        """What *answer* gives, for *who* may ask: None is nobody."""
        if who is None:
            why = f"Show the token of GPUMEM_{self.kind.upper()}_TOKEN as a bearer token."
            return refuse(401, why, {hdrs.WWW_AUTHENTICATE: "Bearer"})
        if await self.limits.exceeded(self.kind, who):
            why = "That was a lot at once. Ask again in a minute."
            return refuse(429, why, {hdrs.RETRY_AFTER: "60"})
        try:
            with self.connections.answering(request.protocol):
                return await answer()
        except Exception as error:
            self.report(error)
            return refuse(500, "Something went wrong on this side.")

    def count(self, response: web.StreamResponse) -> web.StreamResponse:
        """The same response, in the metrics too."""
        self.metrics.received(self.kind, response.status)
        return response
