"""
The same reply for a Slack that does not take the newest blocks.

    full      everything
    table     no chart, no feedback buttons, no pages in tables: nothing is lost, the chart's
              numbers stand in text
    section   no table either: one line a row
    text      no blocks at all
"""

from dataclasses import replace
from typing import Literal

from bot.slack.block_kit.blocks import bullets, paragraph, rich_text, shorten, words
from bot.slack.block_kit.limits_blocks import TABLE_ROWS
from bot.slack.block_kit.reply import Block, Reply

Level = Literal["full", "table", "section", "text"]
LEVELS: tuple[Level, ...] = ("full", "table", "section", "text")

_NEWEST = {"data_visualization", "context_actions"}
MAX_LINES = 40


def degrade(reply: Reply, level: Level) -> Reply:
    """*reply* with what *level* can show."""
    if level == "full":
        return reply
    if level == "text":
        return replace(reply, blocks=())
    shown = (block for block in reply.blocks if block["type"] not in _NEWEST)
    kept = (part for block in shown for part in _in_one_page(block))
    if level == "section":
        kept = (_rows_as_lines(block) if block["type"] == "table" else block for block in kept)
    return replace(reply, blocks=tuple(kept))


def _in_one_page(block: Block) -> tuple[Block, ...]:
    """A table with pages as one without, under its title: the last row may have to go."""
    if block["type"] != "data_table":
        return (block,)
    rows = block["rows"][:TABLE_ROWS]
    sides = [{"align": "left"}] * len(rows[0])
    title = paragraph(words(block["caption"], bold=True))
    return title, {"type": "table", "column_settings": sides, "rows": rows}


def _rows_as_lines(table: Block) -> Block:
    """
    Each row as "2 × H100 80GB: Split TP 2; Needs, GiB/GPU 78.9; ..."
    """
    head, *rows = [[_said(cell) for cell in row] for row in table["rows"]]
    lines = [
        shorten(
            f"{row[0]}: "
            + "; ".join(f"{name} {cell}" for name, cell in zip(head[1:], row[1:], strict=True)),
            2900 // min(len(rows), MAX_LINES),
        )
        for row in rows[:MAX_LINES]
    ]
    return rich_text(bullets(lines or ["–"]))


def _said(cell: Block) -> str:
    return cell["text"] if cell["type"] == "raw_text" else "–"
