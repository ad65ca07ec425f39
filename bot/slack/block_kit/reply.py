"""What every view returns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """
    One message: *text* is the whole of it, read aloud by screen readers and shown in
    notifications, escaped for Slack; *blocks* are the same to look at.

    *metadata* goes with `chat.postMessage`: it carries the question, so that a follow-up can be
    understood without reading the channel.
    """

    text: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, Any] | None = None
