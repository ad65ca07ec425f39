"""
Links to models on the Hugging Face hub: a card of two lines below the message that has them.

Only where the operator has asked for it (`--with links`) and only of repositories that are a model
which we know or the hub tells us of; of everything else nothing is said.
"""

import re
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.conversation.replies import Replies
from bot.conversation.team_settings import usual_language
from bot.hub.lookups import Lookups
from bot.running.work import Work
from bot.slack.post import Poster
from bot.views.link_card import link_card

MOST = 3  # cards below one message
# Not the pages that have the form of a repository's: huggingface.co/datasets/owner, /docs/hub
_MODEL = re.compile(
    r"https?://(?:www\.)?huggingface\.co/"
    r"(?!(?:datasets|spaces|docs|blog|papers|collections|learn|posts|organizations|settings"
    r"|models|tasks|chat|join|login|pricing|new)/)"
    r"(?P<id>[\w.-]+/[\w.-]+)(?:[/?#].*)?$"
)


def register(
    app: AsyncApp, *, poster: Poster, replies: Replies, lookups: Lookups, work: Work
) -> None:
    """The event and who takes it."""
    app.event("link_shared")(
        partial(shared, poster=poster, replies=replies, lookups=lookups, work=work)
    )


async def shared(
    event: dict[str, Any], *, poster: Poster, replies: Replies, lookups: Lookups, work: Work
) -> None:
    """While a message is still being written nothing is shown: it may never be sent."""
    if event.get("source") == "composer":
        return
    models = [(link["url"], id) for link in event.get("links") or () if (id := model_of(link))]
    if models:
        work.start(_unfurled(event, models[:MOST], poster, replies, lookups))


def model_of(link: dict[str, Any]) -> str:
    """
    The repository that a link names; empty where it names none.

    >>> model_of({"url": "https://huggingface.co/Qwen/Qwen3-32B/tree/main"})
    'Qwen/Qwen3-32B'
    >>> model_of({"url": "https://huggingface.co/datasets/HuggingFaceFW"})
    ''
    """
    match = _MODEL.match(str(link.get("url") or ""))
    return match["id"] if match else ""


async def _unfurled(
    event: dict[str, Any],
    models: list[tuple[str, str]],
    poster: Poster,
    replies: Replies,
    lookups: Lookups,
) -> None:
    cards: dict[str, Any] = {}
    for url, id in models:
        await lookups.settle(id)
        brief = replies.in_brief(id, "link", otherwise=usual_language())
        if brief.answer is not None:
            cards[url] = {"blocks": link_card(brief.answer, id)}
    if cards:
        channel, ts = event["channel"], event["message_ts"]
        await poster.tell("chat.unfurl", channel=channel, ts=ts, unfurls=cards)
