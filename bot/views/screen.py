"""
The first screen of an answer: what a person who forwards it needs, and nothing to scroll past.

The first line suffices alone. Then at most three options, one line of what was assumed, the
command, the menus and two buttons. Everything else stands behind "Details" (answer.py).
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.state import State, encode, metadata
from bot.i18n import t
from bot.slack.block_kit.blocks import context, shorten
from bot.slack.block_kit.limits import MESSAGE_TEXT
from bot.slack.block_kit.reply import Reply
from bot.slack.place import Surface
from bot.views.answer import SENTENCE, command_part, question_part, verdict_part
from bot.views.choices import choices_parts
from bot.views.compare import compare_part
from bot.views.controls import CHANGE, DETAILS, SHARE, buttons_part, changeable
from bot.views.difference import difference_part
from bot.views.doubts import MAX_DOUBTS, doubts_part
from bot.views.part import Part, blocks_of, text_of
from bot.views.refine import refine_part
from bot.views.rule import is_headline, short_rule_part
from bot.views.suggested import smallest_change_part
from core.planning.result import Answer
from core.question.restate import restate

MOST_WORDS = 60  # beside the table, the command and the controls
MOST_CONTROLS = 6  # menus and buttons


def first_screen(
    answer: Answer,
    *,
    surface: Surface,
    before: Answer | None = None,
    asked_by: str | None = None,
    typed: str = "",
    begins: bool = False,
    limit: int = MESSAGE_TEXT,
) -> Reply:
    """
    The short reply; arguments as of `answer_view`. Where it *begins* a thread of a channel it says
    how to go on there: what does not mention us does not reach us.
    """
    language = answer.question.language
    state = State(restate(answer.question), language, before and restate(before.question))
    carried = encode(state)
    menus = refine_part(answer, carried)
    free = MOST_CONTROLS - 1 - _elements(menus)  # beside "Details"
    doubts = doubts_part(answer, min(free, MAX_DOUBTS))
    free -= _elements(doubts)
    smallest = smallest_change_part(answer) if free > 0 else Part()
    free -= _elements(smallest)
    verdict = verdict_part(answer)
    rule = short_rule_part(answer) if is_headline(answer) else Part()
    choices, below = choices_parts(answer)
    command = command_part(answer)
    compared = compare_part(answer) if len(answer.estimates) > 1 else Part()
    difference = difference_part(before, answer)
    said = [line for part in (verdict, difference, rule, below) for line in part.lines]
    said += (*command.lines[:1], *compared.lines[:1], *doubts.lines[:1])
    hint = _hint(answer, said) if begins and surface == "thread" else Part()
    parts = [
        *question_part(answer, asked_by, typed),
        verdict,
        difference,
        rule,
        compared if compared.blocks else choices,
        below,
        doubts,
        _assumed_part(answer, (*said, *hint.lines)),
        smallest,
        command,
        menus,
        _buttons(answer, encode(replace(state, words=typed)), surface if free > 0 else ""),
        hint,
    ]
    note = t(language, "answer.shortened")
    return Reply(text_of(parts, note, limit), blocks_of(parts, note), metadata(carried))


def _elements(part: Part) -> int:
    """Menus and buttons in it."""
    return sum(len(block["elements"]) for block in part.blocks if block["type"] == "actions")


def _assumed_part(answer: Answer, said: Sequence[str]) -> Part:
    """
    In one line, with the one thing to know, as far as the screen has room beside what is *said*;
    all of it stands behind the button. What the quick rule leaves out is said by its range.
    """
    room = MOST_WORDS - sum(map(_words, said))
    caveats = [] if is_headline(answer) else list(answer.caveats[:1])
    for known in (caveats, []):
        for count in range(len(answer.assumed), -1, -1):
            line = " ".join((*_assumed(answer, count), *known))
            if line and _words(line) <= room:
                return Part(lines=(line,), blocks=(context(shorten(line, SENTENCE)),), rank=3)
    return Part()


def _assumed(answer: Answer, count: int) -> list[str]:
    """The first *count* of what was assumed, and how many more there are."""
    if not answer.assumed:
        return []
    language, more = answer.question.language, len(answer.assumed) - count
    if count == 0:
        return [t(language, "answer.assumed_behind", count=more)]
    shown = [*answer.assumed[:count], *([t(language, "answer.more", count=more)] if more else [])]
    return [t(language, "answer.assumed", what="; ".join(shown))]


def _hint(answer: Answer, said: Sequence[str]) -> Part:
    """As far as the screen has room: the longest answers are asked further by their menus."""
    line = t(answer.question.language, "answer.go_on")
    if not answer.estimates or sum(map(_words, (*said, line))) > MOST_WORDS:
        return Part()
    return Part(lines=(line,), blocks=(context(line),), rank=8)


def _words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _buttons(answer: Answer, state: str | None, surface: str) -> Part:
    """
    What is asked for next: where it comes from, and to hand it on or to change it. Beside other
    readings or the button of a change, which are asked for before, that stands in the details.
    """
    if state is None:
        return Part()
    names = [DETAILS]
    if surface == "ephemeral":
        names.append(SHARE)
    elif surface and changeable(answer):
        names.append(CHANGE)
    return buttons_part(names, answer.question.language, state)
