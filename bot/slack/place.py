"""Where somebody wrote or clicked, which is where the answer goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from core.asked.question import Language

Surface = Literal["ephemeral", "thread", "dm"]  # how an answer looks there


@dataclass(frozen=True, slots=True)
class Place:
    """
    A channel, a thread in it, or the message *ts* that *user* clicked in, which speak *language*.

    Without *channel* it is the home tab or a shortcut, and what is said goes to *user* directly. An
    *ephemeral* message is seen by *user* alone, and changed through *response_url* alone.
    """

    user: str
    team: str = ""
    channel: str = ""
    thread_ts: str = ""
    ts: str = ""
    ephemeral: bool = False
    response_url: str = ""
    language: Language = "en"

    @property
    def is_direct(self) -> bool:
        """Whether it is the conversation of *user* with us, or nowhere in particular."""
        return not self.channel or self.channel.startswith("D")

    @property
    def surface(self) -> Surface:
        """How an answer looks there."""
        if self.ephemeral:
            return "ephemeral"
        return "dm" if self.is_direct else "thread"


def place_of_event(event: Mapping[str, Any], team: str | None) -> Place:
    """The place of a message that somebody wrote; its thread, if it is in one."""
    return Place(
        user=event["user"],
        team=team or "",
        channel=event["channel"],
        thread_ts=event.get("thread_ts") or "",
    )


def place_of(body: Mapping[str, Any], language: Language = "en") -> Place:
    """The place of a click, a shortcut or a form."""
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
        language=language,
    )
