"""
What a comparison tells apart: "8k vs 128k", "8 or 32 users", "lora vs qlora", "tp 2 vs pp 2".

Several values of one thing are a contradiction, unless a word of comparison stands in the text.
"""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Engine, EngineName, Question, Training
from core.question.reading import Reading, Setting
from core.question.words.languages import either
from core.question.words.regex import regex
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity

_AGAINST = regex(rf"(?<![\w])(?:{either('versus')})(?![a-z])")
_THAN = regex(r"\b(?:than|do que|and|e)\b")  # "does vllm need more than sglang?"
_SPLITS = ("tensor_parallel_size", "pipeline_parallel_size")
# Settings that are compared where several values of one are said
_OF_RUN = (
    "method", "lora_rank", "lora_targets", "zero_stage", "optimizer", "batch",
    "gradient_checkpointing",
)  # fmt: skip
_OF_ENGINE = (
    *_SPLITS,
    "max_num_batched_tokens",
    "data_parallel_size",
    "gpu_memory_utilization",
    "version",
)


def compares(reading: Reading) -> bool:
    """Whether several values are alternatives."""
    return _AGAINST.search(reading.text.plain) is not None


def compares_engines(reading: Reading) -> bool:
    """Nobody serves with two: "vllm and sglang", "more than sglang" compares them."""
    return compares(reading) or _THAN.search(reading.text.plain) is not None


def alternatives(reading: Reading, question: Question) -> Question:
    """*question* with one whole question for each of what is compared; unchanged for one alone."""
    found = tuple(_each(reading, question))
    if len(found) < 2:
        return question
    return replace(found[0], intent="compare", compare=found)


def _each(reading: Reading, question: Question) -> Iterator[Question]:
    compared = compares(reading) or (reading.asks_difference and len(reading.several_kv) > 1)
    if not (compared or reading.several_contexts or reading.several_loads
            or reading.several_engines):  # fmt: skip
        return
    one = replace(question, intent="fit" if question.gpus else "memory")
    if len(reading.several_contexts) > 1:
        yield from (_with_length(one, tokens) for tokens in reading.several_contexts)
    elif len(reading.several_loads) > 1:
        yield from (_with_load(one, number) for number in reading.several_loads)
    elif len(reading.tasks) > 1 and compared:
        yield from (replace(one, task=task) for task in reading.tasks)
    elif reading.several_engines and question.engine is not None:
        yield from _served(one, question.engine, reading.several_engines)
    elif compared:
        yield from _settings(reading, one)


def _settings(reading: Reading, one: Question) -> Iterator[Question]:
    """The first setting of which several values were said."""
    if len(reading.several_kv) > 1:
        yield from (replace(one, kv_precision=row) for row in reading.several_kv)
        return
    for name in _OF_RUN:
        values = reading.several.get(f"training.{name}", [])
        if len(values) > 1:
            yield from _trained(one, name, values)
            return
    for name in _OF_ENGINE:
        values = reading.several.get(f"engine.{name}", [])
        if len(values) > 1 and one.engine is not None:
            yield from _set(reading, one, name, values)
            return
    if one.engine is not None:
        yield from _split(one, one.engine)


def _served(one: Question, engine: Engine, others: list[EngineName]) -> Iterator[Question]:
    yield one
    for name in dict.fromkeys(others):
        yield replace(one, engine=replace(engine, name=name, version=None))


def _set(reading: Reading, one: Question, name: str, values: list[Setting]) -> Iterator[Question]:
    """Cards that were not counted are as many as there are ranks."""
    counted = len(reading.cards) != 1 or bool(reading.cards[0].counts)
    for value in values:
        engine = replace(one.engine or Engine("vllm"), **{name: value})
        other = replace(one, engine=engine)
        if name in _SPLITS and not counted:
            ranks = (engine.tensor_parallel_size or 1) * (engine.pipeline_parallel_size or 1)
            other = replace(other, gpus=tuple(replace(card, count=ranks) for card in one.gpus))
        yield other


def _with_length(question: Question, tokens: int) -> Question:
    if question.training is not None:
        return replace(question, training=replace(question.training, sequence_tokens=tokens))
    return replace(question, context_length=Quantity(tokens, TOKEN_PER_SEQUENCE))


def _with_load(question: Question, number: int) -> Question:
    if question.training is not None:
        return replace(question, training=replace(question.training, batch=number))
    return replace(question, sequences=Quantity(number, SEQUENCE))


def _trained(question: Question, name: str, values: list[Setting]) -> Iterator[Question]:
    training = question.training or Training()
    for value in values:
        yield replace(question, training=replace(training, **{name: value}))


def _split(question: Question, engine: Engine) -> Iterator[Question]:
    """ "tp 2 vs pp 2": each split by itself, where nothing else is compared."""
    several = max(map(len, (question.models, question.precisions, question.gpus))) > 1
    if not several and all((getattr(engine, name) or 1) > 1 for name in _SPLITS):
        for name in _SPLITS:
            other = {each: None for each in _SPLITS if each != name}
            yield replace(question, engine=replace(engine, **other))
