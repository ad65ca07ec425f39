"""The answer as plain text, in a field where "select all" and "copy" work on every client."""

from bot.i18n import t
from bot.slack.block_kit.blocks import plain
from bot.slack.block_kit.limits_elements import INPUT_VALUE
from bot.slack.block_kit.reply import Block
from bot.views.answer import answer_view
from core.planning.result import Answer

CALLBACK = "copy"


def copy_view(answer: Answer) -> Block:
    """A modal with the whole answer, shortened by whole lines where a field cannot hold it."""
    language = answer.question.language
    said = answer_view(answer, surface="thread", limit=INPUT_VALUE).text
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(t(language, "button.copy")),
        # A field needs a submit button; there is nothing to submit, so it reads "Done".
        "submit": plain(t(language, "copy.done")),
        "close": plain(t(language, "notice.close")),
        "blocks": [
            {
                "type": "input",
                "block_id": "text",
                "optional": True,
                "label": plain(t(language, "copy.label")),
                "element": {
                    "type": "plain_text_input",
                    "action_id": "text",
                    "multiline": True,
                    "initial_value": unescape(said),
                },
            }
        ],
    }


def unescape(text: str) -> str:
    """
    >>> unescape("R&amp;D &lt;b&gt;")
    'R&D <b>'
    """
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
