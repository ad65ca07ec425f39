"""What I answer and what not, with examples that really work, each a button that asks it."""

from bot.i18n import t
from bot.slack.block_kit.blocks import actions, button, context, line, paragraph, rich_text, words
from bot.slack.block_kit.reply import Block, Reply
from bot.views.part import Part, text_of
from bot.views.suggested import EXAMPLE, ask_buttons
from core.catalog.catalog import Catalog

CALCULATOR = "calculator"
HELP = "help"
EXAMPLES = {
    "en": (
        "70B at 16 bits?",
        "llama 3.1 70b fp8 32k context 16 users on H100?",
        "does llama 3.1 8b bf16 fit on one RTX 4090?",
        "how many users fit with llama 3.1 8b bf16 8k on one L40S?",
        "llama 3.1 8b 16 bits vs 4 bits",
    ),
    "pt": (
        "70B em 16 bits?",
        "llama 3.1 70b fp8 com 32k de contexto e 16 usuários em H100?",
        "cabe um 13B em 8 bits numa 4090?",
        "quantas H100 para o llama 3.1 70b em 8 bits?",
        "comparar 16 bits e 8 bits para 13B",
    ),
}


def help_view(language: str, catalog: Catalog) -> Reply:
    """Ten lines: what, what not, the examples, where else to look, how old the tables are."""
    examples = EXAMPLES["pt" if language == "pt" else "en"]
    how, more = t(language, "help.how"), f"{t(language, 'help.more')} {tables(language, catalog)}"
    asking = ask_buttons([(one, one) for one in examples], language, action=EXAMPLE)
    parts = [
        *(Part(lines=(said,), blocks=(paragraph(words(said)),)) for said in scope(language)),
        Part(
            lines=(how, *(f"• {example}" for example in examples)),
            blocks=(rich_text(line(words(how))), actions(*asking, calculator_button(language))),
        ),
        Part(lines=(more,), blocks=(context(more),)),
    ]
    return Reply(text_of(parts, ""), tuple(block for part in parts for block in part.blocks))


def scope(language: str) -> tuple[str, ...]:
    """What can be asked, and what has no answer here."""
    return tuple(t(language, f"help.{key}") for key in ("what", "answers", "answers_not"))


def tables(language: str, catalog: Catalog) -> str:
    """How old the tables are."""
    return t(language, "about.data", checked=newest_day(catalog))


def newest_day(catalog: Catalog) -> str:
    """On which a row of the tables was last looked at, YYYY-MM-DD."""
    return max(row.checked for row in (*catalog.models.values(), *catalog.gpus.values()))


def calculator_button(language: str, *, style: str | None = None) -> Block:
    """Opens the form; it says its language, for it carries no question."""
    return button(t(language, "home.open"), CALCULATOR, language, style=style)


def help_button(language: str) -> Block:
    """Asks for all of this."""
    return button(t(language, "home.help"), HELP, language)
