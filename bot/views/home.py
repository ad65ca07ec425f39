"""
The home tab: what this is, examples that answer, the calculator, help.

It is the same for everybody: nothing about people is stored. *settings* is the place of a team's
own defaults, shown where there are any.
"""

from collections.abc import Sequence

from bot.i18n import t
from bot.slack.block_kit.blocks import actions, button, context, divider, header, paragraph, words
from bot.slack.block_kit.reply import Block
from bot.views.help import EXAMPLES
from bot.views.suggested import EXAMPLE, ask_buttons

CALCULATOR = "calculator"
HELP = "help"


def home_view(language: str, *, settings: Sequence[Block] = ()) -> Block:
    """The view to publish."""
    examples = EXAMPLES["pt" if language == "pt" else "en"]
    return {
        "type": "home",
        "blocks": [
            header(t(language, "home.title")),
            paragraph(words(t(language, "help.what"))),
            paragraph(words(t(language, "home.where"))),
            header(t(language, "home.examples")),
            actions(*ask_buttons([(one, one) for one in examples], language, action=EXAMPLE)),
            context(t(language, "home.answers")),
            header(t(language, "home.calculator")),
            paragraph(words(t(language, "home.calculator_what"))),
            actions(
                button(t(language, "home.open"), CALCULATOR, language, style="primary"),
                button(t(language, "home.help"), HELP, language),
            ),
            *settings,
            divider(),
            context(t(language, "home.privacy")),
        ],
    }
