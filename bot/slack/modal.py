"""Open and change what stands apart from messages: modals and the home tab."""

import logging

from bot.i18n import t
from bot.running import incidents
from bot.running.metrics import Metrics
from bot.slack.block_kit.blocks import one_sentence
from bot.slack.block_kit.limits import check_view
from bot.slack.block_kit.reply import Block, Reply
from bot.slack.client import Client
from bot.slack.place import Place
from bot.slack.post import Poster
from bot.slack.retry import passes

_logger = logging.getLogger("gpumem.modal")

LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})
FASTER = frozenset({"hash_conflict", "not_found"})  # the form has changed again, or is closed


class Modals:
    """*client* opens, *poster* tells whoever waits for what does not open."""

    def __init__(self, client: Client, poster: Poster, metrics: Metrics) -> None:
        self._client = client
        self._poster = poster
        self._metrics = metrics

    async def open(self, place: Place, trigger_id: str, view: Block) -> None:
        """Open a modal; who is kept waiting in vain is told so, in the language of *place*."""
        code = await self._client.attempt("views.open", trigger_id=trigger_id, view=checked(view))
        if code:
            self._metrics.failed(code)
            await self._poster.add(place, _why(code, place.language))

    async def update(self, view_id: str, hash: str, view: Block) -> None:
        """Change an open modal, unless the person was faster."""
        code = await self._client.attempt(
            "views.update", view_id=view_id, hash=hash, view=checked(view)
        )
        if code and code not in FASTER:
            self._failed(code, "a form was not changed")

    async def publish(self, user: str, view: Block) -> None:
        """Draw the home tab of *user*."""
        code = await self._client.attempt("views.publish", user_id=user, view=checked(view))
        if code:
            self._failed(code, "a home tab was not drawn")

    def _failed(self, code: str, what: str) -> None:
        self._metrics.failed(code)
        _logger.warning("%s: %s", what, code)


def checked(view: Block) -> Block:
    """*view* as it is: one that breaks Slack's limits is a fault of ours, and is logged."""
    if problems := check_view(view):
        _logger.error("a view breaks Slack's limits: %s", "; ".join(problems))
    return view


def _why(code: str, language: str) -> Reply:
    """Slack's slowness or absence passes; what it refuses is a fault of ours, and is logged."""
    if code in LATE:
        return one_sentence(t(language, "notice.late"))
    if passes(code):
        _logger.warning("a form was not opened: %s", code)
        return one_sentence(t(language, "notice.not_opened"))
    incident = incidents.note(f"a form was not opened: {code}")
    return one_sentence(t(language, "apology.text", id=incident))
