"""
A total beside its parts: "192 GB over 8 cards of 24", "48GB (2x24GB)", "320 GB of A100s (4x80)".

Where a number of cards times a memory is the memory that was said as well, that is the sum, and
no card. What the parts lack ("of 24", "4x80") is in the same unit.
"""

import re
from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.counts import GB
from core.question.steps.nameless_cards import cards_of_memory
from core.question.steps.numbers import value
from core.question.words.languages import either
from core.question.words.regex import regex

_AROUND = (
    rf"(?:\s(?:of|de|in|no|na|ao|total|all|todo|{either('memory')}|combined|together|altogether"
    rf"|over|across|between|em|spread|split|shared|dividid[oa]s?|espalhad[oa]s?|among|entre|on"
    r"|from|as|=))"
)
_TOTAL = regex(
    r"(?<![\w.,-])(?:(?:a |um )?total (?:of |de )?)?"
    rf"(?P<total>\d{{2,5}})[\s-]?{GB}\b{_AROUND}{{0,5}}"
)
# "8 cards of 24", "4 x 24 GB", "4x80", "quatro placas de 16"
_PARTS = regex(
    rf"(?<![\w.,-])(?P<count>\d{{1,3}})(?:\s?x\s?|\s?\*\s?|\s(?:{either('cards')})"
    r"(?:\s?(?:of|with|at|de|com|x|@|,|\(|each with|cada uma com)\s?|\sx\s))"
    rf"(?P<each>\d{{1,3}})(?![\w.,]\d|\d)(?P<gb>[\s-]?{GB}\b)?(?!\s?k\b|\w)"
    rf"(?:\s(?:{either('each')}))?"
)


def find_sums(text: Text) -> Iterator[Candidate]:
    """The total, which is understood and no card; and its parts, where they have no unit."""
    totals = list(text.each(_TOTAL, "g"))
    if not totals:
        return
    for match in _PARTS.finditer(text.plain):
        count, each = int(match["count"]), int(match["each"])
        whole = [one for one in totals if value(one["total"]) == count * each and count > 1]
        whole = [one for one in whole if not _within(one, match)]
        if whole:
            yield from (matched(one, "nothing", True, NAMED, "the sum of it") for one in whole)
            mention = cards_of_memory(text, match.span(), each, count)
            yield matched(match, "cards", mention, NAMED, "so many of so much")


def _within(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start("total") < other.end() and other.start() < one.end("total")
