"""What I answer, with examples that really work, each a button that asks it."""

from bot.i18n import t
from bot.slack.block_kit.blocks import actions, context, line, paragraph, rich_text, words
from bot.slack.block_kit.reply import Reply
from bot.views.part import Part, text_of
from bot.views.suggested import EXAMPLE, ask_buttons

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


def help_view(language: str) -> Reply:
    """One sentence, the examples, and where else to look."""
    examples = EXAMPLES["pt" if language == "pt" else "en"]
    what, how, more = (t(language, f"help.{key}") for key in ("what", "how", "more"))
    parts = [
        Part(lines=(what,), blocks=(paragraph(words(what)),)),
        Part(
            lines=(how, *(f"• {example}" for example in examples)),
            blocks=(
                rich_text(line(words(how))),
                actions(*ask_buttons([(one, one) for one in examples], language, action=EXAMPLE)),
            ),
        ),
        Part(lines=(more,), blocks=(context(more),)),
    ]
    return Reply(text_of(parts, ""), tuple(block for part in parts for block in part.blocks))
