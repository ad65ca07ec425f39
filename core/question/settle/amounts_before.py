"""The amounts of the question before, and new ones in their place."""

from collections.abc import Callable, Sequence
from typing import Literal

from core.asked.question import Question, Training
from core.asked.scenario import CONTEXT_LENGTH
from core.asked.training_defaults import TRAINING_DEFAULTS
from core.question.reading import Reading
from core.question.settle.cards import add_usual
from core.question.settle.problem import check, problem
from core.question.words.languages import either
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, whole
from core.wording.say import say

NOUN = (
    rf"(?:(?P<sequences>(?:{either('concurrent')}\s)?(?:{either('users')}|{either('heads')}|load"
    rf"|traffic|usage|carga|trafego|uso))|(?P<context>{either('context')}|{either('tokens')}"
    rf"|sequence)"
    rf"|(?P<batch>{either('batch')})|(?P<rank>rank)|(?P<cards>{either('cards')}))\b"
)
Field = Literal["sequences", "context", "batch", "rank", "cards"]
_OF_TRAINING = {"context": "sequence_tokens", "batch": "batch", "rank": "lora_rank"}
_WHAT = {"sequences": "sequences", "context": "context", "batch": "sequences", "rank": "rank",
         "cards": "gpus"}  # fmt: skip
_MOST = {"sequences": 1_000_000, "context": 100_000_000, "batch": 1_000_000, "rank": 65_536,
         "cards": 100_000}  # fmt: skip


def amounts_of(previous: Question) -> tuple[Field, ...]:
    """What was said of amounts, in the order in which people think of them."""
    fields: tuple[Field, ...] = ("sequences", "context", "cards")
    if previous.task != "serve":
        fields = ("batch", "context", "rank", "cards")
    return tuple(field for field in fields if before(previous, field) is not None)


def before(previous: Question, field: Field) -> int | None:
    """What was said; of several kinds of cards, and of a comparison along it, there is no one."""
    found = {_said(one, field) for one in (previous.compare or (previous,))}
    return found.pop() if len(found) == 1 else None


def changed_amounts(previous: Question, question: Question) -> tuple[Field, ...]:
    """What the last turn was about: "sorry, 5" corrects that."""
    fields = amounts_of(question)
    return tuple(field for field in fields if before(previous, field) != before(question, field))


def narrowed(previous: Question, fields: Sequence[Field]) -> list[Field]:
    """Of several the one that was changed last, where it was one."""
    latest: list[Field] = [field for field in fields if field in previous.latest]
    return latest if len(latest) == 1 else [*fields]


def _said(question: Question, field: Field) -> int | None:
    if field == "cards":
        return question.gpus[0].count if len(question.gpus) == 1 else None
    if question.task != "serve":
        training = question.training or Training()
        return getattr(training, _OF_TRAINING[field]) if field in _OF_TRAINING else None
    if field == "context" and question.context_length is not None:
        return whole(question.context_length, TOKEN_PER_SEQUENCE)
    if field in ("sequences", "batch") and question.sequences is not None:
        return whole(question.sequences, SEQUENCE)
    return None


def _usual(previous: Question, field: Field) -> int | None:
    """What stands in the answer where nobody said it; none where that was what was asked for."""
    if previous.compare or previous.intent in ("max_context", "max_sequences"):
        return None
    if previous.task != "serve":
        usual = TRAINING_DEFAULTS[previous.task].get(_OF_TRAINING.get(field, ""))
        return usual if isinstance(usual, int) else None
    if field == "context":
        return whole(CONTEXT_LENGTH, TOKEN_PER_SEQUENCE)
    return 1 if field in ("sequences", "batch") else None


def set_amount(
    reading: Reading,
    previous: Question,
    field: Field,
    at: tuple[int, int],
    change: Callable[[float], float],
    *,
    said: float | None = None,
) -> None:
    """*field* as *change* makes it of what it was; *said* where it was nothing before."""
    _forget(reading, at)
    reading.relative.append(at)
    reading.claim(*at)
    base = before(previous, field)
    if base is None and said is not None and field != "context":
        number = said
    else:
        base = _usual(previous, field) if base is None else base
        if base is None:
            raise _unknown(reading, field, at)
        number = round(change(base))
    try:
        check(reading, _WHAT[field], number, at, highest=_MOST[field])
    except Exception as error:
        error.leans = True  # pyright: ignore[reportAttributeAccessIssue]
        raise
    _put(reading, previous, field, at, int(number))


def _unknown(reading: Reading, field: Field, at: tuple[int, int]) -> Exception:
    what = say(reading.language, f"amount.{field}")
    error = problem(reading, "conflict", "not_said_before", at, what=what)
    error.leans = True
    return error


def _put(
    reading: Reading, previous: Question, field: Field, at: tuple[int, int], number: int
) -> None:
    if field == "cards":
        reading.counts_again = True
        add_usual(reading, at, number)
    elif previous.task != "serve":
        reading.training[_OF_TRAINING[field]] = number
    elif field == "context":
        reading.context = number
    else:
        reading.sequences = number


def _forget(reading: Reading, at: tuple[int, int]) -> None:
    """What was read in these words."""

    def inside(start: int, end: int) -> bool:
        return at[0] <= start < at[1] or at[0] < end <= at[1]

    usual = any(inside(card.start, card.end) and card.usual for card in reading.cards)
    if usual:
        reading.notes = [note for note in reading.notes if note.key != "reading.usual_card"]
    reading.cards = [card for card in reading.cards if not inside(card.start, card.end)]
    reading.precisions = [row for row in reading.precisions if not inside(row.start, row.end)]
    reading.unused = [part for part in reading.unused if not inside(*part)]
    reading.withdrawn = tuple(one for one in reading.withdrawn if not inside(one.start, one.end))
    if any(inside(*one.at) for one in reading.contexts):
        reading.context = None
    if any(inside(*one.at) for one in reading.loads):
        reading.sequences = None
