"""
What `python -m core --why` prints: every candidate, what it is worth, and which set won.

    llama 3 8b, Q3 budget
     10.1  * llama 3 8b      model          the name of a model
    ...
"""

from core.question.candidate import Evidence
from core.question.choose import Knot, Scored
from core.question.normalise import Text
from core.question.plausible import passed
from core.question.read_text import ReadText


def why(seen: ReadText) -> str:
    """One line a candidate, best of its knot first; a star marks what is taken."""
    lines = [seen.text.plain.strip(), ""]
    for knot in seen.knots:
        lines += [_line(seen.text, knot, one) for one in sorted(knot.offered, key=_best_first)]
        if len(knot.sets) > 1:
            best, next_best = knot.sets[0].score, knot.sets[1].score
            lines.append(f"        the next best set of these has {next_best:.1f} of {best:.1f}")
        lines.append("")
    return "\n".join(lines).rstrip()


def _best_first(one: Scored) -> float:
    return -one.score


def _line(text: Text, knot: Knot, one: Scored) -> str:
    candidate = one.candidate
    star = "*" if candidate in knot.sets[0].chosen else " "
    typed = text.plain[candidate.start : candidate.end].strip()
    said = Evidence(candidate.evidence).name.lower()
    limit = passed(candidate, text)
    rarely = f"; {limit.why}, so times {limit.times:g}" if limit else ""
    return (
        f"{one.score:6.1f} {star} {typed:<28} {candidate.role:<22} {said}: {candidate.why}{rarely}"
    )
