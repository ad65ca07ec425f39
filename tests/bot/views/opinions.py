"""
Three opinions on what Slack refuses: ours, the local workspace's, and that of slack_sdk.

They were written by different hands from the same reference. A view passes where all take it.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as LibraryBlock

from bot.slack.block_kit.limits import check_reply, check_view
from bot.slack.block_kit.reply import Block, Reply
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
    return check_reply(reply) + theirs + list(of_the_library(reply.blocks))


def refused_view(view: Mapping[str, Any]) -> list[str]:
    """The same for a modal or a home tab."""
    theirs = [*view_problems(deepcopy(dict(view))), *of_the_library(view["blocks"])]
    return check_view(view) + theirs


def of_the_library(blocks: Sequence[Block]) -> Iterator[str]:
    """What slack_sdk refuses, and what it does not know and leaves out."""
    for block in blocks:
        if block["type"] in {"data_visualization", "data_table"}:  # too new for it
            continue
        try:
            read = LibraryBlock.parse(deepcopy(block))
            written = read.to_dict() if read else None
        except SlackObjectFormationError as error:
            yield f"slack_sdk: {error}"
        else:
            if written != block:
                yield f"slack_sdk reads {block} as {written}"
