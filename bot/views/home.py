"""
The home tab: what this is, examples that answer, the calculator, help.

It is the same for everybody: nothing about people is stored. *settings* is the place of a team's
own defaults, shown where there are any.
"""

from collections.abc import Sequence

from bot.i18n import t
from bot.slack.block_kit.blocks import actions, context, divider, header, paragraph, words
from bot.slack.block_kit.reply import Block
from bot.views.help import EXAMPLES, calculator_button, help_button, scope, tables
from bot.views.suggested import EXAMPLE, ask_buttons
from core.catalog.catalog import Catalog


def home_view(language: str, catalog: Catalog, *, settings: Sequence[Block] = ()) -> Block:
    """The view to publish; beside a team's settings no more than ten lines of ours."""
    examples = EXAMPLES["pt" if language == "pt" else "en"]
    last = f"{t(language, 'home.privacy')} {tables(language, catalog)}"
    return {
        "type": "home",
        "blocks": [
            header(t(language, "home.title")),
            *(paragraph(words(said)) for said in scope(language)),
            paragraph(words(t(language, "home.where"))),
            actions(*ask_buttons([(one, one) for one in examples], language, action=EXAMPLE)),
            context(t(language, "home.answers")),
            paragraph(words(t(language, "home.calculator_what"))),
            actions(calculator_button(language, style="primary"), help_button(language)),
            *settings,
            divider(),
            context(last),
        ],
    }
