"""
Users that are spread over replicas: "90 users evenly over 3 replicas, each on its own L40S".

Where each replica has a card of its own, what one of them holds is asked: its share of the users.
"""

from collections.abc import Iterator
from math import ceil

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import num, value
from core.question.words.languages import either
from core.question.words.regex import regex
from core.wording.note import note

_COPY = r"(?:replicas?|copies|copy|instances?|pods?|containers?|copias?|instancias?)"
_REPLICAS = regex(rf"(?<![\w.,-])(?P<number>\d{{1,2}})\s(?:[a-z-]+\s)?{_COPY}\b")
# "each on its own L40S", "one L4 each", "each copy on one A100", "cada uma numa L40S"
_OF_ITS_OWN = regex(
    rf"\b(?:each|every|cada)(?:\s(?:one|um|uma|of (?:them|which)|{_COPY}))?,?\s"
    r"(?:(?:with|has|have|gets?|runs?|running|sits?|lives?|com|tem|roda|fica)\s)?"
    r"(?:on|in|with|em|n?um[a]?|n[oa]|com|its own|one|an?|sua propria)\b"
    r"|\b(?:one|1|an?|uma)\s(?:[\w-]+\s){0,4}?(?:each|apiece|(?:per|for each|por|em cada)\s"
    rf"{_COPY}|(?:para )?cada(?: uma?)?)\b"
)
_SPREAD = (
    r"(?:spread|split|divided|balanced|load[- ]balanced|distributed|shared|sharded|routed"
    r"|dividid[oa]s|distribuid[oa]s|espalhad[oa]s|repartid[oa]s|balancead[oa]s)"
)
_OVER = r"(?:over|across|between|among|amongst|entre|por|pel[oa]s)"
# "90 users spread evenly over them", "60 usuários divididos entre elas"
_USERS = regex(
    rf"{num('number')}\s(?:(?:{either('concurrent')}|total)\s)?(?:{either('users')})\b"
    rf"(?:\s(?:in total|total|are|is|get|sao|being|no total))*(?:\s(?:evenly|equally|{_SPREAD}"
    r"|out|igualmente|por igual)){0,3}"
    rf"\s{_OVER}\s(?:(?:all|both|the|of|these|those|tod[oa]s|as|os|\d{{1,2}})\s){{0,3}}"
    rf"(?:them|all|both|elas|eles|tod[oa]s|amb[oa]s|\d{{1,2}}(?=\s?(?:[,.;:?!]|$))"
    rf"|(?:[a-z-]+\s)?{_COPY})\b(?:\s(?:evenly|equally|por igual))?"
)


def replicas_of(text: Text) -> int | None:
    """How many replicas share the users, each on a card of its own; None where nobody says so."""
    if not text.has("replica", "cop", "instan", "pod", "container"):
        return None
    counted = _REPLICAS.search(text.plain)
    if counted is None or _OF_ITS_OWN.search(text.plain) is None:
        return None
    return int(counted["number"])


def find_replicas(text: Text) -> Iterator[Candidate]:
    """The users of one replica."""
    replicas = replicas_of(text)
    for match in text.each(_USERS) if replicas else ():
        users = value(match["number"], whole=True, language=text.language)
        each = ceil(users / (replicas or 1))
        said = note("reading.share", typed=text.typed(*match.span()), number=each)
        yield matched(match, "sequences", each, NAMED, "a share of the users", (said,))
