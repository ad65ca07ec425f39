"""
What a hub said of a repository that our tables do not have: a model, or why there is none.

The core opens no connection. Who asks a hub (bot/hub) keeps its answers in a mapping by the
repository's lower-case id, which is handed in as `Catalog.looked_up` and read at every question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.catalog.model import Model

Reason = Literal[
    "missing",  # or private: without a token a hub does not tell which
    "gated",  # the licence has to be accepted first
    "limited",  # too many requests
    "offline",  # no connection, or the hub is out of order
    "slow",  # no answer in the time there is
    "broken",  # an answer that is none: cut off, lying about its length, not JSON
    "no_config",  # a repository without a config.json or a GGUF file
    "unknown_kind",  # an architecture that we do not know; detail names it
    "huge",  # more files than can be looked at in the time there is
]


@dataclass(frozen=True, slots=True)
class NotFound:
    """*id* as the hub or the asker writes it; *detail* is the hub's own word for it."""

    id: str
    reason: Reason
    detail: str = ""


LookedUp = Model | NotFound


def looked_up(found: Mapping[str, LookedUp], id: str) -> LookedUp | None:
    """What is known of *id*, in any case of letters."""
    return found.get(id.lower()) if found else None
