"""
The reply to a log: what happened, what was measured beside what we estimate, what would help.

Nothing of the log is said again but its figures.
"""

from bot.conversation.state import State, encode, metadata
from bot.i18n import t
from bot.slack.block_kit.blocks import (
    actions,
    bullets,
    context,
    line,
    paragraph,
    preformatted,
    rich_text,
    shorten,
    words,
)
from bot.slack.block_kit.reply import Reply
from bot.views.answer import SENTENCE
from bot.views.part import KEEP, Part, blocks_of, text_of
from bot.views.suggested import EXAMPLE, ask_buttons, what_changes
from core.logs.answer import LogAnswer
from core.logs.as_text import bare, nothing_helps, scope, share
from core.question.restate import restate
from core.wording.say import say, say_note

MOST_CHANGES = 3
COMMAND = 2000  # characters of one that is shown


def log_view(found: LogAnswer) -> Reply:
    """The whole reply; its state is the question that was made of the log, for what follows."""
    language, answered = found.language, found.answered
    parts = [
        _sentence(say_note(language, found.happened), bold=True),
        _table(found),
        _sentence(answered.verdict.summary) if answered else Part(),
        _sentence(say_note(language, found.unsure)) if found.unsure else Part(),
        _by_the_log(found),
        _by_us(found),
        _asked(found),
    ]
    note = t(language, "answer.shortened")
    carried = encode(State(restate(answered.question), language)) if answered else None
    return Reply(text_of(parts, note), blocks_of(parts, note), metadata(carried))


def _sentence(said: str, *, bold: bool = False) -> Part:
    said = shorten(said, SENTENCE)
    return Part(lines=(said,), blocks=(paragraph(words(said, bold=bold)),), rank=KEEP)


def _table(found: LogAnswer) -> Part:
    """In GiB, so narrow that a thread beside a channel does not break its lines."""
    if not found.parts:
        return Part()
    language = found.language
    ours = any(part.ours is not None for part in found.parts)
    head = ("GiB", say(language, "log.head_log"), say(language, "log.head_mine"), "%")
    rows: list[tuple[str, ...]] = [head if ours else head[:2]]
    for part in found.parts:
        row = (say(language, f"log_part.{part.what}"), bare(language, part.measured))
        error = "" if part.error is None else share(language, part.error)
        beside = (bare(language, part.ours) if part.ours is not None else "", error)
        rows.append(row + beside if ours else row)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        " ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    ]
    lines.append(f"({scope(found)})")
    return Part(lines=tuple(lines), blocks=(rich_text(preformatted("\n".join(lines))),), rank=KEEP)


def _by_the_log(found: LogAnswer) -> Part:
    if not found.by_the_log:
        return Part()
    title = say(found.language, "log.by_the_log")
    said = [say_note(found.language, change.what) for change in found.by_the_log]
    blocks = [line(words(title, bold=True)), bullets(said)]
    command = found.by_the_log[0].command
    if command and len(command) <= COMMAND:
        blocks.append(preformatted(command))
    lines = (title, *(f"• {one}" for one in said), *([command] if command else []))
    return Part(lines=lines, blocks=(rich_text(*blocks),), rank=KEEP)


def _by_us(found: LogAnswer) -> Part:
    """The smallest of what our estimate offers, with the command of the first."""
    language, changes = found.language, found.by_us[:MOST_CHANGES]
    if not changes:
        lacking = nothing_helps(found)
        return _sentence(say(language, lacking)) if lacking else Part()
    title = say(language, "log.by_us")
    said = [what_changes(change, language) for change in changes]
    blocks = [line(words(title, bold=True)), bullets(said)]
    command = changes[0].command
    if command:
        blocks.append(preformatted(command))
    lines = (title, *(f"• {one}" for one in said), *([command] if command else []))
    return Part(lines=lines, blocks=(rich_text(*blocks),), rank=2)


def _asked(found: LogAnswer) -> Part:
    """What was estimated, and a button that asks it as a question of its own."""
    if found.answered is None:
        return Part()
    language, question = found.language, restate(found.answered.question)
    said = shorten(say(language, "log.asked", question=question), SENTENCE)
    buttons = ask_buttons(
        [(t(language, "button.estimate_alone"), question)], language, action=EXAMPLE
    )
    blocks = (context(said), *([actions(*buttons)] if buttons else []))
    return Part(lines=(said,), blocks=blocks, rank=3)
