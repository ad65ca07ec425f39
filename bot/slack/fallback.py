"""
Send a reply in the newest form that this Slack takes.

Not every workspace takes the newest blocks. What was refused is tried again in a plainer form, and
the form that passed is remembered for the workspace, so that the next reply needs one attempt.
"""

import logging
import time
from collections.abc import Awaitable, Callable

from bot.slack.block_kit.degrade import LEVELS, Level, degrade
from bot.slack.block_kit.limits import check_reply
from bot.slack.block_kit.reply import Reply
from bot.slack.refusals import BLOCKS_REFUSED

_logger = logging.getLogger("gpumem.fallback")

UNKNOWN_BLOCKS = "invalid_blocks"  # the one refusal that says something about the workspace
REMEMBERED = 24 * 3600.0  # seconds; workspaces learn new blocks

Attempt = Callable[[Reply], Awaitable[str]]


class Fallback:
    """Remembers in memory only: a restart costs each workspace one refused attempt."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._levels: dict[str, tuple[Level, float]] = {}

    async def send(self, team: str, reply: Reply, attempt: Attempt) -> str:
        """
        *attempt* sends and returns the code of the refusal, empty where it arrived; so does this.
        """
        first = LEVELS.index(self.level(team))
        code = ""
        for level in LEVELS[first:]:
            shown = degrade(reply, level)
            if self._refused_by_us(shown):
                continue
            refused_before, code = code, await attempt(shown)
            if code in BLOCKS_REFUSED:
                continue
            if not code and refused_before == UNKNOWN_BLOCKS:
                self._levels[team] = (level, self._now())
            return code
        return code

    def only(self, team: str, reply: Reply) -> Reply:
        """What to send where there is one attempt and no word back: an acknowledgement."""
        first = LEVELS.index(self.level(team))
        forms = (degrade(reply, level) for level in LEVELS[first:])
        return next(form for form in forms if not self._refused_by_us(form))

    def level(self, team: str) -> Level:
        """The form to begin with."""
        level, since = self._levels.get(team, (LEVELS[0], 0.0))
        return level if self._now() - since < REMEMBERED else LEVELS[0]

    @staticmethod
    def _refused_by_us(reply: Reply) -> bool:
        """A view that breaks Slack's limits is a fault of ours: it is logged, and not sent so."""
        problems = check_reply(reply) if reply.blocks else []
        if problems:
            _logger.error("a reply breaks Slack's limits: %s", "; ".join(problems))
        return bool(problems)
