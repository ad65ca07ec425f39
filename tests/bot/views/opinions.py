"""
Two opinions on what Slack refuses: ours, and that of the local workspace.

They were written by different hands from the same reference. A view passes where both take it.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from bot.slack.block_kit.limits import check_reply, check_view
from bot.slack.block_kit.reply import Reply
from bot.workspace.block_kit.surfaces import has_two_tables, is_too_long, problems_in
from bot.workspace.view_rules import view_problems


def refused(reply: Reply) -> list[str]:
    """Why a message would be refused; empty where nobody knows a reason."""
    blocks = deepcopy(list(reply.blocks))
    theirs = [*problems_in(blocks, "message")]
    if has_two_tables(blocks):
        theirs.append("two tables")
    if is_too_long(blocks):
        theirs.append("too long")
    return check_reply(reply) + theirs


def refused_view(view: Mapping[str, Any]) -> list[str]:
    """The same for a modal or a home tab."""
    return check_view(view) + view_problems(deepcopy(dict(view)))
