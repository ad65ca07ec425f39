"""
Readings that came close to the one that was taken, and numbers that nobody gave a role.

Each is a `Doubt` with the whole question in two wordings, in which each reading is plain: the reply
can offer the other, and where the two would need different memory, ask which was meant.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from core.asked.question import Language
from core.question.candidate import Candidate, Evidence
from core.question.choose import Knot
from core.question.reading import CardMention, PrecisionMention, Reading
from core.question.settle.unclaimed import Unknown
from core.question.steps.sizes import Parameters
from core.question.words.regex import regex
from core.wording.say import say

CLOSE = 0.5  # of the best score: the other reading is offered
UNDECIDED = 0.8  # of it: where the totals differ, the asker says which was meant
MOST_USERS = 512  # a number by itself may be so many; a larger one is rather a length

_NUMBER = regex(r"\d{1,6}")
# A number that counts nothing: at the end, before a comma, or before the next part
_COUNTS_NOTHING = regex(
    r"\s*(?:$|[,;?!)\0]|\.(?!\d)|(?:and|with|on|for|at|in|please|thanks|e|com|em|para|por)\b)"
)
_BY_ITSELF = regex(r"(?:^|[,;:\0]|\b(?:for|with|and|para|com|e))\s*$")
# People of whom others are counted: fewer who ask at once, or those of another time
_NOT_ALL = ("decoy.heads", "decoy.earlier")
_SPACE_BEFORE_MARK = regex(r" ([,;:])")
_KINDS = {"bits": "precision", "dtype": "precision", "training.sequence_tokens": "context_length",
          "training.batch": "sequences"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rival:
    """*typed* was taken as *role*, or as nothing; *text* says plainly that it is *other*."""

    typed: str
    span: tuple[int, int]
    role: str
    other: str
    plain: str
    text: str
    asks: bool = False


def rivals(reading: Reading, knots: Iterable[Knot], unknown: Iterable[Unknown]) -> Iterator[Rival]:
    """All of them, in the order of the text."""
    knots = tuple(knots)
    loads = [one for knot in knots for one in knot.sets[0].chosen if one.role == "sequences"]
    for knot in knots:
        yield from _of_knot(reading, knot, loads)
    for run in unknown:
        yield from _of_number(reading, run)


def _of_knot(reading: Reading, knot: Knot, loads: Sequence[Candidate]) -> Iterator[Rival]:
    best = knot.sets[0]
    for other_set in knot.sets[1:]:
        if other_set.score < CLOSE * best.score:
            return
        pair = _differing(best.chosen, other_set.chosen)
        if pair is not None and (rival := _rival(reading, *pair, loads)) is not None:
            close = other_set.score >= UNDECIDED * best.score
            yield replace(rival, asks=close and rival.role != "decoy")  # a decoy is named anyway
            return


def _differing(
    best: tuple[Candidate, ...], others: tuple[Candidate, ...]
) -> tuple[Candidate, Candidate] | None:
    """The first stretch that has another kind of role in the other set."""
    for one in best:
        for other in others:
            if one.start < other.end and other.start < one.end and _are_rivals(one, other):
                return one, other
    return None


def _are_rivals(one: Candidate, other: Candidate) -> bool:
    """
    A bare number inside of something that is said ("H100 x8") is no reading of its own, and a
    processor no number of cards.
    """
    if one.role == "decoy.host":
        return False
    said = one.evidence > Evidence.BARE and other.evidence is Evidence.BARE
    return _kind(one) != _kind(other) and not said


def _rival(
    reading: Reading, taken: Candidate, other: Candidate, loads: Sequence[Candidate]
) -> Rival | None:
    first, last = min(taken.start, other.start), max(taken.end, other.end)
    words = [plainly(reading.language, one) for one in (taken, other)]
    if words[0] is None or words[1] is None:
        return None
    typed = reading.text.typed(taken.start, taken.end)
    plain, text = (_reworded(reading, (first, last, said or "")) for said in words)
    if taken.role in _NOT_ALL:  # one number of users yields to the other
        said = [(one.start, one.end, plainly(reading.language, one) or "") for one in loads]
        plain = _reworded(reading, (first, last, ""), *said)
        left_out = [(start, end, "") for start, end, _ in said]
        text = _reworded(reading, (first, last, words[1]), *left_out)
    span = reading.text.span(taken.start, taken.end)
    return Rival(typed, span, _kind(taken), _kind(other), plain, text)


def _of_number(reading: Reading, run: Unknown) -> Iterator[Rival]:
    """ "llama 3.1 8b fp16, 16": users, or nothing? Only where their number is not said."""
    written = reading.plain[run.start : run.end]
    before = reading.plain[max(0, run.start - 20) : run.start]
    alone = _BY_ITSELF.search(before) and _COUNTS_NOTHING.match(reading.plain, run.end)
    if not alone or not _NUMBER.fullmatch(written):
        return
    number = int(written)
    role = "sequences" if number <= MOST_USERS else "context_length"
    given = reading.sequences if role == "sequences" else reading.context
    if number < 2 or given is not None or reading.task is not None:
        return
    said = _counted(reading.language, role, number)
    yield Rival(
        reading.text.typed(run.start, run.end),
        reading.text.span(run.start, run.end),
        "",
        role,
        _reworded(reading, (run.start, run.end, "")),
        _reworded(reading, (run.start, run.end, said)),
        asks=True,
    )


def _kind(candidate: Candidate) -> str:
    if candidate.is_decoy:
        return "decoy"
    return _KINDS.get(candidate.role, candidate.role)


def plainly(language: Language, candidate: Candidate) -> str | None:
    """Words that have this reading alone; "" leaves it out; None where there are none."""
    kind, value = _kind(candidate), candidate.value
    if kind == "decoy":
        return ""
    if kind in ("context_length", "sequences"):
        return _counted(language, kind, cast("float", value))
    if isinstance(value, Parameters):
        return f"{value.name} {say(language, 'restate.parameters')}"
    if isinstance(value, PrecisionMention):
        return value.row.name
    if isinstance(value, CardMention):
        count = f"{value.counts[0]}x " if value.counts else ""
        return f"{count}{value.row.name}"
    return None


def _counted(language: Language, kind: str, number: float) -> str:
    key = "context" if kind == "context_length" else "users"
    return say(language, f"restate.{key}", number=f"{number:.0f}")


def _reworded(reading: Reading, *parts: tuple[int, int, str]) -> str:
    """The question with other words at [start, end) of each part."""
    raw = reading.text.raw
    for start, end, words in sorted(parts, reverse=True):
        first, last = reading.text.span(start, end)
        before, after = raw[:first].rstrip(), raw[last:].strip()
        joined = (before.rstrip(",;") if not words else before, words, after)
        raw = " ".join(filter(None, joined))
    return _SPACE_BEFORE_MARK.sub(r"\1", " ".join(raw.split())).lstrip(" ,;:.")
