"""
What a comparison tells apart: "8k vs 128k", "8 or 32 users", "lora vs qlora", "tp 2 vs pp 2".

Several values of one thing are a contradiction, unless a word of comparison stands in the text.
"""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Engine, Question, Training
from core.question.reading import Reading
from core.question.words.languages import either
from core.question.words.regex import regex
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity

_AGAINST = regex(rf"(?<![\w])(?:{either('versus')})(?![a-z])")
_SPLITS = ("tensor_parallel_size", "pipeline_parallel_size")


def compares(reading: Reading) -> bool:
    """Whether several values are alternatives."""
    return _AGAINST.search(reading.text.plain) is not None


def alternatives(reading: Reading, question: Question) -> Question:
    """*question* with one whole question for each of what is compared; unchanged for one alone."""
    found = tuple(_each(reading, question))
    if len(found) < 2:
        return question
    return replace(found[0], intent="compare", compare=found)


def _each(reading: Reading, question: Question) -> Iterator[Question]:
    one = replace(question, intent="fit" if question.gpus else "memory")
    if len(reading.several_contexts) > 1:
        yield from (_with_length(one, tokens) for tokens in reading.several_contexts)
    elif len(reading.several_loads) > 1:
        yield from (_with_load(one, number) for number in reading.several_loads)
    elif len(reading.tasks) > 1 and compares(reading):
        yield from (replace(one, task=task) for task in reading.tasks)
    elif len(reading.ranks) > 1 and compares(reading):
        yield from _trained(one, "lora_rank", reading.ranks)
    elif len(reading.stages) > 1 and compares(reading):
        yield from _trained(one, "zero_stage", reading.stages)
    elif question.engine is not None and compares(reading):
        yield from _split(one, question.engine)


def _with_length(question: Question, tokens: int) -> Question:
    if question.training is not None:
        return replace(question, training=replace(question.training, sequence_tokens=tokens))
    return replace(question, context_length=Quantity(tokens, TOKEN_PER_SEQUENCE))


def _with_load(question: Question, number: int) -> Question:
    if question.training is not None:
        return replace(question, training=replace(question.training, batch=number))
    return replace(question, sequences=Quantity(number, SEQUENCE))


def _trained(question: Question, name: str, values: list[int]) -> Iterator[Question]:
    training = question.training or Training()
    for value in values:
        yield replace(question, training=replace(training, **{name: value}))


def _split(question: Question, engine: Engine) -> Iterator[Question]:
    """ "tp 2 vs pp 2": each split by itself."""
    if all(getattr(engine, name) for name in _SPLITS):
        for name in _SPLITS:
            other = {each: None for each in _SPLITS if each != name}
            yield replace(question, engine=replace(engine, **other))
