"""Names in the text: models, cards, machines, number formats, by the one index."""

from collections.abc import Iterator

from core.catalog.families import Family
from core.catalog.gpu import GPU, Instance
from core.catalog.model import Model
from core.catalog.names import Found, NameIndex
from core.catalog.precision import Precision
from core.catalog.spelling import Piece, pieces
from core.question.candidate import NAMED, SHAPE, Candidate
from core.question.normalise import Text
from core.question.reading import CardMention, ModelMention, PrecisionMention
from core.question.words.languages import FILLER, either
from core.question.words.regex import regex
from core.wording.note import Note, note

_LONGEST_NAME = 14  # pieces
_MOST_NAMES = 64  # of one text; nobody asks about more
_GAP = regex(r"[ ]{0,3}|[-_./]|[:/] ?| ?\(")
_TIGHT_GAP = regex(r"[\-_.]?")
_HUB_ORGANISATION = regex(r"(?<![\w/.-])[a-z0-9][\w.-]{0,60}/$")
# Words that a publisher adds and that do not change the architecture
_SUFFIX = regex(
    r"(?:[ \-_.:/]{1,2}(?:instruct|inst|chat|it|base|hf|model|models|version|preview"
    r"|latest|dense|uncensored"
    r"|abliterated|quant|dynamic|turbo|text|awq(?=\d)|weights|fp(?=\b)(?!\s?\d))\b)+"
)
# The same of a model that gives vectors or scores: "bge-m3 embeddings", "reranker bge-reranker"
_POOLED = (
    r"(?:(?:embeddings?|embedders?|re-?rankers?|re-?ranking|encoders?)(?:\s(?:models?|modelos?))?"
    r"|modelos?\sde\s(?:embeddings?|re-?ranking))"
)
_POOLED_AFTER = regex(rf"\s{_POOLED}\b")
_POOLED_BEFORE = regex(rf"\b{_POOLED}\s$")
_COUNTED = regex(
    rf"\s?(?:{either('tokens')}|{either('users')}|{either('context')}|{either('concurrent')})\b"
)
_AFTER_EQUALS = regex(r"[=:]\s?$")
# "gpu: 4090", "my setup: 3060 12gb"; not "port: 4090"
_OF_CARDS = regex(
    rf"\b(?:{either('cards')}|{either('node')}|hw|hardware|setup|device|have|got|on|placas?|tenho"
    r"|equipamento)\s?[=:]\s?$"
)
_MINUS = regex(r"(?<![\w)\]\0])-$")
_GENERIC = regex(r"[0-9.]+ bits?")
_LARGER = regex(r"_x?l\b")
_JOINED = regex(r"([a-z]{2,})[-_]$")
# "opt for the safer option" names no OPT
_VERB_AFTER = regex(r"\s(?:for|in|out|to)\b")
# "the other half", "split in half"
_HALF_BEFORE = regex(
    r"(?:\b(?:my|our|your|his|the|other|one|first|second|each)|\ba|1/2|(?:split|cut|divided) in)\s$"
)
# What may follow a size that has no unit
_ENDS_A_NAME = regex(
    r"(?:[-_\s](?:instruct|it|chat|fp|bf|int|awq|gptq|q\d|iq\d|gguf|nvfp|mxfp|exl|w\d|\d{1,2}[\s-]?bits?)"
    r"|\s?[,;:?!)]|\s?$|\.(?!\d)|\s(?:in|at|on|with|for|model|fits?|em|numa?|com|para|pra|cabe|roda)\b)"
)
_HALF_OF = regex(r"\s(?:an?|of|the|my|our|as|that|this|it)\b")


def find_names(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """Everything that the index has a name for, longest name first."""
    cut = pieces(text.plain)
    reach = _reach(text, cut)
    at = 0
    names = 0
    while at < len(cut) and names < _MOST_NAMES:
        found = _found_at(text, cut, at, reach[at], index)
        if found is None:
            at += 1
            continue
        if _stands_alone(text, cut, found):
            candidate = _named(text, cut, found)
            if candidate is not None:
                yield candidate
                names += 1
        if found.key.endswith((" k", " 1 m")) and isinstance(found.row, Model):
            shorter = _found_at(text, cut, at, found.last - 1, index)
            if shorter is not None and (candidate := _named(text, cut, shorter)) is not None:
                yield candidate
        elif isinstance(found.row, Family):
            yield from _without_letter(text, cut, found)
        at = found.last


def _without_letter(text: Text, cut: list[Piece], found: Found) -> Iterator[Candidate]:
    """ "gpt oss 120", "llama 3.3 70 awq": a size of the family without its b."""
    if found.last >= len(cut) or not isinstance(found.row, Family):
        return
    number, last = cut[found.last], cut[found.last - 1]
    row = found.row.sizes.get(f"{number.text}b")
    gap = text.plain[last.end : number.start]
    if row is None or gap not in (" ", "-", "_") or len(number.text) < 2:
        return
    if _ENDS_A_NAME.match(text.plain, number.end):
        start = cut[found.first].start
        mention = ModelMention(start, number.end, row, f"{found.key} {number.text} b")
        why = "a family and its size without b"
        yield Candidate(start, number.end, "model", mention, NAMED, why)


def is_sized(candidate: Candidate) -> bool:
    """A model by name, which has its size: no family."""
    mention = candidate.value
    return isinstance(mention, ModelMention) and isinstance(mention.row, Model)


def _reach(text: Text, cut: list[Piece]) -> list[int]:
    """How far a name that begins at a piece may go: over gaps that a name may have."""
    reach = [0] * len(cut)
    end = len(cut)
    for at in range(len(cut) - 1, -1, -1):
        reach[at] = end
        gap = (cut[at - 1].end, cut[at].start) if at else (0, 0)
        if gap[0] == gap[1] or (gap[1] - gap[0] == 1 and text.plain[gap[0]] in " -_./:"):
            continue  # nearly all of them
        if _GAP.fullmatch(text.plain, *gap) is None:
            end = at
    return reach


def _found_at(
    text: Text, cut: list[Piece], first: int, reach: int, index: NameIndex
) -> Found | None:
    """The longest name from here whose ends are ends of words."""
    last = min(reach, first + _LONGEST_NAME)
    while last > first and (found := index.longest(cut, first, last)) is not None:
        if _at_word_edges(text, cut, found):
            return found
        last = found.last - 1
    return None


def _at_word_edges(text: Text, cut: list[Piece], found: Found) -> bool:
    """Not the middle of a word: "2xh100", "h100x8" and "h100s" are fine, "b 200" is no B200."""
    plain = text.plain
    first, last = cut[found.first], cut[found.last - 1]
    if first.start > 0 and plain[first.start - 1].isalnum():
        before = cut[found.first - 1]
        if not (before.text == "x" and before.end == first.start):
            return False
    if last.end < len(plain) and plain[last.end].isalnum():
        after = cut[found.last]
        following = cut[found.last + 1] if found.last + 1 < len(cut) else None
        plural = after.text == "s" and not plain[after.end : after.end + 1].isalnum()
        times = after.text == "x" and following is not None and following.text.isdigit()
        if not (plural or times):
            return False
    if len(first.text) == 1 and found.last > found.first + 1 and first.text.isalpha():
        gap_end = cut[found.first + 1].start
        return _TIGHT_GAP.fullmatch(plain, first.end, gap_end) is not None
    return True


def _is_a_value(before: str) -> bool:
    """Of a key that is no word for cards."""
    return _AFTER_EQUALS.search(before) is not None and _OF_CARDS.search(before) is None


def _stands_alone(text: Text, cut: list[Piece], found: Found) -> bool:
    """A number that counts something is no card, and half of something no half precision."""
    start, end = cut[found.first].start, cut[found.last - 1].end
    if isinstance(found.row, GPU) and len(cut[found.first].text) == 1:
        joined = _JOINED.search(text.plain[max(0, start - 20) : start])
        if joined is not None and joined[1] not in FILLER:
            return False  # "bge-m3" is no Apple chip
    if isinstance(found.row, GPU) and found.key[-1].isdigit():
        if _COUNTED.match(text.plain, end) and not found.key[0].isalpha():
            return False
        if found.key.isdigit() and _is_a_value(text.plain[max(0, start - 30) : start]):
            return False
    if found.key == "opt":
        return _VERB_AFTER.match(text.plain, end) is None
    if found.key == "half":
        mine = _HALF_BEFORE.search(text.plain[max(0, start - 12) : start])
        return mine is None and _HALF_OF.match(text.plain, end) is None
    return True


def _named(text: Text, cut: list[Piece], found: Found) -> Candidate | None:
    start, end = cut[found.first].start, cut[found.last - 1].end
    row = found.row
    if isinstance(row, Precision):
        return _format(text, start, end, row, found.key)
    if isinstance(row, GPU | Instance):
        plural = text.plain[end : end + 1] == "s"
        mention = CardMention(start, end + plural, row, found.key, plural=plural)
        bare = found.key.isdigit()
        return Candidate(
            start, end + plural, "cards", mention, SHAPE if bare else NAMED, "the name of a card"
        )
    if text.plain[start - 1 : start] == "/":
        organisation = _HUB_ORGANISATION.search(text.plain[max(0, start - 80) : start])
        start -= 0 if organisation is None else len(organisation[0])
    suffix = _SUFFIX.match(text.plain, end)
    end = end if suffix is None else suffix.end()
    if isinstance(row, Model) and row.pooling:
        start, end = _with_its_kind(text, start, end)
    mention = ModelMention(start, end, row, found.key)
    why = "the name of a family" if isinstance(row, Family) else "the name of a model"
    return Candidate(start, end, "model", mention, NAMED, why)


def _with_its_kind(text: Text, start: int, end: int) -> tuple[int, int]:
    """A name of a model that gives vectors or scores, with the words that say so around it."""
    after = _POOLED_AFTER.match(text.plain, end)
    before = _POOLED_BEFORE.search(text.plain[max(0, start - 24) : start])
    start -= 0 if before is None else len(before[0])
    return start, end if after is None else after.end()


def _format(text: Text, start: int, end: int, row: Precision, key: str) -> Candidate | None:
    generic = _GENERIC.fullmatch(key) is not None
    if generic and _MINUS.search(text.plain[max(0, start - 2) : start]):
        return None  # "-4 bits" is read, and refused, as a width
    larger = _LARGER.match(text.plain, end) if row.kind == "gguf" else None
    notes: tuple[Note, ...] = ()
    if larger is not None:  # "Q4_K_L", which llama.cpp itself does not know
        end = larger.end()
        notes = (note("reading.precision", typed=text.typed(start, end), name=row.name),)
    mention = PrecisionMention(start, end, row, key, generic)
    why = "the name of a format"
    return Candidate(start, end, "precision", mention, NAMED, why, notes)
