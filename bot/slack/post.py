"""
Bring a reply to where it is read: the one way to post.

Posting goes on after Slack has its acknowledgement, so nobody is there to catch an error. What
Slack refuses is tried in a plainer form (fallback.py) and on the next of several ways; then whoever
waits is told, and the log.

Next to a click the response_url comes first: it works in every channel, and it alone reaches what
one person sees. It takes five posts in half an hour.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.i18n import t
from bot.running import tracing
from bot.running.metrics import Metrics
from bot.running.work import kept
from bot.slack.again import marked
from bot.slack.block_kit.blocks import one_sentence
from bot.slack.block_kit.reply import Reply
from bot.slack.client import Client
from bot.slack.errors import CALL_FAILED
from bot.slack.fallback import Fallback
from bot.slack.lane import CrowdedError
from bot.slack.pacing import Pacing
from bot.slack.place import Place
from bot.slack.refusals import BLOCKS_REFUSED, FOR_THE_OPERATOR, sentence
from bot.slack.response_url import respond
from bot.slack.retry import is_away

_logger = logging.getLogger("gpumem.post")

Way = Callable[[Place, Reply], Awaitable[str]]  # empty where it arrived, otherwise why not


class Poster:
    """
    *client* posts when *pacing* lets it, *fallback* knows what a workspace takes; *said* is told
    what stands where.
    """

    def __init__(
        self,
        client: Client,
        fallback: Fallback,
        metrics: Metrics,
        said: Callable[[Place, Reply], object],
        pacing: Pacing,
        later: Callable[[str], object] = lambda id: None,
    ) -> None:
        """*later* is told which request, kept in a store, Slack could not be given an answer to."""
        self._client = client
        self._fallback = fallback
        self._metrics = metrics
        self._said = said
        self._pacing = pacing
        self._later = later

    async def answer(self, place: Place, reply: Reply) -> None:
        """A new message for all; who waits is told in a direct message where Slack refuses it."""
        self._said(place, reply)
        code = await self._send(place, reply, self._post)
        if is_away(code) and kept.get():
            self._later(kept.get())
        elif code and code not in FOR_THE_OPERATOR:
            told = Reply(sentence(code, place.channel, place.language), ())
            await self._send(replace(place, channel=""), told, self._directly)

    async def begin(self, place: Place, reply: Reply) -> Place | None:
        """A message that `edit` will put the answer into; None where Slack refused it."""
        try:
            async with self._pacing.turn(place.team, place.channel, place.user):
                posted = await self._client.chat_postMessage(
                    channel=place.channel, **_thread(place), **_content(reply)
                )
        except (CrowdedError, *CALL_FAILED):
            return None
        return replace(place, ts=str(posted.get("ts") or ""))

    async def edit(self, place: Place, reply: Reply) -> None:
        """Put *reply* where the message of *place* stands."""
        self._said(place, reply)
        if not place.channel:
            await self.add(place, reply)
            return
        ways = [self._instead] if place.ephemeral else [self._instead, self._update]
        if await self._send(place, reply, *ways):
            await self._whisper(place, one_sentence(t(place.language, "notice.gone")))

    async def add(self, place: Place, reply: Reply) -> None:
        """Say *reply* beside the message: to the person alone where it is theirs alone."""
        if place.surface == "dm":
            await self._send(place, reply, self._directly)
        else:
            await self._whisper(place, reply)

    async def share(self, place: Place, reply: Reply) -> None:
        """Post *reply* to the channel for all, and take the message away that it comes from."""
        if await self._send(place, reply, self._for_all, self._to_channel):
            await self._whisper(place, one_sentence(t(place.language, "notice.not_shared")))
        else:
            await self._respond(place, {"delete_original": True})

    def acknowledgement(self, place: Place, reply: Reply) -> dict[str, Any]:
        """*reply* as the body of an acknowledgement, seen by the asker alone."""
        shown = self._fallback.only(place.team, reply)
        return {"response_type": "ephemeral", **_content(shown)}

    async def tell(self, method: str, **arguments: Any) -> None:
        """Call *method*, of which nobody is shown anything where Slack refuses it; it is logged."""
        code = await self._client.attempt(method, **arguments)
        if code:
            self._metrics.failed(code)
            _logger.warning("Slack refused %s: %s", method, FOR_THE_OPERATOR.get(code, code))

    async def _whisper(self, place: Place, reply: Reply) -> None:
        """To the person alone: in the channel if Slack lets us, otherwise directly."""
        await self._send(place, reply, self._beside, self._ephemeral, self._directly)

    async def _send(self, place: Place, reply: Reply, *ways: Way) -> str:
        """The first of *ways* that works; otherwise why the last did not, which is logged."""

        async def attempt(shown: Reply) -> str:
            code = ""
            for way in ways:
                code = await way(place, shown)
                if not code or code in BLOCKS_REFUSED:  # not the way is at fault
                    break
            return code

        with tracing.span("post", surface=place.surface) as span:
            code = await self._fallback.send(place.team, reply, attempt)
            span.tell(outcome=code or "posted")
        if code:
            self._metrics.failed(code)
            _logger.warning("Slack refused a message: %s", FOR_THE_OPERATOR.get(code, code))
        return code

    async def _post(self, place: Place, reply: Reply) -> str:
        """For all, in the thread; the metadata lets a follow-up be understood."""
        return await self._in_turn(
            "chat.postMessage",
            place,
            unfurl_links=False,
            unfurl_media=False,
            **_thread(place),
            **_content(reply),
            **_metadata(reply),
        )

    async def _to_channel(self, place: Place, reply: Reply) -> str:
        return await self._post(replace(place, thread_ts=""), reply)

    async def _directly(self, place: Place, reply: Reply) -> str:
        """In the conversation with the person."""
        channel = place.channel if place.channel.startswith("D") else place.user
        return await self._post(replace(place, channel=channel, thread_ts=""), reply)

    async def _ephemeral(self, place: Place, reply: Reply) -> str:
        return await self._in_turn(
            "chat.postEphemeral", place, user=place.user, **_thread(place), **_content(reply)
        )

    async def _in_turn(self, method: str, place: Place, **arguments: Any) -> str:
        """A new message in the channel of *place*, when its turn has come."""
        try:
            async with self._pacing.turn(place.team, place.channel, place.user):
                return await self._client.attempt(method, channel=place.channel, **arguments)
        except CrowdedError:
            return "ratelimited"

    async def _update(self, place: Place, reply: Reply) -> str:
        return await self._client.attempt(
            "chat.update",
            channel=place.channel,
            ts=place.ts,
            **_content(reply),
            **_metadata(reply),
        )

    async def _instead(self, place: Place, reply: Reply) -> str:
        return await self._respond(place, {"replace_original": True, **_content(reply)})

    async def _beside(self, place: Place, reply: Reply) -> str:
        return await self._respond(place, {"response_type": "ephemeral", **_new(place, reply)})

    async def _for_all(self, place: Place, reply: Reply) -> str:
        return await self._respond(place, {"response_type": "in_channel", **_new(place, reply)})

    async def _respond(self, place: Place, message: dict[str, Any]) -> str:
        if not place.response_url:
            return "no_service"
        return await respond(self._client, place.response_url, message)


def _new(place: Place, reply: Reply) -> dict[str, Any]:
    """A further message through a response_url: beside the one that was clicked in."""
    thread = {} if place.ephemeral else _thread(place)
    return {"replace_original": False, **thread, **_content(reply)}


def _metadata(reply: Reply) -> dict[str, Any]:
    metadata = marked(reply.metadata, kept.get())
    return {} if metadata is None else {"metadata": metadata}


def _thread(place: Place) -> dict[str, Any]:
    return {"thread_ts": place.thread_ts} if place.thread_ts else {}


def _content(reply: Reply) -> dict[str, Any]:
    return {"text": reply.text, "blocks": list(reply.blocks)}
