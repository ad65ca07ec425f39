"""
Bring a reply to where it is read.

Posting goes on after Slack has its acknowledgement, so nobody is there to catch an error: what
Slack refuses is tried in a plainer form, then told to the asker in a direct message, then logged.
"""

import logging
from dataclasses import dataclass
from typing import Any

from bot.running.metrics import Metrics
from bot.running.work import Work
from bot.slack.block_kit.reply import Reply
from bot.slack.client import Client
from bot.slack.fallback import Fallback
from bot.slack.post_errors import FOR_THE_OPERATOR, sentence
from core.asked.question import Language

_logger = logging.getLogger("gpumem.delivery")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a reply goes, and who waits for it; *language* is theirs."""

    team: str
    channel: str
    user: str
    thread_ts: str | None = None
    language: Language = "en"


class Delivery:
    """Posts replies with *client*; *work* keeps those on their way."""

    def __init__(self, client: Client, work: Work, metrics: Metrics, fallback: Fallback) -> None:
        self._client = client
        self.work = work
        self._metrics = metrics
        self._fallback = fallback

    def post_soon(self, reply: Reply, address: Address) -> None:
        """Post beside everything else: the listener returns, and Slack is acknowledged at once."""
        self.work.start(self.post(reply, address))

    async def post(self, reply: Reply, address: Address) -> None:
        """Post *reply*; who waits is told in a direct message where Slack refuses it."""
        code = await self._fallback.send(
            address.team, reply, lambda shown: self._try(shown, address.channel, address.thread_ts)
        )
        if code and code not in FOR_THE_OPERATOR and address.channel != address.user:
            told = Reply(sentence(code, address.channel, address.language), ())
            await self._try(told, address.user, None)

    def acknowledgement(self, reply: Reply, team: str) -> dict[str, Any]:
        """The same reply as the body of an acknowledgement, seen by the asker alone."""
        shown = self._fallback.only(team, reply)
        return {"response_type": "ephemeral", "text": shown.text, "blocks": list(shown.blocks)}

    async def _try(self, reply: Reply, channel: str, thread_ts: str | None) -> str:
        """Post once; empty where it arrived, otherwise the code of the refusal."""
        optional = {"thread_ts": thread_ts, "metadata": reply.metadata and dict(reply.metadata)}
        code = await self._client.attempt(
            "chat.postMessage",
            channel=channel,
            text=reply.text,
            blocks=list(reply.blocks),
            unfurl_links=False,
            unfurl_media=False,
            **{name: value for name, value in optional.items() if value},
        )
        if code:
            self._metrics.failed(code)
            _logger.warning("Slack refused a message: %s", FOR_THE_OPERATOR.get(code, code))
        return code
