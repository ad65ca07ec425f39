"""
Change a message that somebody clicked in, or say something beside it.

The response_url comes first: it works in every channel, and it alone reaches what one person sees.
It takes five posts in half an hour; after that a message that all see is edited by the Web API,
and who clicked in one of their own is told.
"""

from typing import Any

from bot.i18n import t
from bot.slack.block_kit.blocks import one_sentence
from bot.slack.block_kit.reply import Reply
from bot.slack.client import Client
from bot.slack.fallback import Fallback
from bot.slack.place import Place
from bot.slack.post_errors import BLOCKS_REFUSED
from bot.slack.response_url import respond


class Edits:
    """*client* posts what no response_url can."""

    def __init__(self, client: Client, fallback: Fallback) -> None:
        self._client = client
        self._fallback = fallback

    async def edit(self, place: Place, reply: Reply, language: str) -> None:
        """Put *reply* where the message of *place* stands."""
        if not place.channel:
            await self.add(place, reply)
            return

        async def attempt(shown: Reply) -> str:
            code = await self._respond(place, shown, replace_original=True)
            if _is_gone(code) and not place.ephemeral:
                code = await self._update(place, shown)
            return code

        if await self._fallback.send(place.team, reply, attempt):
            await self._whisper(place, one_sentence(t(language, "notice.gone")))

    async def add(self, place: Place, reply: Reply) -> None:
        """Say *reply* beside the message: to the person alone where it is theirs alone."""
        if place.channel and place.surface != "dm":
            await self._whisper(place, reply)
        else:
            await self._fallback.send(place.team, reply, lambda shown: self._direct(place, shown))

    async def share(self, place: Place, reply: Reply, language: str) -> None:
        """Post *reply* to the channel for all, and take the message away that it comes from."""

        async def attempt(shown: Reply) -> str:
            code = await self._respond(
                place, shown, response_type="in_channel", replace_original=False
            )
            return await self._post(place.channel, shown) if _is_gone(code) else code

        if await self._fallback.send(place.team, reply, attempt):
            await self._whisper(place, one_sentence(t(language, "notice.not_shared")))
        else:
            await self._respond(place, None, delete_original=True)

    async def _whisper(self, place: Place, reply: Reply) -> None:
        """To the person alone: in the channel if Slack lets us, otherwise directly."""

        async def attempt(shown: Reply) -> str:
            code = await self._respond(
                place, shown, response_type="ephemeral", replace_original=False
            )
            if _is_gone(code):
                code = await self._ephemeral(place, shown)
            return code

        if await self._fallback.send(place.team, reply, attempt):
            await self._fallback.send(place.team, reply, lambda shown: self._direct(place, shown))

    async def _respond(self, place: Place, reply: Reply | None, **how: Any) -> str:
        """Post to the response_url; the code of the refusal, empty where it was taken."""
        if not place.response_url:
            return "no_service"
        shown = {} if reply is None else {"text": reply.text, "blocks": list(reply.blocks)}
        if place.thread_ts and not place.ephemeral and not how.get("replace_original"):
            shown["thread_ts"] = place.thread_ts
        return await respond(self._client, place.response_url, {**shown, **how})

    async def _update(self, place: Place, reply: Reply) -> str:
        return await self._client.attempt(
            "chat.update", channel=place.channel, ts=place.ts, **_content(reply)
        )

    async def _post(self, channel: str, reply: Reply, **more: Any) -> str:
        return await self._client.attempt(
            "chat.postMessage", channel=channel, **_content(reply), **more
        )

    async def _direct(self, place: Place, reply: Reply) -> str:
        """In the conversation with the person; the metadata lets a follow-up be understood."""
        metadata = {} if reply.metadata is None else {"metadata": dict(reply.metadata)}
        channel = place.channel if place.channel.startswith("D") else place.user
        return await self._client.attempt(
            "chat.postMessage", channel=channel, **_content(reply), **metadata
        )

    async def _ephemeral(self, place: Place, reply: Reply) -> str:
        thread = {"thread_ts": place.thread_ts} if place.thread_ts else {}
        return await self._client.attempt(
            "chat.postEphemeral",
            channel=place.channel,
            user=place.user,
            **thread,
            **_content(reply),
        )


def _is_gone(code: str) -> bool:
    """Whether the address is at fault (used_url, expired_url, a 500), and not what was posted."""
    return bool(code) and code not in BLOCKS_REFUSED


def _content(reply: Reply) -> dict[str, Any]:
    return {"text": reply.text, "blocks": list(reply.blocks)}
