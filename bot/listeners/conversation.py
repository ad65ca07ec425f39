"""A text in a thread or a direct message: on its own, or about the question before."""

from dataclasses import replace

from bot.conversation.replies import Replies
from bot.conversation.threads import Threads
from bot.slack.delivery import Address, Delivery
from bot.slack.locale import Locale
from bot.slack.place import Surface
from core.question.words.languages import detect


class Conversation:
    """Answers where the text was written, and remembers what was asked there."""

    def __init__(
        self, replies: Replies, delivery: Delivery, threads: Threads, locale: Locale
    ) -> None:
        self._replies = replies
        self._delivery = delivery
        self._threads = threads
        self._locale = locale

    def answer_soon(
        self, text: str, surface: Surface, address: Address, *, begins: bool = False
    ) -> None:
        """
        Answer after the acknowledgement; *begins* where nothing can have come before.

        Slack is asked for what came before only where the text leans on it.
        """
        self._delivery.work.start(self._answer(text, surface, address, begins=begins))

    async def _answer(self, text: str, surface: Surface, address: Address, *, begins: bool) -> None:
        earlier = None
        if not begins and self._replies.leans(text):
            earlier = await self._threads.before(address.channel, address.thread_ts)
        otherwise = "en" if text else await self._locale.of(address.user)
        reply = self._replies.to(text, surface, earlier, otherwise=otherwise)
        self._threads.remember(address.channel, address.thread_ts, reply)
        language = detect(text, otherwise=otherwise)
        await self._delivery.post(reply, replace(address, language=language))
