"""The global shortcut "Estimate GPU memory", and "Size this" on any message."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.form import Filled
from bot.conversation.origin import Origin
from bot.listeners.modal import form
from bot.listeners.tools import Tools
from bot.slack.place import place_of
from bot.slack.text import plain
from bot.views.answer import answer_view
from bot.views.problem import problem_view
from core.errors import QuestionError
from core.question.words.languages import detect

ESTIMATE = "estimate"
SIZE_THIS = "size_this"

Body = dict[str, Any]


def register(app: AsyncApp, tools: Tools) -> None:
    @app.shortcut(ESTIMATE)
    async def estimate(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        tools.work.start(_calculator(tools, body, client))

    @app.shortcut(SIZE_THIS)
    async def size_this(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Answered to who asked, alone; a message that asks nothing opens the calculator."""
        await ack()
        place = place_of(body)
        text = plain(body["message"].get("text") or "")
        try:
            answer = tools.asking.ask(text)
        except QuestionError as error:
            if error.code in {"help", "need_model"}:
                tools.work.start(_calculator(tools, body, client))
            else:
                tools.work.start(tools.edits.add(place, problem_view(error, text, detect(text))))
            return
        surface = "dm" if place.surface == "dm" else "ephemeral"
        tools.work.start(tools.edits.add(place, answer_view(answer, surface=surface)))


async def _calculator(tools: Tools, body: Body, client: AsyncWebClient) -> None:
    """The empty form, in the language of who asks: the message may be somebody else's."""
    place = place_of(body)
    language = await tools.locale.of(place.user)
    view = form(Filled(), Origin(language))
    await tools.open(client, place, body["trigger_id"], view, language)
