"""The quick rule: its steps for a bare size, a footnote for a model that we know."""

from bot.i18n import t
from bot.slack.block_kit.blocks import context, line, paragraph, preformatted, rich_text, words
from bot.views.part import Part
from core.planning.result import Answer
from core.wording.amounts import both_units, gib


def rule_part(answer: Answer) -> Part:
    """
    Steps where only a size was given, one line where the breakdown is exact; nothing beside
    alternatives, which would need one each.
    """
    rule, language = answer.rule_of_thumb, answer.question.language
    if rule is None or len(answer.estimates) > 1:
        return Part()
    if any(estimate.method == "architecture" for estimate in answer.estimates):
        text = t(language, "rule.footnote", amount=both_units(language, rule.size))
        return Part(lines=(text,), blocks=(context(text),), rank=8)
    title, steps = t(language, "rule.title"), rule.steps(language)
    said = [t(language, "rule.range", **_range(answer))] if answer.estimates else []
    block = rich_text(
        line(words(title, bold=True)),
        preformatted("\n".join(steps)),
        *(line(words(one)) for one in said),
    )
    return Part(lines=(f"{title}:", *steps, *said), blocks=(block,), rank=1)


def short_rule_part(answer: Answer) -> Part:
    """The steps in one line, and what they leave open."""
    rule, language = answer.rule_of_thumb, answer.question.language
    if rule is None:
        return Part()
    said = t(language, "rule.short", steps=rule.in_one_line(language), **_range(answer))
    return Part(lines=(said,), blocks=(paragraph(words(said)),), rank=1)


def is_headline(answer: Answer) -> bool:
    """Whether the rule is the answer: one bare size, and nothing exact to put in its place."""
    methods = [estimate.method for estimate in answer.estimates]
    return answer.rule_of_thumb is not None and methods == ["size_only"]


def _range(answer: Answer) -> dict[str, str]:
    estimate, language = answer.estimates[0], answer.question.language
    return {"low": gib(language, estimate.low), "high": gib(language, estimate.high)}
