"""The thumbs under an answer: counted and logged, without names and without words."""

import logging
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.listeners.payload import Body, only_action
from bot.running.metrics import Metrics
from bot.running.work import Work
from bot.slack.place import place_of
from bot.slack.post import Poster
from bot.views.feedback import BAD, FEEDBACK, GOOD
from bot.views.notice import thanks_view

_logger = logging.getLogger("gpumem.feedback")


def register(app: AsyncApp, *, metrics: Metrics, poster: Poster, work: Work) -> None:
    """The action and who takes it."""
    app.action(FEEDBACK)(partial(feedback, metrics=metrics, poster=poster, work=work))


async def feedback(
    ack: AsyncAck, body: Body, *, metrics: Metrics, poster: Poster, work: Work
) -> None:
    """A thumb, with the language of the answer."""
    await ack()
    verdict, _, language = str(only_action(body).get("value")).partition(".")
    if verdict not in {GOOD, BAD}:
        return
    metrics.rated(verdict)
    _logger.info("an answer was rated %s", verdict)
    work.start(poster.add(place_of(body), thanks_view(language)))
