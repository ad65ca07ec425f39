"""`/gpumem formulas`: how it is computed, in one screen."""

from bot.i18n import t
from bot.slack.block_kit.blocks import line, preformatted, rich_text, words
from bot.slack.block_kit.reply import Reply
from bot.views.part import Part, text_of

_SUBJECTS = ("rule", "weights", "cache", "state", "runtime", "split")


def formulas_view(language: str) -> Reply:
    """Each subject with its formula and a sentence; the numbers of one question are behind
    "How was this computed?"."""
    parts = [_part(subject, language) for subject in _SUBJECTS]
    more = t(language, "formulas.more")
    parts.append(Part(lines=(more,), blocks=(rich_text(line(words(more))),)))
    blocks = tuple(block for part in parts for block in part.blocks)
    return Reply(text_of(parts, ""), blocks)


def _part(subject: str, language: str) -> Part:
    title, formula, why = (
        t(language, f"formulas.{subject}{suffix}") for suffix in ("", "_formula", "_why")
    )
    block = rich_text(line(words(title, bold=True)), preformatted(formula), line(words(why)))
    return Part(lines=(f"{title}: {formula}", why), blocks=(block,))
