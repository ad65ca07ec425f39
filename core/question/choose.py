"""
The best set of candidates that do not overlap.

Each letter and figure of the text is worth how plainly it is explained: a candidate scores the
letters it covers, times its evidence, times its plausibility, less a little for being one more
thing. So a whole ("2x A100 80GB") beats its parts, a unit beats a bare number, and a set that
leaves no word over beats one that does. docs/reading.md shows it on an example.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from core.question.candidate import Candidate, Evidence
from core.question.normalise import Text
from core.question.plausible import passed

# What a letter is worth
_WORTH = {
    Evidence.BARE: 0.5,
    Evidence.SHAPE: 0.7,
    Evidence.NEAR: 0.8,
    Evidence.NAMED: 0.9,
    Evidence.FLAG: 1.0,
}
_EACH = 0.2  # what one more candidate costs
_RIVALS = 3  # sets that are kept of each knot
_UNDERSTOOD = 0.9  # a decoy, beside what is asked about


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate and what it is worth."""

    candidate: Candidate
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Candidates of one stretch, in order, and their score."""

    chosen: tuple[Candidate, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Knot:
    """Candidates that overlap one another, and the best sets of them, best first."""

    offered: tuple[Scored, ...]
    sets: tuple[Choice, ...]


def choose(text: Text, candidates: Iterable[Candidate]) -> tuple[Knot, ...]:
    """
    The knots of the text, in order. The first set of each is what is taken.

    Where two sets are worth the same, that of the recogniser which is listed first wins.
    """
    letters = _letters_before(text.plain)
    scored = [Scored(one, score(text, one, letters)) for one in candidates]
    scored.sort(key=_place)
    knots: list[Knot] = []
    together: list[Scored] = []
    reach = 0
    for one in scored:
        if together and one.candidate.start >= reach:
            knots.append(_untied(together))
            together = []
        together.append(one)
        reach = max(reach, one.candidate.end)
    if together:
        knots.append(_untied(together))
    return tuple(knots)


def score(text: Text, candidate: Candidate, letters: Sequence[int]) -> float:
    """What the candidate is worth; *letters* counts those before each place."""
    covered = letters[candidate.end] - letters[candidate.start]
    worth = covered * _WORTH[candidate.evidence]
    limit = passed(candidate, text)
    if limit is not None:
        worth *= limit.times
    return worth - _EACH


def _letters_before(plain: str) -> list[int]:
    return [0, *accumulate(map(str.isalnum, plain))]


def _place(one: Scored) -> tuple[int, int]:
    return one.candidate.start, -one.candidate.end


def _untied(together: list[Scored]) -> Knot:
    """Weighted interval scheduling, with the few best sets up to each end."""
    if len(together) == 1:
        one = together[0]
        return Knot((one,), (Choice((one.candidate,), one.score),))
    offered = tuple(together)
    by_end = sorted(offered, key=lambda one: one.candidate.end)
    best: list[tuple[int, list[Choice]]] = [(0, [Choice((), 0.0)])]
    for one in by_end:
        candidate = one.candidate
        before = next(sets for end, sets in reversed(best) if end <= candidate.start)
        with_it = [Choice((*it.chosen, candidate), it.score + one.score) for it in before]
        kept = sorted([*best[-1][1], *with_it], key=lambda it: -it.score)[:_RIVALS]
        best.append((candidate.end, kept))
    return Knot(offered, tuple(best[-1][1]))
