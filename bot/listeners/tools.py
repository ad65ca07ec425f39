"""What the listeners of buttons and forms work with."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.asking import Asked, Asking
from bot.conversation.state import StateError
from bot.conversation.threads import Threads
from bot.running import incidents
from bot.running.metrics import Metrics
from bot.running.work import Work
from bot.slack.block_kit.limits import check_view
from bot.slack.block_kit.reply import Block, Reply
from bot.slack.edits import Edits
from bot.slack.errors import CALL_FAILED, error_of
from bot.slack.locale import Locale
from bot.slack.place import Place
from bot.views.apology import apology_view
from bot.views.notice import notice_view
from bot.views.problem import problem_view
from core.errors import QuestionError
from core.question.words.languages import detect

_logger = logging.getLogger("gpumem.interaction")

LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})


@dataclass(frozen=True, slots=True)
class Tools:
    """
    *work* goes on after Slack has its acknowledgement; *edits* brings replies to a message;
    *threads* remembers what was asked where; *locale* asks in which language somebody works.
    """

    asking: Asking
    edits: Edits
    threads: Threads
    work: Work
    metrics: Metrics
    locale: Locale

    def asked(self, place: Place, make: Callable[[], Asked]) -> Asked | None:
        """What *make* asks; None where it cannot be asked, which the person has been told."""
        try:
            return make()
        except StateError as error:
            name = "old" if error.old else "broken"
            self.work.start(self.edits.add(place, notice_view(name, error.language)))
        except QuestionError as error:
            # The text was ours, so there are no words of the asker to show.
            language = detect(error.message)
            self.work.start(self.edits.add(place, problem_view(error, "", language)))
        return None

    def edit_soon(self, place: Place, reply: Reply, language: str) -> None:
        """Put *reply* in place of the message; follow-ups are about it from now on."""
        self.threads.remember(place.channel, place.thread_ts or None, reply)
        self.work.start(self.edits.edit(place, reply, language))

    def open_soon(
        self, client: AsyncWebClient, place: Place, trigger_id: str, view: Block, language: str
    ) -> None:
        """Open a modal beside the acknowledgement, which a slow Slack would hold up otherwise."""
        self.work.start(self.open(client, place, trigger_id, view, language))

    async def open(
        self, client: AsyncWebClient, place: Place, trigger_id: str, view: Block, language: str
    ) -> None:
        """Open a modal; a person whom Slack kept waiting too long is told to click again."""
        try:
            await client.views_open(trigger_id=trigger_id, view=checked(view))
        except CALL_FAILED as error:
            code = error_of(error)
            self.metrics.failed(code)
            if code in LATE:
                told = notice_view("late", language)
            else:
                told = apology_view(incidents.report(error, where="form"), language)
            await self.edits.add(place, told)


def checked(view: Block) -> Block:
    """*view* as it is: one that breaks Slack's limits is a fault of ours, and is logged."""
    if problems := check_view(view):
        _logger.error("a view breaks Slack's limits: %s", "; ".join(problems))
    return view


def only_action(body: dict[str, Any]) -> dict[str, Any]:
    """The element that was used."""
    return body["actions"][0]
