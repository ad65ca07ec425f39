"""Response URLs: the right to answer an interaction, five times in half an hour."""

from dataclasses import dataclass

from .clock import Clock
from .ids import Ids

LIFETIME = 30 * 60.0  # seconds
USES = 5


@dataclass(slots=True)
class ResponseUrl:
    """
    Where an answer goes, and which message it may replace.

    *original* is the `ts` of the message that was clicked, and *ephemeral*
    whether only *user* saw it. *cause* names the interaction for the feed.
    """

    channel: str
    user: str
    cause: str
    expires: float
    original: str | None = None
    ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """Hands out the addresses and counts their uses."""

    def __init__(self, clock: Clock, ids: Ids, team_id: str) -> None:
        self._team_id = team_id
        self._clock = clock
        self._ids = ids
        self._known: dict[str, ResponseUrl] = {}

    def new(
        self,
        kind: str,
        *,
        channel: str,
        user: str,
        cause: str,
        original: str | None = None,
        ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> str:
        """The path of a new address; *kind* is "commands" or "actions"."""
        path = f"/{kind}/{self._team_id}/{self._ids.new('1')}/{self._ids.secret()}"
        expires = self._clock.now() + LIFETIME
        self._known[path] = ResponseUrl(
            channel, user, cause, expires, original, ephemeral, thread_ts
        )
        return path

    def use(self, path: str) -> ResponseUrl | str:
        """What the address stands for, counted as used; or the error Slack names."""
        known = self._known.get(path)
        if known is None:
            return "no_service"
        if self._clock.now() > known.expires:
            return "expired_url"
        if known.uses >= USES:
            return "used_url"
        known.uses += 1
        return known

    def clear(self) -> None:
        self._known.clear()
