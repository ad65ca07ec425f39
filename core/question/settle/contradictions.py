"""
What contradicts itself is asked about: "70B model but 8B params" is a slip, and no comparison; all
weights of a model in 4 bits are not trained.
"""

from itertools import pairwise

from core.asked.question import Size
from core.question.candidate import FLAG
from core.question.reading import ModelMention, PrecisionMention, Reading
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


def refuse_training_of_four_bits(reading: Reading) -> None:
    """ "finetuning_type: full" beside "quantization_bit: 4": no trainer does that."""
    if reading.task not in ("full", "pretrain"):
        return
    for one in reading.chosen:
        value = one.value
        if one.evidence is FLAG and isinstance(value, PrecisionMention) and value.row.id in _NF4:
            at = (one.start, one.end)
            raise problem(reading, "conflict", "quantised_full", at, instead=())


_NF4 = ("nf4", "nf4-dq")
