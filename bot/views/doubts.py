"""Readings that came close to the one that was taken: a button asks each of them."""

from bot.i18n import t
from bot.slack.block_kit.blocks import actions, line, rich_text, shorten, words
from bot.views.part import Part
from bot.views.suggested import SHORT, ask_buttons
from core.asked.question import Doubt
from core.planning.result import Answer
from core.question.restate import restate
from core.wording.say import say

MAX_DOUBTS = 3
WORDS = SHORT // 2  # characters of the asker's own words on a button


def doubts_part(answer: Answer, most: int = MAX_DOUBTS) -> Part:
    """At most *most* of them; nothing where the text has one reading only."""
    doubts = answer.question.doubts[:most]
    language = answer.question.language
    buttons = ask_buttons(
        [(other_reading(doubt, language), doubt.text) for doubt in doubts],
        language,
        before=restate(answer.question),
    )
    if not buttons:
        return Part()
    title = t(language, "answer.doubts")
    said = tuple(f"• {other_reading(doubt, language)}" for doubt in doubts)
    return Part(
        lines=(title, *said),
        blocks=(rich_text(line(words(title))), actions(*buttons)),
        rank=2,
    )


def other_reading(doubt: Doubt, language: str) -> str:
    """ "4k requests": a number of users."""
    typed = shorten(doubt.typed, WORDS)
    return t(language, "button.doubt", typed=typed, other=say(language, f"role.{doubt.other}"))
