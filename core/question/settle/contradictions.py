"""Two sizes of one model: "70B model but 8B params" is a slip, and no comparison."""

from itertools import pairwise

from core.asked.question import Size
from core.question.reading import ModelMention, Reading
from core.question.settle.problem import problem
from core.question.words.regex import regex

_BUT = regex(
    r"[\s,]*(?:(?:parameters?|params?|parametros|models?|modelos?|llm)[\s,]*)?(?:but|mas|although)\s"
    r"(?:(?:with|has|only|just|com|so|tem|it|ele)\s){0,3}"
)


def refuse_two_sizes(reading: Reading, mentions: list[ModelMention]) -> None:
    """Which of the two it is, nobody but the asker knows."""
    for one, other in pairwise(mentions):
        between = reading.text.plain[one.end : other.start]
        if isinstance(one.row, Size) and isinstance(other.row, Size) and _BUT.fullmatch(between):
            raise problem(
                reading,
                "conflict",
                "no_such_size_of_model",
                (one.start, other.end),
                name=one.row.name,
                size=other.row.name,
                instead=(one.row.name, other.row.name),
            )
