"""
What Slack refuses, as far as we know it: asked of every view in its tests, and before sending.

A refused message is a message that nobody sees, and Slack says little about why. The local
workspace has rules of its own, written by other hands, so that two opinions must agree.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from bot.slack.block_kit.limits_blocks import block, characters
from bot.slack.block_kit.limits_elements import string, text_object
from bot.slack.block_kit.reply import Block, Reply

Surface = Literal["message", "modal", "home"]

BLOCKS = {"message": 50, "modal": 100, "home": 100}
MESSAGE_TEXT = 4000  # advised; Slack cuts at 40,000
MESSAGE_CHARACTERS = 12_000  # of all blocks; beyond about 13,000 Slack says msg_blocks_too_long
BLOCK_ID = 255
CHARTS = 2
VIEW_TITLE = 24  # submit and close, too
PRIVATE_METADATA = 3000
VIEW_SIZE = 250_000

_EVERYWHERE = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"}
_TYPES = {
    "message": _EVERYWHERE | {"table", "data_table", "data_visualization", "context_actions"},
    "modal": _EVERYWHERE,
    "home": _EVERYWHERE | {"table", "data_visualization"},
}


def check(blocks: Sequence[Block], surface: Surface = "message") -> list[str]:
    """Why Slack would refuse *blocks* on *surface*, one sentence each; empty where we know none."""
    return list(_check(blocks, surface))


def check_reply(reply: Reply) -> list[str]:
    """The same for a whole message."""
    return [*string(reply.text, "text", MESSAGE_TEXT), *check(reply.blocks, "message")]


def check_view(view: Mapping[str, Any]) -> list[str]:
    """The same for a modal or a home tab, its frame included."""
    return list(_check_view(view))


def _check_view(view: Mapping[str, Any]) -> Iterator[str]:
    surface = view.get("type")
    if surface not in {"modal", "home"}:
        yield f"view.type is {surface!r}"
        return
    if surface == "modal":
        yield from text_object(view.get("title"), "view.title", VIEW_TITLE, plain=True)
        has_input = any(one.get("type") == "input" for one in view["blocks"])
        if has_input and "submit" not in view:
            yield "view.submit is missing although there are inputs"
    for field in ("submit", "close"):
        if field in view:
            yield from text_object(view[field], f"view.{field}", VIEW_TITLE, plain=True)
    yield from string(
        view.get("private_metadata", ""), "view.private_metadata", PRIVATE_METADATA, least=0
    )
    yield from string(view.get("callback_id", ""), "view.callback_id", BLOCK_ID, least=0)
    if (size := len(json.dumps(view))) > VIEW_SIZE:
        yield f"the view has {size} bytes, more than {VIEW_SIZE}"
    yield from _check(view["blocks"], surface)


def _check(blocks: Sequence[Block], surface: Surface) -> Iterator[str]:
    if len(blocks) > BLOCKS[surface]:
        yield f"there are {len(blocks)} blocks, more than {BLOCKS[surface]}"
    for index, value in enumerate(blocks):
        kind = value.get("type")
        if kind not in _TYPES[surface]:
            yield f"blocks[{index}] is of type {kind!r}, which a {surface} cannot show"
            continue
        if "block_id" in value:
            yield from string(value["block_id"], f"blocks[{index}].block_id", BLOCK_ID)
        yield from block(value, f"blocks[{index}]")
    yield from _together(blocks, surface)


def _together(blocks: Sequence[Block], surface: Surface) -> Iterator[str]:
    ids = [one["block_id"] for one in blocks if "block_id" in one]
    if len(set(ids)) < len(ids):
        yield "a block_id is used twice"
    kinds = [one.get("type") for one in blocks]
    if kinds.count("table") + kinds.count("data_table") > 1:
        yield "there is more than one table"
    if kinds.count("data_visualization") > CHARTS:
        yield f"there are more than {CHARTS} charts"
    size = sum(map(characters, blocks))
    if surface == "message" and size > MESSAGE_CHARACTERS:
        yield f"the blocks say {size} characters, more than {MESSAGE_CHARACTERS}"
