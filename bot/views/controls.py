"""What one can do with an answer: see how it was computed, change it, share it, keep it."""

from collections.abc import Sequence

from bot.i18n import t
from bot.slack.block_kit.blocks import actions, button
from bot.slack.block_kit.reply import Block
from bot.views.part import Part
from core.catalog.model import Model
from core.planning.result import Answer

EXPLAIN = "explain"
CHANGE = "change"
SHARE = "share"
COPY = "copy"
CHART = "chart"
DETAILS, LESS = "details", "less"
SHARE_DETAILS = "share_details"
KV_FP8, KV_16 = "kv_fp8", "kv_16"

_WIDE = 16  # bits of a KV cache that is not quantised


def controls(answer: Answer, state: str | None, *, surface: str, charted: bool) -> Part:
    """Nothing where the question is too long for a button to carry it."""
    if state is None:
        return Part()
    return buttons_part(_names(answer, surface, charted), answer.question.language, state)


def buttons_part(names: Sequence[str], language: str, state: str) -> Part:
    """Buttons in a row, each carrying the question; *names* are their actions and their words."""
    buttons: list[Block] = [
        button(
            t(language, f"button.{name}"), name, state, label=t(language, f"button.{name}_label")
        )
        for name in names
    ]
    return Part(blocks=(actions(*buttons),))


def _names(answer: Answer, surface: str, charted: bool) -> list[str]:
    names = [LESS, EXPLAIN, *([CHANGE] if changeable(answer) else []), COPY]
    if _caches(answer):
        if not _is_a_no(answer):
            names.append(KV_FP8 if answer.scenarios[0].kv_precision.plain_bits >= _WIDE else KV_16)
        if answer.question.intent != "max_context" and not charted:
            names.append(CHART)
    return [*names, SHARE_DETAILS] if surface == "ephemeral" else names


def changeable(answer: Answer) -> bool:
    """A form has one field for the model and one for the precision."""
    return len(answer.estimates) <= 1


def _is_a_no(answer: Answer) -> bool:
    """Then a narrower cache that would change it has a button beside the other ways to yes."""
    best = answer.headline
    return answer.verdict.fits is False or (best is not None and not best.fits)


def _caches(answer: Answer) -> bool:
    """One model whose cache we know, being served."""
    known = [isinstance(estimate.model, Model) for estimate in answer.estimates]
    return known == [True] and answer.question.task == "serve" and bool(answer.placements)
