"""
"How was this computed?": every formula with its numbers, what it gave, and the source.

A modal: only who asks reads it, and it leaves the message as it is. Tables are not for modals.
"""

from bot.i18n import t
from bot.slack.block_kit.blocks import (
    bullets,
    context,
    divider,
    header,
    line,
    paragraph,
    plain,
    preformatted,
    rich_text,
    shorten,
    words,
)
from bot.slack.block_kit.limits import BLOCKS
from bot.slack.block_kit.reply import Block
from bot.views.options import cards, split
from core.memory.estimate import Component, Estimate
from core.planning.placement import Placement
from core.planning.result import Answer
from core.wording.amounts import both_units, gib, gib_apart
from core.wording.say import say_format, say_formula, say_note

CALLBACK = "explain"
SENTENCE = 900
MAX_ESTIMATES = 4
MAX_PLACEMENTS = 8


def explain_view(answer: Answer) -> Block:
    """The steps of all estimates, then what each GPU holds, then the rule of thumb."""
    language = answer.question.language
    blocks = [
        paragraph(words(shorten(answer.verdict.summary, SENTENCE), bold=True)),
        *(
            block
            for estimate in answer.estimates[:MAX_ESTIMATES]
            for block in _estimate(estimate, language)
        ),
        *_placements(answer, language),
        *_rule(answer, language),
        context(t(language, "explain.legend")),
    ]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(t(language, "explain.title")),
        "close": plain(t(language, "notice.close")),
        "blocks": blocks[: BLOCKS["modal"]],
    }


def _estimate(estimate: Estimate, language: str) -> list[Block]:
    name = f"{estimate.model.name}, {say_format(language, estimate.precision.name)}"
    return [
        header(shorten(name, 150)),
        *(_component(part, language) for part in estimate.components),
        paragraph(
            words(
                t(
                    language,
                    "parts.total",
                    amount=both_units(language, estimate.total),
                    low=gib(language, estimate.low),
                    high=gib(language, estimate.high),
                )
            )
        ),
        divider(),
    ]


def _component(part: Component, language: str) -> Block:
    amount = t(
        language,
        "explain.component",
        name=t(language, f"part.{part.name}"),
        amount=both_units(language, part.size),
    )
    known = t(language, f"known.{part.known}")
    if part.low != part.high:
        between = {"low": gib(language, part.low), "high": gib(language, part.high)}
        known = t(language, "explain.range", known=known, **between)
    source = t(
        language, "explain.source", source=shorten(say_note(language, part.source), SENTENCE)
    )
    return rich_text(
        line(words(amount, bold=True)),
        preformatted(shorten(say_formula(language, part.formula), SENTENCE) or "–"),
        line(words(f"{known[0].upper()}{known[1:]}. {source}")),
    )


def _placements(answer: Answer, language: str) -> list[Block]:
    shown = _headline_first(answer)[:MAX_PLACEMENTS]
    if not shown:
        return []
    return [
        header(t(language, "explain.per_gpu")),
        rich_text(bullets([_placement(one, answer) for one in shown])),
    ]


def _headline_first(answer: Answer) -> list[Placement]:
    """What the first line speaks of is explained first, and always."""
    others = [one for one in answer.placements if one is not answer.headline]
    return others if answer.headline is None else [answer.headline, *others]


def _placement(placement: Placement, answer: Answer) -> str:
    language = answer.question.language
    named = cards(placement, language)
    if answer.question.task == "serve":
        named = f"{named} ({split(placement, language)})"
    parts = ", ".join(
        f"{t(language, f'part.{name}')} {gib(language, size)}"
        for name, size in placement.parts.items()
    )
    needed, budget = gib_apart(language, placement.needed, placement.budget)
    return t(
        language,
        "explain.placement",
        cards=named,
        parts=parts,
        needed=needed,
        budget=budget,
        capacity=gib(language, placement.capacity),
    )


def _rule(answer: Answer, language: str) -> list[Block]:
    if answer.rule_of_thumb is None:
        return []
    steps = "\n".join(answer.rule_of_thumb.steps(language))
    return [header(t(language, "rule.title")), rich_text(preformatted(steps))]
