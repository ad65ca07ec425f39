"""One thing for another of the question before: "fp8 instead of awq" is no comparison."""

from core.asked.question import Question
from core.question.reading import Mention, Reading
from core.question.words.regex import regex

_INSTEAD = regex(
    r"\s?,?\s(?:instead of|rather than|in place of|not|and not|em vez d[eoa]s?|ao inves d[eoa]s?"
    r"|e nao|nao|no lugar d[eoa]s?)\s(?:the\s|an?\s|[oa]s?\s|uma?\s)?$"
)


def take_instead(reading: Reading, previous: Question) -> None:
    """Of two formats, cards or models the one that *previous* had goes."""
    formats, models = list(previous.precisions), list(previous.models)
    cards = [card.gpu for card in previous.gpus]
    if len(reading.precisions) == 2:
        reading.precisions = [
            one for one in reading.precisions if one.row not in formats or not _goes(reading, one)
        ]
    if len(reading.cards) == 2:
        reading.cards = [
            one for one in reading.cards if one.row not in cards or not _goes(reading, one)
        ]
    if len(reading.models) == 2:
        reading.models = [
            one for one in reading.models if one.row not in models or not _goes(reading, one)
        ]


def _goes(reading: Reading, mention: Mention) -> bool:
    return _INSTEAD.search(reading.text.plain[: mention.start]) is not None
