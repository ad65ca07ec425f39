"""Errors of the asker's, in the asker's language, with the place in the asker's own text."""

from core.errors import ErrorCode, QuestionError
from core.question.reading import Reading
from core.wording.say import say

MOST_SUGGESTIONS = 3


def problem(
    reading: Reading,
    code: ErrorCode,
    key: str,
    at: tuple[int, int] | None = None,
    *,
    instead: tuple[str, ...] = (),
    leaving_out: tuple[tuple[int, int], ...] = (),
    suggestions: tuple[str, ...] = (),
    **values: object,
) -> QuestionError:
    """
    The error *key* of the wording tables, `problem.key` and `hint.key`.

    *at* is a part of the plain text. *instead* are words that could stand there, *leaving_out*
    parts without which it would be a question: each makes a suggestion. The parser drops those
    that are not valid questions.
    """
    language = reading.language
    span = None if at is None else reading.text.span(*at)
    if at is not None:
        values.setdefault("typed", reading.text.typed(*at))
    raw = reading.text.raw
    if span is not None:
        suggestions += tuple(
            " ".join(f"{raw[: span[0]]} {words} {raw[span[1] :]}".split()) for words in instead
        )
    for part in leaving_out:
        first, last = reading.text.span(*part)
        suggestions += (" ".join(f"{raw[:first]} {raw[last:]}".split()),)
    return QuestionError(
        code,
        say(language, f"problem.{key}", **values),
        hint=say(language, f"hint.{key}", **values),
        span=span,
        suggestions=suggestions,
    )


def check(
    reading: Reading,
    what: str,
    number: float,
    at: tuple[int, int],
    *,
    lowest: float = 1,
    highest: float,
    whole: bool = True,
) -> None:
    """Refuse a number outside its range; *what* is a row of `[what]` in the wording tables."""
    if lowest <= number <= highest and not (whole and number != int(number)):
        return
    raise problem(
        reading,
        "bad_value",
        "range_whole" if whole else "range",
        at,
        what=say(reading.language, f"what.{what}"),
        instead=_INSTEAD.get(what, ()),
        leaving_out=() if what in _INSTEAD else (at,),
        lowest=_plain(lowest),
        highest=_plain(highest),
    )


# What people rather ask for
_INSTEAD = {
    "parameters": ("7B", "70B"),
    "bits": ("16 bits", "8 bits", "4 bits"),
    "gpus": ("2 GPUs",),
    "sequences": ("16 users",),
    "context": ("32k context",),
}


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number
