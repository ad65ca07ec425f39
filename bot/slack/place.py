"""Where somebody clicked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Surface = Literal["ephemeral", "thread", "dm"]  # how an answer looks there


@dataclass(frozen=True, slots=True)
class Place:
    """A message, seen by all or by *user* alone; without *channel* the home tab or a modal."""

    user: str
    team: str = ""
    channel: str = ""
    ts: str = ""
    thread_ts: str = ""
    ephemeral: bool = False
    response_url: str = ""

    @property
    def surface(self) -> Surface:
        """How an answer looks there."""
        if self.ephemeral:
            return "ephemeral"
        return "thread" if self.channel and not self.channel.startswith("D") else "dm"


def place_of(body: Mapping[str, Any]) -> Place:
    """The place of a `block_actions` or shortcut payload."""
    container = body.get("container") or {}
    channel = container.get("channel_id") or (body.get("channel") or {}).get("id") or ""
    message = body.get("message") or {}
    return Place(
        user=body["user"]["id"],
        team=(body.get("team") or {}).get("id") or "",
        channel=channel,
        ts=container.get("message_ts") or message.get("ts") or "",
        thread_ts=container.get("thread_ts") or message.get("thread_ts") or "",
        ephemeral=bool(container.get("is_ephemeral")),
        response_url=body.get("response_url") or "",
    )
