"""
One thing that a reply says, said twice: as blocks to look at and as lines to read aloud.

A reply is a list of parts in order. Where it grows too long, whole parts go, the least important
first, and a note says so: nothing is ever cut in the middle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.block_kit.blocks import context, escape
from bot.slack.block_kit.limits import BLOCKS, MESSAGE_CHARACTERS, MESSAGE_TEXT
from bot.slack.block_kit.limits_blocks import characters
from bot.slack.block_kit.reply import Block

KEEP = 0  # the rank of what is never dropped


@dataclass(frozen=True, slots=True)
class Part:
    """*rank* says how early it goes: the highest first, `KEEP` never."""

    lines: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    rank: int = KEEP


def text_of(parts: Sequence[Part], note: str, limit: int = MESSAGE_TEXT) -> str:
    """The lines of all parts that fit into *limit* characters once escaped, then *note*."""
    kept, dropped = _fit([part for part in parts if part.lines], limit - len(escape(note)) - 2)
    paragraphs = [_said(part) for part in kept]
    return "\n".join([*paragraphs, escape(note)] if dropped else paragraphs)


def blocks_of(parts: Sequence[Part], note: str) -> tuple[Block, ...]:
    """The blocks of all parts that fit into one message, then *note* where some did not."""
    kept = [part for part in parts if part.blocks]
    dropped = False
    while _too_many(kept) and (least := max(kept, key=lambda part: part.rank)).rank > KEEP:
        kept.remove(least)
        dropped = True
    blocks = [block for part in kept for block in part.blocks]
    return (*blocks, context(note)) if dropped else tuple(blocks)


def _fit(parts: list[Part], limit: int) -> tuple[list[Part], bool]:
    kept = list(parts)
    while sum(len(_said(part)) + 1 for part in kept) > limit:
        least = max(kept, key=lambda part: part.rank)
        if least.rank == KEEP:
            return _cut_between_lines(kept, limit), True
        kept.remove(least)
    return kept, len(kept) < len(parts)


def _cut_between_lines(parts: list[Part], limit: int) -> list[Part]:
    """What must not be dropped is still too long: keep its first lines."""
    kept: list[str] = []
    for line in (line for part in parts for line in part.lines):
        limit -= len(escape(line)) + 1
        if limit < 0:
            break
        kept.append(line)
    return [Part(lines=tuple(kept))]


def _said(part: Part) -> str:
    return escape("\n".join(part.lines))


def _too_many(parts: Sequence[Part]) -> bool:
    blocks = [block for part in parts for block in part.blocks]
    room = MESSAGE_CHARACTERS - 200  # for the note
    return len(blocks) > BLOCKS["message"] - 1 or sum(map(characters, blocks)) > room
