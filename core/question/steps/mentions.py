"""Names in the text: models, cards, machines, number formats, by the one index."""

import re

from core.catalog.families import Family
from core.catalog.gpu import GPU, Instance
from core.catalog.names import Found
from core.catalog.precision import Precision
from core.catalog.spelling import Piece, pieces
from core.question.reading import CardMention, ModelMention, PrecisionMention, Reading
from core.question.steps.lengths import context_from_name
from core.question.words.languages import FILLER, either
from core.question.words.regex import regex

_LONGEST_NAME = 14  # pieces
_MOST_NAMES = 64  # of one text; nobody asks about more
_GAP = regex(r"[ ]{0,3}|[-_./]|[:/] ?| ?\(")
_TIGHT_GAP = regex(r"[\-_.]?")
_HUB_ORGANISATION = regex(r"(?<![\w/.-])[a-z0-9][\w.-]{0,60}/$")
# Words that a publisher adds and that do not change the architecture
_SUFFIX = regex(
    r"(?:[ \-_.:/]{1,2}(?:instruct|inst|chat|it|base|hf|gguf|ggml|model|models|version|preview"
    r"|latest|dense|uncensored"
    r"|abliterated|quantized|quantised|quant|dynamic|turbo|text|awq(?=\d)|weights|fp(?=\b))\b)+"
)
_COUNTED = regex(
    rf"\s?(?:{either('tokens')}|{either('users')}|{either('context')}|{either('concurrent')})\b"
)
_AFTER_EQUALS = regex(r"[=:]\s?$")
_MINUS = regex(r"(?<![\w)\]\0])-$")
_LARGER = regex(r"_x?l\b")
_JOINED = regex(r"([a-z]{2,})[-_]$")
_HALF_OF = regex(r"\s(?:an?|of|the|my|our|as|that|this|it)\b")


def find_models_and_cards(reading: Reading) -> None:
    """Everything whose name has letters; formats and cards called by a number alone come later."""
    _find(reading, later=False)


def find_formats_and_numbers(reading: Reading) -> None:
    """Number formats, and cards like "4090", once lengths and loads are taken."""
    _find(reading, later=True)


def _find(reading: Reading, *, later: bool) -> None:
    text = pieces(reading.plain)
    reach = _reach(reading, text)
    at = 0
    names = 0
    while at < len(text) and names < _MOST_NAMES:
        found = _found_at(reading, text, at, reach[at])
        if found is None:
            at += 1
            continue
        if _is_later(found) == later and _stands_alone(reading, text, found):
            _add(reading, text, found)
            names += 1
        at = found.last


def _reach(reading: Reading, text: list[Piece]) -> list[int]:
    """How far a name that begins at a piece may go: over gaps that a name may have."""
    plain = reading.plain
    reach = [0] * len(text)
    end = len(text)
    for at in range(len(text) - 1, -1, -1):
        reach[at] = end
        gap = (text[at - 1].end, text[at].start) if at else (0, 0)
        if gap[0] != gap[1] and _GAP.fullmatch(plain, *gap) is None:
            end = at
    return reach


def _found_at(reading: Reading, text: list[Piece], first: int, reach: int) -> Found | None:
    """The longest name from here whose ends are ends of words."""
    last = min(reach, first + _LONGEST_NAME)
    while last > first and (found := reading.index.longest(text, first, last)) is not None:
        if _at_word_edges(reading, text, found):
            return found
        last = found.last - 1
    return None


def _is_later(found: Found) -> bool:
    if isinstance(found.row, Precision):
        return True
    return isinstance(found.row, GPU) and (found.key[0].isdigit() or found.key.startswith("max "))


def _at_word_edges(reading: Reading, text: list[Piece], found: Found) -> bool:
    """Not the middle of a word: "2xh100", "h100x8" and "h100s" are fine, "b 200" is no B200."""
    plain = reading.plain
    first, last = text[found.first], text[found.last - 1]
    if first.start > 0 and plain[first.start - 1].isalnum():
        before = text[found.first - 1]
        if not (before.text == "x" and before.end == first.start):
            return False
    if last.end < len(plain) and plain[last.end].isalnum():
        after = text[found.last]
        following = text[found.last + 1] if found.last + 1 < len(text) else None
        plural = after.text == "s" and not plain[after.end : after.end + 1].isalnum()
        times = after.text == "x" and following is not None and following.text.isdigit()
        if not (plural or times):
            return False
    if len(first.text) == 1 and found.last > found.first + 1 and first.text.isalpha():
        gap_end = text[found.first + 1].start
        return _TIGHT_GAP.fullmatch(plain, first.end, gap_end) is not None
    return True


def _stands_alone(reading: Reading, text: list[Piece], found: Found) -> bool:
    """A number that counts something is no card, and half of something no half precision."""
    start, end = text[found.first].start, text[found.last - 1].end
    if not reading.free(start, end):
        return False
    if isinstance(found.row, GPU) and len(text[found.first].text) == 1:
        joined = _JOINED.search(reading.plain[max(0, start - 20) : start])
        if joined is not None and joined[1] not in FILLER:
            return False  # "bge-m3" is no Apple chip
    if isinstance(found.row, GPU) and found.key[-1].isdigit():
        if _COUNTED.match(reading.plain, end) and not found.key[0].isalpha():
            return False
        if found.key.isdigit() and _AFTER_EQUALS.search(reading.plain[max(0, start - 2) : start]):
            return False
    if found.key == "half":
        return _HALF_OF.match(reading.plain, end) is None
    return True


def _add(reading: Reading, text: list[Piece], found: Found) -> None:
    start, end = text[found.first].start, text[found.last - 1].end
    plural = reading.plain[end : end + 1] == "s"
    reading.evidence += 1
    if isinstance(found.row, Precision):
        generic = re.fullmatch(r"[0-9.]+ bits?", found.key) is not None
        if generic and _MINUS.search(reading.plain[max(0, start - 2) : start]):
            return  # "-4 bits" is read, and refused, as a width
        larger = _LARGER.match(reading.plain, end) if found.row.kind == "gguf" else None
        if larger is not None:  # "Q4_K_L", which llama.cpp itself does not know
            end = larger.end()
            typed = reading.text.typed(start, end)
            reading.note("reading.precision", typed=typed, name=found.row.name)
        reading.claim(start, end)
        reading.precisions.append(PrecisionMention(start, end, found.row, found.key, generic))
        return
    if isinstance(found.row, GPU | Instance):
        end += plural
        reading.claim(start, end)
        reading.cards.append(CardMention(start, end, found.row, found.key, plural=plural))
        return
    row = found.row
    thousands = re.search(r" ([0-9]+) k$", found.key)
    first = start
    if reading.plain[start - 1 : start] == "/":
        before = reading.plain[max(0, start - 80) : start]
        organisation = _HUB_ORGANISATION.search(before)
        first -= 0 if organisation is None else len(organisation[0])
    suffix = _SUFFIX.match(reading.plain, end)
    if suffix is not None:
        end = suffix.end()
    reading.claim(first, end)
    reading.models.append(ModelMention(first, end, row, found.key))
    if isinstance(row, Family):
        reading.evidence -= 1  # a family name may be a word like any other
    if thousands is not None:
        context_from_name(reading, end, int(thousands[1]))
