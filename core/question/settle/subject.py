"""Whether a text is about our subject at all; otherwise it gets help and never a number."""

import re

from core.asked.question import Size
from core.catalog.model import Model
from core.question.reading import Reading
from core.question.settle.problem import problem
from core.question.settle.unclaimed import Unknown, unclaimed_words
from core.question.words.languages import either
from core.question.words.regex import regex
from core.wording.say import say

_SUBJECT = regex(
    rf"\b(?:{either('memory')}|{either('cards')}|{either('parameters')}|llms?|models?|modelos?"
    rf"|quanti[sz]\w+|quantiza\w+|precision|precisao|ram)\b"
)
_OURS = regex(
    r"\d\s?(?:[bkmt]|bn|bits?|gb)(?![a-z])|\b(?:fp|int|bf|q)\d|lora|tun(?:e|ing)|train|treina"
    r"|context"
)
_LAUGHS = regex(r"\b(?:k{3,}|(?:ha){2,}h?|(?:he){2,}|(?:rs){2,}|lo+l|lmao|rofl|xd)\b")
_LONGEST_NAME = 4  # words
_FEW = 2  # unknown words beside which a weak name still counts as a question


def require_subject(reading: Reading, *, follows: bool) -> None:
    """A text that is not about our subject gets help; one without a model is asked for it."""
    unknown = unclaimed_words(reading)
    words = sum(run.words for run in unknown)
    named = [m for m in reading.models if isinstance(m.row, Model | Size)]
    ours = reading.evidence or reading.models or _SUBJECT.search(reading.plain)
    follows = follows and says_something(reading)
    if not (named or ours or follows or _is_a_name(reading, unknown)):
        raise help_for(reading)
    if named and _is_weak(reading, words):
        raise help_for(reading)
    if not named and reading.models and not reading.evidence and words > _FEW:
        raise help_for(reading)
    figure = reading.evidence == 1 and len(reading.cards) == 1 and reading.cards[0].key.isdigit()
    if not named and figure and words >= _FEW:  # "2 tickets for 4090 euros"
        raise help_for(reading)


def is_about_us(reading: Reading) -> bool:
    """Whether a number out of range is worth a word: not in "7 million people live there"."""
    plain = reading.text.plain
    ours = reading.evidence or reading.models or _SUBJECT.search(plain) or _OURS.search(plain)
    return bool(ours) or not unclaimed_words(reading)


def help_for(reading: Reading) -> Exception:
    """Not a question of ours, or no text at all."""
    language = reading.language
    return problem(
        reading,
        "help",
        "help",
        suggestions=tuple(
            say(language, f"example.{example}") for example in ("size", "model", "fit")
        ),
    )


def says_something(reading: Reading) -> bool:
    """Whether anything of a question was found."""
    return any(
        (
            reading.models, reading.precisions, reading.cards, reading.context, reading.sequences,
            reading.overhead, reading.task, reading.engine, reading.kv_precision, reading.intent,
            reading.training, reading.engine_settings, reading.full_context, reading.subjects,
            reading.component, reading.per_gpu, reading.more_cards, reading.withdrawn,
            reading.own_cards, reading.asks_count, reading.asks_whole, reading.named_part,
            reading.family, reading.relative, reading.serves,
            reading.asks_again, reading.picked, reading.shared_prefix, reading.dropped,
        )
    )  # fmt: skip


def _is_a_name(reading: Reading, unknown: list[Unknown]) -> bool:
    """ "gpt-4" or "deepseek" and nothing else: a name, if not one that we know."""
    if len(unknown) != 1 or unknown[0].words > _LONGEST_NAME:
        return False
    rest = reading.plain[: unknown[0].start] + reading.plain[unknown[0].end :]
    if any(character.isalpha() for character in rest):
        return False
    said = reading.plain[unknown[0].start : unknown[0].end]
    has_figure = any(character.isdigit() for character in said)
    return said[0].isalpha() and (has_figure or said.split()[0] in reading.index.opening)


def _is_weak(reading: Reading, unknown_words: int) -> bool:
    """One word or number that might be ours among several that are not."""
    if len(reading.models) != 1:
        return False
    mention = reading.models[0]
    said = reading.text.plain[mention.start : mention.end]
    if isinstance(mention.row, Size):
        if reading.evidence or _SUBJECT.search(reading.plain) or _SUBJECT.search(said):
            return False
        laughs = len(_LAUGHS.findall(reading.text.plain))
        if laughs and unknown_words > laughs - 1 and unknown_words > 1:  # "sogra pesa 70b kkkk"
            return True
        in_words = re.search(r"illi|ilha|ilho", said) is not None
        return unknown_words >= (1 if in_words else _FEW + 1)
    return said.isalpha() and reading.evidence <= 1 and unknown_words >= _FEW
