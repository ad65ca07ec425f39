"""
The question as the fields of a form, and back.

Only the model and the GPUs are words that must be read; the rest are choices and numbers. What a
form has no field for (engine flags, overhead, shared prefix) stays as the question had it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast, get_args

from core.asked.question import Question, Task, Training
from core.catalog.catalog import Catalog
from core.catalog.precision import Precision
from core.errors import QuestionError
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity, Unit, whole

MODEL, TASK, PRECISION, KV, CONTEXT = "model", "task", "precision", "kv", "context"
USERS, GPUS, LENGTH, BATCH, RANK = "users", "gpus", "length", "batch", "rank"
CHECKPOINTING = "checkpointing"
NUMBERS = {
    CONTEXT: 100_000_000,
    USERS: 1_000_000,
    LENGTH: 100_000_000,
    BATCH: 1_000_000,
    RANK: 65_536,
}
TASKS: tuple[Task, ...] = ("serve", "full", "lora", "qlora")
MAX_TEXT = 300
MAX_GPUS = 100


class FormError(Exception):
    """*field* cannot stay as it is; *message* is a sentence, or the key of one in `form.`"""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields; None and "" where nothing does."""

    model: str = ""
    task: Task = "serve"
    precision: str | None = None  # id
    kv: str | None = None  # id
    context: int | None = None  # token/sequence
    users: int | None = None
    gpus: str = ""
    length: int | None = None  # token/sequence of a training run
    batch: int | None = None
    rank: int | None = None
    checkpointing: bool = False


def filled_with(question: Question) -> Filled:
    """The fields as *question* fills them."""
    training = question.training or Training()
    return Filled(
        model=" vs ".join(model.name for model in question.models)[:MAX_TEXT],
        task=question.task if question.task in TASKS else "serve",
        precision=question.precisions[0].id if len(question.precisions) == 1 else None,
        kv=question.kv_precision.id if question.kv_precision else None,
        context=_number(question.context_length, TOKEN_PER_SEQUENCE),
        users=_number(question.sequences, SEQUENCE),
        gpus=", ".join(_cards(cards.count, cards.gpu.name) for cards in question.gpus)[:MAX_GPUS],
        length=training.sequence_tokens,
        batch=training.batch,
        rank=training.lora_rank,
        checkpointing=bool(training.gradient_checkpointing),
    )


def filled_by(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Filled:
    """
    The fields as a person filled them: Slack's `state.values`.

    FormError for a number that is none, or that is too large to mean anything.
    """
    entered = {field: next(iter(values.get(field, {}).values()), {}) for field in _FIELDS}
    task = entered_choice(entered[TASK]) or "serve"
    return Filled(
        model=entered_text(entered[MODEL]),
        task=cast(Task, task) if task in get_args(Task) else "serve",
        precision=entered_choice(entered[PRECISION]),
        kv=entered_choice(entered[KV]),
        gpus=entered_text(entered[GPUS]),
        checkpointing=bool(entered[CHECKPOINTING].get("selected_options")),
        **{field: entered_number(field, entered[field], NUMBERS[field]) for field in NUMBERS},
    )


def question_of(
    filled: Filled, read: Callable[[str], Question], catalog: Catalog, like: Question | None
) -> Question:
    """
    The question that the fields ask.

    *like* is the question that the form was opened with. FormError names the field to mend.
    """
    words = f"{filled.model} on {filled.gpus}" if filled.gpus else filled.model
    try:
        question = read(words)
    except QuestionError as error:
        raise FormError(_field(error, filled), f"{error.message} {error.hint}".strip()) from error
    question = replace(
        question,
        task=filled.task,
        precisions=_precisions(filled, catalog) or question.precisions,
    )
    if filled.task == "serve":
        question = replace(
            question,
            kv_precision=_row(catalog, KV, filled.kv),
            context_length=_quantity(filled.context, TOKEN_PER_SEQUENCE) or question.context_length,
            sequences=_quantity(filled.users, SEQUENCE) or question.sequences,
        )
    else:
        question = replace(question, training=_training(filled, like))
    return question if like is None else _with_the_rest(question, like)


def _with_the_rest(question: Question, like: Question) -> Question:
    """What no field shows stays, as far as it still means something."""
    intent = like.intent
    if intent in {"fit", "memory", "compare"}:
        intent = "fit" if question.gpus and question.gpus[0].count else "memory"
    if question.task != "serve":
        intent = question.intent
    return replace(
        question,
        intent=intent,
        overhead=question.overhead or like.overhead,
        engine=question.engine or like.engine,
        shared_prefix=question.shared_prefix or like.shared_prefix,
        own_cards=question.own_cards or (like.own_cards and not question.gpus),
    )


def _training(filled: Filled, like: Question | None) -> Training:
    before = (like and like.training) or Training()
    return replace(
        before,
        sequence_tokens=filled.length,
        batch=filled.batch,
        lora_rank=filled.rank if filled.task in {"lora", "qlora"} else None,
        gradient_checkpointing=filled.checkpointing,
    )


def _precisions(filled: Filled, catalog: Catalog) -> tuple[Precision, ...]:
    row = _row(catalog, PRECISION, filled.precision)
    return (row,) if row else ()


def _row(catalog: Catalog, field: str, id: str | None) -> Precision | None:
    if id is None:
        return None
    if id not in catalog.precisions:
        raise FormError(field, "form.unknown_choice")
    return catalog.precisions[id]


def _field(error: QuestionError, filled: Filled) -> str:
    """Where the words stand that were not understood."""
    if error.span is not None:
        return MODEL if error.span[0] < len(filled.model) or not filled.gpus else GPUS
    return GPUS if error.code == "unknown_gpu" and filled.gpus else MODEL


def _quantity(value: int | None, unit: Unit) -> Quantity | None:
    return None if value is None else Quantity(value, unit)


def _number(quantity: Quantity | None, unit: Unit) -> int | None:
    return None if quantity is None else whole(quantity, unit)


def _cards(count: int | None, name: str) -> str:
    return f"{count}x {name}" if count else name


def entered_text(entered: Mapping[str, Any]) -> str:
    """What stands in a field of text."""
    return (entered.get("value") or "").strip()


def entered_choice(entered: Mapping[str, Any]) -> str | None:
    """The value of the option that is chosen."""
    option = entered.get("selected_option")
    return option["value"] if option else None


def entered_number(field: str, entered: Mapping[str, Any], most: int) -> int | None:
    """A whole number from 1 to *most*; FormError for anything else that stands there."""
    text = entered_text(entered)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise FormError(field, "form.not_a_number")
    if not 0 < int(text) <= most:
        raise FormError(field, "form.out_of_range")
    return int(text)


_FIELDS = (MODEL, TASK, PRECISION, KV, GPUS, CHECKPOINTING, *NUMBERS)
