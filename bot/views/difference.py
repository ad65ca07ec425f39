"""What a refinement changed: in the question, and in the amounts."""

from collections.abc import Iterable, Iterator

from bot.i18n import t
from bot.slack.block_kit.blocks import bullets, rich_text
from bot.views.options import cards
from bot.views.part import Part
from core.asked.question import Question
from core.asked.scenario import Scenario
from core.planning.result import Answer
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity, whole
from core.wording.amounts import figure, number
from core.wording.say import say_format

_LOOKED_FOR = {"max_context": "context", "max_sequences": "users", "max_model": "model"}
_WIDE = 16  # bits of a KV cache that is not quantised: BF16 and FP16 are one to the asker


def difference_part(before: Answer | None, now: Answer) -> Part:
    """
    Nothing where nothing came before.

    Amounts per GPU where both answers speak of the same cards, otherwise the totals, and the cards
    where others are recommended now.
    """
    if before is None:
        return Part()
    language = now.question.language
    changed = "; ".join(_changes(before, now, language))
    lines = [
        changed or t(language, "answer.before", before=before.verdict.summary),
        *(_amounts(before, now, language) or [t(language, "answer.same")]),
    ]
    return Part(lines=tuple(lines), blocks=(rich_text(bullets(lines)),), rank=2)


def _changes(before: Answer, now: Answer, language: str) -> Iterator[str]:
    """
    "Precision: BF16 → FP8" for whatever is not as it was, in the words of the menus.
    """
    old, new = _said(before, language), _said(now, language)
    for looked_for in {_LOOKED_FOR.get(answer.question.intent) for answer in (before, now)}:
        old.pop(looked_for or "", None)  # not given but found: the first line says it
    for name, was in old.items():
        if was != new[name]:
            what = t(language, f"changed.{name}")
            yield t(language, "answer.changed", what=what, before=was, now=new[name])


def _said(answer: Answer, language: str) -> dict[str, str]:
    question = answer.question
    scenarios = answer.scenarios
    named = [cards.gpu.name for cards in question.gpus]
    return {
        "model": " / ".join(model.name for model in question.models),
        "precision": " / ".join(_precisions(answer)),
        "kv": _each(_kv(scenario, language) for scenario in scenarios),
        "context": _each(_context(each, language) for each in scenarios),
        "users": _each(_users(each, language) for each in scenarios),
        "gpu": " / ".join(_counted(question, language)) if named else t(language, "refine.any_gpu"),
    }


def _precisions(answer: Answer) -> list[str]:
    """As computed, where nothing else was said."""
    said = [precision.name for precision in answer.question.precisions]
    said = said or list(dict.fromkeys(one.precision.name for one in answer.estimates))
    return [say_format(answer.question.language, name) for name in said]


def _kv(scenario: Scenario, language: str) -> str:
    kv = scenario.kv_precision
    return t(language, "changed.usual_kv") if kv.plain_bits >= _WIDE else kv.name


def _context(scenario: Scenario, language: str) -> str:
    return number(language, whole(scenario.context_length, TOKEN_PER_SEQUENCE))


def _users(scenario: Scenario, language: str) -> str:
    return number(language, whole(scenario.sequences, SEQUENCE))


def _each(values: Iterable[str]) -> str:
    """What the alternatives do not share stands side by side."""
    return " / ".join(dict.fromkeys(values))


def _counted(question: Question, language: str) -> list[str]:
    return [
        t(language, "options.cards", count=one.count, gpu=one.gpu.name)
        if one.count
        else one.gpu.name
        for one in question.gpus
    ]


def _amounts(before: Answer, now: Answer, language: str) -> list[str]:
    old, new = before.headline, now.headline
    said: list[str] = []
    if old and new and (old.gpu.id, old.count) == (new.gpu.id, new.count):
        if old.needed != new.needed:
            pair = _pair(old.needed, new.needed, language)
            said.append(t(language, "answer.difference_gpu", cards=cards(new, language), **pair))
        return said
    if len(before.estimates) == len(now.estimates) == 1:
        totals = before.estimates[0].total, now.estimates[0].total
        if totals[0] != totals[1]:
            said.append(t(language, "answer.difference_total", **_pair(*totals, language)))
    if old and new:
        pair = {"before": cards(old, language), "now": cards(new, language)}
        said.append(t(language, "answer.difference_cards", **pair))
    return said


def _pair(before: Quantity, now: Quantity, language: str) -> dict[str, str]:
    return {"before": figure(language, before), "now": figure(language, now)}
