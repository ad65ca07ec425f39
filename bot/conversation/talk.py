"""A text in a thread or a direct message: on its own, or about the question before."""

from dataclasses import replace

from bot.conversation.replies import Replies
from bot.conversation.threads import Threads
from bot.slack.block_kit.reply import Reply
from bot.slack.locale import Locale
from bot.slack.place import Place
from bot.slack.post import Poster
from core.asked.question import Language


class Talk:
    """Answers where the text was written."""

    def __init__(self, replies: Replies, threads: Threads, locale: Locale, poster: Poster) -> None:
        self._replies = replies
        self._threads = threads
        self._locale = locale
        self._poster = poster

    async def answer(self, text: str, place: Place, *, begins: bool = False) -> None:
        """Answer *text*, whatever happens; *begins* where nothing can have come before."""
        try:
            language, reply = await self._reply(text, place, begins)
        except Exception as error:
            language = place.language
            reply = self._replies.apology(error, where="answer", asked=text)
        await self._poster.answer(replace(place, language=language), reply)

    async def _reply(self, text: str, place: Place, begins: bool) -> tuple[Language, Reply]:
        """Slack is asked for what came before only where the text leans on it."""
        otherwise = "en" if text else await self._locale.of(place.user)
        seen = self._replies.read(text, otherwise)
        earlier = None
        if not begins and self._replies.leans(seen):
            earlier = await self._threads.before(place)
        return seen.language, self._replies.to(seen, place.surface, earlier)
