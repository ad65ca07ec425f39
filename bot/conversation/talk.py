"""A text in a thread or a direct message: on its own, or about the question before."""

import time
from dataclasses import replace

from bot.conversation.replies import Replies
from bot.conversation.team_settings import usual_language
from bot.conversation.threads import Threads
from bot.hub.lookups import A_MOMENT, Lookups
from bot.slack.block_kit.reply import Reply
from bot.slack.locale import Locale
from bot.slack.pasted import Pasted
from bot.slack.place import Place
from bot.slack.post import Poster
from bot.views.notice import looking_up
from core.asked.question import Language
from core.logs.answer import LogAnswer


class Talk:
    """Answers where the text was written."""

    def __init__(
        self,
        replies: Replies,
        threads: Threads,
        locale: Locale,
        poster: Poster,
        lookups: Lookups,
    ) -> None:
        self._replies = replies
        self._threads = threads
        self._locale = locale
        self._poster = poster
        self._lookups = lookups

    async def answer(
        self, text: str, place: Place, *, begins: bool = False, pasted: Pasted | None = None
    ) -> None:
        """
        Answer *text*, whatever happens; *begins* where nothing can have come before. *pasted* is
        what of it stands in code blocks and files, which may be a log.
        """
        begun = None
        try:
            started = time.perf_counter()
            found, begun = await self._logged(text, place, pasted or Pasted())
            if found is not None:
                language = found.language
                reply = self._replies.to_log(found, place.surface, started)
            else:
                begun = await self._look_up(text, place)
                language, reply = await self._reply(text, place, begins)
        except Exception as error:
            language = place.language
            reply = self._replies.apology(error, where="answer", asked=text)
        if begun:
            await self._poster.edit(replace(begun, language=language), reply)
        else:
            await self._poster.answer(replace(place, language=language), reply)

    async def _logged(
        self, text: str, place: Place, pasted: Pasted
    ) -> tuple[LogAnswer | None, Place | None]:
        """
        What is to be said of a log, None where there is none; and the message that says that its
        model is being looked up, where that was posted.
        """
        words, log = (pasted.words, pasted.text) if pasted.text else (text, "")
        if not self._replies.may_be_a_log(words, log):
            return None, None
        otherwise = usual_language() if words else await self._locale.of(place.user)
        found = self._replies.logged(words, log, otherwise)
        if found is None or found.answered is not None or not self._lookups.wanted(found.asked):
            return found, None
        begun = await self._look_up(found.asked, place)
        return self._replies.logged(words, log, otherwise), begun

    async def _look_up(self, text: str, place: Place) -> Place | None:
        """The message that says so, where a hub takes longer than a moment."""
        ids = self._lookups.wanted(text)
        if not ids or await self._lookups.settle(text, A_MOMENT):
            return None
        language = self._replies.read(text, "en").language
        begun = await self._poster.begin(place, looking_up(ids, language))
        await self._lookups.settle(text)
        return begun

    async def _reply(self, text: str, place: Place, begins: bool) -> tuple[Language, Reply]:
        """Slack is asked for what came before only where the text leans on it."""
        otherwise = usual_language() if text else await self._locale.of(place.user)
        seen = self._replies.read(text, otherwise)
        earlier = None
        if not begins and self._replies.leans(seen):
            earlier = await self._threads.before(place)
            if earlier:
                await self._lookups.settle(earlier.question)
        return seen.language, self._replies.to(seen, place.surface, earlier, begins=begins)
