"""What pasted output says of memory, said again beside the answer: it is no part of the sum."""

from collections.abc import Iterator

from core.asked.question import Fact, Question, Reported
from core.units import BYTE, DIMENSIONLESS, TOKEN
from core.wording.note import Bytes, Note, note

_RAN_OUT: tuple[Fact, Fact, Fact] = ("tried_to_allocate", "free", "total")


def reported(question: Question) -> Iterator[Note]:
    """One sentence where memory ran out, one for each other fact; the card's total is the card."""
    by_fact = {one.fact: one for one in reversed(question.reported)}
    if all(fact in by_fact for fact in _RAN_OUT):
        tried, free, total = (Bytes(round(by_fact[fact].amount.m_as(BYTE))) for fact in _RAN_OUT)
        yield note("caveat.reported_ran_out", tried=tried, free=free, total=total)
        for fact in _RAN_OUT:
            del by_fact[fact]
    for one in reversed(by_fact.values()):
        if one.fact != "total":
            yield _said(one)


def _said(one: Reported) -> Note:
    if one.fact == "kv_tokens":
        return note("caveat.reported_kv_tokens", tokens=round(one.amount.m_as(TOKEN)))
    if one.fact == "layers":
        return note("caveat.reported_layers", layers=round(one.amount.m_as(DIMENSIONLESS)))
    return note(f"caveat.reported_{one.fact}", size=Bytes(round(one.amount.m_as(BYTE))))
