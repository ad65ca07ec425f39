"""
Phrases as people type them, a line each: the text, a bar, and what must be understood of it.

| key | what |
| --- | --- |
| params | parameters, within 3 % |
| model | part of the hub id |
| bits, kvbits | as the asker counts them, in the order said |
| prec | id of the format, or how it begins |
| ctx, seq | tokens, within 5 %: "32k" may be 32,768 or 32,000 |
| conc, batch, rank, zero | whole numbers |
| gpu | NAME[ GB][:count], several in the order said |
| gpumem | GB of the card |
| prefix, accum | tokens that all share, accumulation steps |
| absent | keys of which nothing may be understood, separated by commas |
| intent, task, lang, opt, overhead | as in the question |
| component, family | the part, the family that is asked about |
| per_gpu | true: the figure of one card is asked for |
| not_answered | subjects that were asked about, separated by commas |
| error | its code; "*" is any; "note" is an answer that says what it leaves out |

"a|b" is either. Everything else of the question is free.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from core.asked.question import Cards, Question, Size
from core.catalog.precision import Precision
from core.errors import QuestionError
from core.question.parser import parse
from core.question.steps.widths import nominal_bits
from core.units import BIT_PER_ELEMENT, DIMENSIONLESS, GIB_PER_GPU, PARAMETER

FOLDER = Path(__file__).with_name("phrases")
NEAR, TOKENS_NEAR, MEMORY_NEAR = 0.03, 0.05, 0.1


def phrases(name: str) -> list[tuple[str, str]]:
    """Text and expectation of each line of a file; lines that begin with # are remarks."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [split(line) for line in lines if line.strip() and not line.startswith("#")]


def split(line: str) -> tuple[str, str]:
    """The last bar of a line parts the two: a text may have bars of its own; \\n ends its lines."""
    text, _, wanted = line.rpartition(" | ")
    return text.replace("\\n", "\n"), wanted


def missed(text: str, wanted: str, previous: Question | None = None) -> list[str]:
    """What of *wanted* was not understood, each with what was; nothing where all is well."""
    want = dict(part.strip().split("=", 1) for part in wanted.split(";"))
    error = want.pop("error", None)
    try:
        question = parse(text, previous)
    except QuestionError as refused:
        code = refused.code
        fine = error is not None and (error == "*" or code in error.split("|"))
        return [] if fine else [f"error {code}: {refused}"]
    if error is not None:
        if question.not_answered and not question.models:
            return []  # nothing but that it is not answered
        said = bool(question.unused or question.not_answered)
        if "note" not in error.split("|") or not said:
            return [f"answered, and says of nothing that it was left out: {error}"]
    found = {key: got(question, key, value) for key, value in want.items()}
    return [f"{key}: {found[key]}, not {want[key]}" for key in want if found[key] is not True]


def got(question: Question, key: str, want: str) -> object:
    """True where *want* is met, otherwise what the question says."""
    if "|" in want and key != "error":
        found = [got(question, key, one) for one in want.split("|")]
        return True in found or found[0]
    training = question.training
    if key in ("tp", "pp") and training is not None:
        return str(getattr(training, _OF_ENGINE[key])) == want
    if key in _OF_ENGINE and question.engine is not None:
        value = getattr(question.engine, _OF_ENGINE[key])
        return str(value) == want or value
    match key:
        case "params":
            found = [model.parameters.m_as(PARAMETER) for model in question.models]
            return any(near(number, float(want), NEAR) for number in found) or found
        case "model":
            names = [
                model.name
                if isinstance(model, Size)
                else f"{model.id} {model.checkpoint_id} {model.name}"
                for model in question.models
            ]
            return any(squashed(want) in squashed(name) for name in names) or names
        case "bits":
            return same_bits(question.precisions, want)
        case "kvbits":
            every = [one.kv_precision for one in question.compare or (question,)]
            rows = {row.id: row for row in every if row is not None}
            return same_bits(rows.values(), want)
        case "prec":
            ids = [row.id for row in question.precisions]
            return any(id == want or id.startswith(f"{want}_") for id in ids) or ids
        case "gpu":
            wanted = want.split(",")
            cards = question.gpus
            met = len(wanted) == len(cards) and all(map(is_card, cards, wanted))
            return met or [f"{one.gpu.name}:{one.count}" for one in cards]
        case "gpumem":
            sizes = [one.gpu.label or one.gpu.memory.m_as(GIB_PER_GPU) for one in question.gpus]
            return any(near(size, float(want), MEMORY_NEAR) for size in sizes) or sizes
        case "ctx":
            return near_amount(question.context_length, want, TOKENS_NEAR)
        case "conc":
            return near_amount(question.sequences, want, 0)
        case "prefix":
            return near_amount(question.shared_prefix, want, TOKENS_NEAR)
        case "accum":
            steps = training and training.gradient_accumulation_steps
            return near_amount(steps, want, 0)
        case "absent":
            return [name for name in want.split(",") if held(question, name)] or True
        case "seq":
            return training is not None and near_amount(training.sequence_tokens, want, TOKENS_NEAR)
        case "batch":
            return training is not None and near_amount(training.batch, want, 0)
        case "rank":
            return training is not None and near_amount(training.lora_rank, want, 0)
        case "zero":
            return training is not None and near_amount(training.zero_stage, want, 0)
        case "opt":
            return training is not None and training.optimizer == want
        case "overhead":
            said = question.overhead
            return said is not None and near(said.m_as(DIMENSIONLESS), float(want), 0.001)
        case "lang":
            return question.language == want or question.language
        case "per_gpu":
            return question.per_gpu
        case "family":
            return squashed(want) in squashed(question.family or "") or question.family
        case "not_answered":
            return list(question.not_answered) == want.split(",") or question.not_answered
        case _:
            said = getattr(question, key)
            return said == want or said


_OF_ENGINE = {
    "tp": "tensor_parallel_size",
    "pp": "pipeline_parallel_size",
    "util": "gpu_memory_utilization",
    "engine": "name",
}


def held(question: Question, name: str) -> object:
    """Whether the question has something of that key; named and nameless cards are two."""
    training = question.training
    match name:
        case "gpu" | "gpumem":
            return [one for one in question.gpus if (one.gpu.vendor == "") == (name == "gpumem")]
        case "conc" | "batch":
            return training.batch if training else question.sequences
        case "ctx" | "seq":
            return training.sequence_tokens if training else question.context_length
        case "params":
            return [model for model in question.models if isinstance(model, Size)]
        case "model":
            return [model for model in question.models if not isinstance(model, Size)]
        case "bits" | "prec":
            return question.precisions
        case "kvbits":
            return question.kv_precision
        case _:
            raise ValueError(name)


def near(number: float, want: float, tolerance: float) -> bool:
    return abs(number - want) <= tolerance * want


def near_amount(amount: object, want: str, tolerance: float) -> object:
    number = getattr(amount, "magnitude", amount)
    return (number is not None and near(float(number), float(want), tolerance)) or number


def same_bits(rows: Iterable[Precision], want: str) -> object:
    """As the asker counts them, or as the format has them."""
    found = [(nominal_bits(row), row.bits.m_as(BIT_PER_ELEMENT)) for row in rows]
    wanted = [float(bits) for bits in want.split(",")]
    met = len(found) == len(wanted) and all(
        any(near(bits, one, NEAR) for bits in both) for both, one in zip(found, wanted, strict=True)
    )
    return met or found


def is_card(cards: Cards, want: str) -> bool:
    """ "A100 80:2": name, memory, count, each where it stands."""
    name, _, count = want.partition(":")
    name, _, memory = name.partition(" ")
    gpu = cards.gpu
    label = gpu.label or gpu.memory.m_as(GIB_PER_GPU)
    return (
        (squashed(name) in squashed(gpu.name) or squashed(name) in squashed(gpu.id))
        and (not memory or near(label, float(memory), MEMORY_NEAR))
        and (not count or str(cards.count) == count)
    )


def squashed(name: str) -> str:
    """Letters and figures alone, small."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
