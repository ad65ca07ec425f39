"""A sentence about the conversation itself: an old button, a message that takes no more changes."""

from collections.abc import Sequence

from bot.i18n import t
from bot.slack.block_kit.blocks import one_sentence, paragraph, plain, words
from bot.slack.block_kit.reply import Block, Reply


def notice_view(name: str, language: str) -> Reply:
    """The sentence `notice.`*name*."""
    return one_sentence(t(language, f"notice.{name}"))


def notice_modal(said: str, language: str) -> Block:
    """A sentence in a modal: where no message can be shown."""
    return {
        "type": "modal",
        "callback_id": "notice",
        "title": plain(t(language, "notice.title")),
        "close": plain(t(language, "notice.close")),
        "blocks": [paragraph(words(said))],
    }


def looking_up(ids: Sequence[str], language: str) -> Reply:
    """That a hub is being asked for *ids*; the answer takes the place of it."""
    return one_sentence(t(language, "notice.looking_up", ids=", ".join(ids)))


def thanks_view(language: str) -> Reply:
    """Said to the one who rated an answer, alone."""
    return one_sentence(t(language, "feedback.thanks"))
