"""
One line of the log a request, for machines: which, of which team, how it ended, how long it took.

Never who asked, nor what. A team stands there as twelve digits of a hash: enough to see that it is
the same one; whoever knows the id of a team can find it again.
"""

import hashlib
import logging
from contextvars import ContextVar

from bot.running.work import current

NAME = "gpumem.requests.each"

_logger = logging.getLogger(NAME)

# The team of the request that is being answered, hashed.
team: ContextVar[str] = ContextVar("team", default="")


def hashed(team_id: str) -> str:
    """
    >>> hashed("T0LOCAL001"), hashed("")
    ('7ed4b164aa9e', '')
    """
    return hashlib.sha256(team_id.encode()).hexdigest()[:12] if team_id else ""


def named() -> dict[str, str]:
    """Which request this context is about."""
    kind, _, request = current.get().partition(" ")
    return {"kind": kind, "request": request, "team": team.get()}


def write(event: str, outcome: str, seconds: float) -> None:
    """That the request of this context was `acknowledged` or `answered`, and how it ended."""
    if not _logger.isEnabledFor(logging.INFO):
        return
    _logger.info(event, extra={**named(), "outcome": outcome, "seconds": round(seconds, 6)})
