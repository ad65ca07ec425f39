"""With which token the request that is being answered is answered, where there are many."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Access:
    """A token, and where it was installed: without *team_id* in a whole organisation."""

    token: str
    enterprise_id: str | None = None
    team_id: str | None = None


# What is started for a request inherits it.
of_request: ContextVar[Access | None] = ContextVar("of_request", default=None)
