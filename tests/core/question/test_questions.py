"""Every question of questions.toml, written the way people type, and what it means."""

import tomllib
from pathlib import Path

import pytest

from core.asked.question import Question, Size
from core.errors import QuestionError
from core.question.parser import parse
from tests.rows import every

ROWS = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))["question"]
CONTEXT_TOLERANCE = 0.05  # "32k" may be 32,768 or 32,000


@every(ROWS)
def test_every_question_is_understood(row):
    wanted = dict(row)
    text = wanted.pop("text")

    if "error" in wanted:
        with pytest.raises(QuestionError) as caught:
            parse(text)
        assert wanted["error"] in ("*", caught.value.code)
        return

    question = parse(text)
    assert {key: understood(question, key, want) for key, want in wanted.items()} == wanted


def test_no_question_stands_there_twice():
    texts = [row["text"] for row in ROWS]

    assert sorted(texts) == sorted(set(texts))


def understood(question: Question, key: str, want: object) -> object:
    """What the question says about *key*, in the words of the table."""
    training = question.training
    match key:
        case "params":
            found = [_like(model.elements, want, 0.03) for model in question.models]
        case "model":
            found = [_id_like(model, want) for model in question.models]
        case "bits":
            found = [precision.plain_bits for precision in question.precisions]
        case "prec":
            found = [precision.id for precision in question.precisions]
        case "gpu":
            found = [_card(cards, want) for cards in question.gpus]
        case "kv":
            return question.kv_precision.id if question.kv_precision else None
        case "ctx":
            return _tokens(question.context_length, want)
        case "prefix":
            return _tokens(question.shared_prefix, want)
        case "conc":
            return question.sequences.magnitude if question.sequences else None
        case "seq" | "batch" | "rank" | "zero" | "opt" | "ckpt" | "flash":
            return getattr(training, _TRAINING[key]) if training else None
        case (
            "engine"
            | "version"
            | "util"
            | "tp"
            | "pp"
            | "dp"
            | "ep"
            | "eager"
            | "max_num_seqs"
            | "batched"
        ):
            return getattr(question.engine, _ENGINE[key]) if question.engine else None
        case "unused":
            return list(question.unused)
        case "not_answered":
            return list(question.not_answered)
        case "assumed":
            found = [note.key.removeprefix("reading.") for note in question.assumed]
        case "instance":
            found = [cards.instance.name for cards in question.gpus if cards.instance]
        case "lang":
            return question.language
        case _:
            return getattr(question, key)
    return found if isinstance(want, list) else found[0] if len(found) == 1 else found


_TRAINING = {
    "seq": "sequence_tokens",
    "batch": "batch",
    "rank": "lora_rank",
    "zero": "zero_stage",
    "opt": "optimizer",
    "ckpt": "gradient_checkpointing",
    "flash": "flash_attention",
}
_ENGINE = {
    "engine": "name",
    "version": "version",
    "util": "gpu_memory_utilization",
    "tp": "tensor_parallel_size",
    "pp": "pipeline_parallel_size",
    "dp": "data_parallel_size",
    "ep": "enable_expert_parallel",
    "eager": "enforce_eager",
    "max_num_seqs": "max_num_seqs",
    "batched": "max_num_batched_tokens",
}


def _like(number, want, tolerance):
    """The wanted number that this one comes close to, otherwise itself."""
    for one in want if isinstance(want, list) else [want]:
        if abs(number - one) <= tolerance * one:
            return one
    return number


def _tokens(amount, want):
    return None if amount is None else _like(amount.magnitude, want, CONTEXT_TOLERANCE)


def _id_like(model, want):
    if isinstance(model, Size):
        return model.name
    name = model.id or model.name
    for one in want if isinstance(want, list) else [want]:
        if one.lower() in name.lower():
            return one
    return name


def _card(cards, want):
    """ "A100 80:2": name, memory, count, each where the table has it."""
    for one in want if isinstance(want, list) else [want]:
        name, _, count = one.partition(":")
        name, _, memory = name.partition(" ")
        label = cards.gpu.label or cards.gpu.memory.magnitude
        if (
            name.lower() in cards.gpu.name.lower()
            and (not memory or abs(label - float(memory)) <= 0.1 * label)
            and (not count or str(cards.count) == count)
        ):
            return one
    return f"{cards.gpu.name}:{cards.count}"
