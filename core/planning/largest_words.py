"""The first line where the largest model was asked for."""

from core.asked.question import Language, Question
from core.planning.fitting import Found
from core.planning.result import Verdict
from core.planning.words import cards
from core.units import BILLION
from core.wording.amounts import gib, number
from core.wording.say import say

OTHERS = 3  # further models that the line names


def largest_verdict(
    asked: Question, named: list[Question], by_precision: list[list[Found]]
) -> Verdict:
    """One sentence for each precision; the name is that of the first that has one."""
    language = asked.language
    sentences = [
        _sentence(language, question, found) if found else _none(language, question)
        for question, found in zip(named, by_precision, strict=True)
    ]
    names = [found[0].model.name for found in by_precision if found]
    return Verdict(None if names else False, next(iter(names), None), " ".join(sentences))


def _sentence(language: Language, asked: Question, found: list[Found]) -> str:
    """ "On 2 × RTX 3090: Llama 3.3 70B (70.6B) in Q4_K_M, 22.4 GiB of 23.5 GiB per GPU; ..." """
    first = found[0]
    key = "max_model" if asked.task == "serve" else "max_model_trained"
    said = say(
        language,
        f"verdict.{key}",
        cards=cards(first.placement),
        model=_named(language, first),
        what=say(language, f"restate.{asked.task}") if asked.task != "serve" else "",
        needed=gib(language, first.placement.needed),
        budget=gib(language, first.placement.budget),
        tokens=first.scenario.held.tokens,
        sequences=first.scenario.held.sequences,
    )
    others = "; ".join(_other(language, each, first) for each in found[1 : 1 + OTHERS])
    also = say(language, "verdict.max_model_also", others=others) if others else ""
    return f"{said}{also}."


def _named(language: Language, found: Found) -> str:
    precision = found.scenario.precision.spoken
    sized = _sized(language, found)
    return say(language, "verdict.max_model_named", model=sized, precision=precision)


def _other(language: Language, found: Found, first: Found) -> str:
    """With its format where it is another one."""
    same = found.scenario.precision.id == first.scenario.precision.id
    return _sized(language, found) if same else _named(language, found)


def _sized(language: Language, found: Found) -> str:
    """ "Llama 3.3 70B (70.6B)" """
    billions = number(language, found.model.parameters.m_as(BILLION), 1)
    return f"{found.model.name} ({billions}B)"


def _none(language: Language, asked: Question) -> str:
    named = asked.gpus[0]
    values = {"cards": named.gpu.counted(named.count or 1)}
    if asked.precisions:
        precision = asked.precisions[0].name
        return say(language, "verdict.max_model_none", **values, precision=precision)
    if asked.family:
        return say(language, "verdict.max_model_none_of", **values, family=asked.family)
    return say(language, "verdict.max_model_none_at_all", **values)
