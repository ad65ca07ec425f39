"""The thumbs under an answer: counted and logged, without names and without words."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.listeners.tools import Tools, only_action
from bot.slack.place import place_of
from bot.views.feedback import BAD, FEEDBACK, GOOD
from bot.views.notice import thanks_view

_logger = logging.getLogger("gpumem.feedback")


def register(app: AsyncApp, tools: Tools) -> None:
    @app.action(FEEDBACK)
    async def feedback(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        verdict, _, language = str(only_action(body).get("value")).partition(".")
        if verdict not in {GOOD, BAD}:
            return
        tools.metrics.rated(verdict)
        _logger.info("an answer was rated %s", verdict)
        tools.work.start(tools.edits.add(place_of(body), thanks_view(language)))
