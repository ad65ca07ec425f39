"""
A step of somebody's workflow: a question in, the verdict and its numbers out.

https://docs.slack.dev/workflows/workflow-steps
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.conversation.replies import Brief, Replies
from bot.conversation.team_settings import usual_language
from bot.hub.lookups import Lookups
from bot.running.work import Work
from bot.slack.manifest_extras import STEP
from bot.slack.post import Poster
from bot.slack.text import plain
from core.units import GIB


def register(
    app: AsyncApp, *, poster: Poster, replies: Replies, lookups: Lookups, work: Work
) -> None:
    """The step and who takes it."""
    app.function(STEP)(partial(step, poster=poster, replies=replies, lookups=lookups, work=work))


async def step(
    event: dict[str, Any],
    inputs: dict[str, Any],
    *,
    poster: Poster,
    replies: Replies,
    lookups: Lookups,
    work: Work,
) -> None:
    """Slack has been told that we have it; the workflow waits until it hears how it ended."""
    text = plain(str(inputs.get("question") or ""))
    work.start(_ended(str(event.get("function_execution_id")), text, poster, replies, lookups))


async def _ended(id: str, text: str, poster: Poster, replies: Replies, lookups: Lookups) -> None:
    await lookups.settle(text)
    brief = replies.in_brief(text, "workflow", otherwise=usual_language())
    if brief.answer is None:
        error = brief.sentence
        await poster.tell("functions.completeError", function_execution_id=id, error=error)
    else:
        found = outputs(brief)
        await poster.tell("functions.completeSuccess", function_execution_id=id, outputs=found)


def outputs(brief: Brief) -> dict[str, Any]:
    """As the manifest names them; what the answer does not have is left out."""
    answer, found = brief.answer, dict[str, Any](verdict=brief.sentence)
    if answer is None:
        return found
    if answer.verdict.fits is not None:
        found["fits"] = answer.verdict.fits
    if answer.estimates:
        found["memory_gib"] = round(answer.estimates[0].total.m_as(GIB), 1)
    if answer.headline is not None:
        found |= {"gpus": answer.headline.count, "gpu": answer.headline.gpu.name}
    return found
