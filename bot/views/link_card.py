"""A card of two lines below a link to a model: what it needs, and how to ask about one's own."""

from bot.i18n import t
from bot.slack.block_kit.blocks import context, paragraph, words
from bot.slack.block_kit.reply import Block
from core.planning.result import Answer


def link_card(answer: Answer, id: str) -> list[Block]:
    """The verdict, and what was assumed for it."""
    language = answer.question.language
    asked = t(language, "link.ask", id=id)
    return [paragraph(words(answer.verdict.summary)), context(asked)]
