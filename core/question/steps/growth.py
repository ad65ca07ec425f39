"""
Numbers that will be others: "10 users now, 60 by June", "went up from 8 to 14", "will double".

Who plans for later is told what later takes: the later number counts, whether it is more or less,
and the one before is a decoy that is named.
"""

import re
from collections.abc import Iterator
from math import ceil

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.decoys import MONTH
from core.question.steps.numbers import num, value
from core.question.words.languages import either
from core.question.words.regex import regex
from core.wording.note import note

_PEOPLE = rf"(?:(?:{either('concurrent')}|pilot|test)\s)?(?:{either('users')}|{either('heads')})"
_AT_ONCE = rf"(?:\s(?:{either('concurrent')}))?"
_WHO = rf"(?:\s{_PEOPLE}{_AT_ONCE}|\s(?:{either('concurrent')}))"
_END = r"(?![\w%]|[.,]\d|\s?(?:k|x|gb|gib|tokens?)\b|\s(?:each|per|own|de cada|por|proprios)\b)"
_WHEN = (
    rf"(?:(?:by|until|till|in|from|this|next|late|early|end of|come|ate|em|no|para|pra|dentro de)"
    rf"\s(?:the\s|o\s|a\s)?(?:end of\s|fim d[eo]\s)?(?:next\s|this\s|proximo\s)?"
    rf"(?:{MONTH}|q[1-4]|h[12]|20[2-3]\d|years?|summer|autumn|winter|spring|christmas"
    rf"|ano(?: que vem)?|mes que vem|natal|\d{{1,2}}\s(?:months?|years?|weeks?|meses|anos))"
    rf"|later(?: on)?|next (?:year|month|quarter)|eventually|depois|(?:no )?(?:ano|mes) que vem"
    rf"|(?:no )?proximo (?:ano|mes)"
    rf"|em breve|daqui a \w+ \w+)"
)
_GROWING = (
    r"(?:grow(?:s|ing)?|scal(?:e|es|ing)|increas(?:e|es|ing)|expand(?:s|ing)?|go(?:es|ing)?|ris(?:e|es"
    r"|ing)|ramp(?:s|ing)?|climb(?:s|ing)?|cresc(?:er|e|endo)|aument(?:ar|a|ando)|sub(?:ir|e|indo)"
    r"|chegar|passar|reach(?:es|ing)?|expect(?:ing)?)(?:\s(?:up|us|it|that|this))?\s(?:to|a|para|pra)"
)
# "60 by June", "45 next year"; "ano que vem 45", "grow to 60"
_LATER = regex(
    rf"{num('number')}(?:{_WHO})?\s(?:{_WHEN})(?!\w)"
    rf"|\b{_GROWING}\s(?:about\s|around\s|cerca de\s|~\s?)?(?P<grown>\d{{1,6}}){_END}(?:{_WHO})?"
    rf"(?:\s(?:{_WHEN})(?!\w))?"
    rf"|\b{_WHEN}\s(?:we(?:'ll| will)?\s(?:have|be)\s|it(?:'s| will be)\s|sao\s|serao\s|seremos\s)?"
    rf"(?!20[1-3]\d\b)(?P<then>\d{{1,6}}){_END}(?:{_WHO})?"
)
# "from 10 to 60 users", "users went up from 8 to 14", "passou de 12 para 18 pessoas"
_FROM_TO = regex(
    rf"(?:\b(?P<who>{_PEOPLE})\s(?:[a-z]+\s){{0,3}}?)?\b(?:from|de)\s(?P<first>\d{{1,6}})"
    rf"(?:\s{_PEOPLE})?\s(?:up\s|down\s)?(?:to|para|pra|a)\s(?P<second>\d{{1,6}}){_END}"
    rf"(?P<who2>{_WHO})?"
)
# "will double by december", "plus 20% more"
_TIMES = regex(
    rf"\b(?:will|to|should|may|might|vai|vao|deve|pode)\s(?P<word>double|triple|dobrar|duplicar"
    rf"|triplicar)\b(?:\s{_WHEN}(?!\w))?"
    r"|(?:\+|\bplus\b|\bwith\b|\bmais\b)\s?(?P<percent>\d{1,3})\s?(?:%|percent\b|por\s?cento\b)\s"
    r"(?:more|growth|extra users|on top for growth|a mais|de crescimento)\b(?:\sto be safe\b)?"
    r"(?:\s?=>?\s?\d{1,6}(?!\w))?"
)
_FACTORS = {"double": 2, "dobrar": 2, "duplicar": 2, "triple": 3, "triplicar": 3}
# "10 users now", "20 concurrent today", "hoje sao 15 usuarios simultaneos"
_COUNTED = regex(
    rf"(?:\b(?:today|currently|now|hoje|atualmente|agora)\s(?:we have\s|it's\s|sao\s|temos\s)?)?"
    rf"{num('number')}{_WHO}(?:\s(?:now|today|currently|hoje|agora|atualmente|at first|initially))?"
)
_HINTS = (
    "by ", "until", "till", "next", "later", "eventually", "grow", "scal", "increas", "expand",
    "ris", "ramp", "climb", "cresc", "aument", "subi", "chegar", "passar", "passou", "reach",
    "expect",
    "que vem", "proximo", "depois", "from ", " to ", " para ", "double", "dobrar", "duplicar",
    "triple", "triplicar", "%", "percent", "cento", "daqui", " in ", " em ", " ate ", "breve",
)  # fmt: skip
# "what does going from 4 to 16 concurrent cost?" compares the two
_ASKS_DIFFERENCE = regex(
    r"\b(?:what|how much)\b[^?!]{0,60}?\b(?:costs?|adds?|extra|more|hit|changes?|difference)\b"
    r"|\bquanto\b[^?!]{0,40}?\b(?:custa|muda|aumenta|a mais|sobe)\b"
)


def find_growth(text: Text) -> Iterator[Candidate]:
    """The later number, and those before it."""
    if not text.has(*_HINTS):
        return
    counted = list(text.each(_COUNTED))
    later = list(_later(text, counted))
    yield from later
    for match in counted if later else ():
        if not any(one.start <= match.start("number") < one.end for one in later):
            yield matched(match, "decoy.earlier", match[0], NAMED, "before it changes")


def _later(text: Text, counted: list[re.Match[str]]) -> Iterator[Candidate]:
    for match in text.each(_FROM_TO, "from ", "de "):
        if (match["who"] or match["who2"]) and _ASKS_DIFFERENCE.search(text.plain):
            both = (int(match["first"]), int(match["second"]))
            yield matched(match, "several_sequences", both, NAMED, "the one and the other")
        elif match["who"] or match["who2"]:
            yield _grown(text, match, int(match["second"]))
    if counted:
        for match in text.each(_LATER):
            number = match["number"] or match["grown"] or match["then"]
            if not _alone(match, counted):
                yield _grown(text, match, round(value(number, whole=True)))
        for match in text.each(_TIMES, "double", "triple", "dobrar", "plicar", "%", "cent"):
            before = value(counted[-1]["number"], whole=True)
            yield _grown(text, match, ceil(round(before * _factor(match), 6)))


def _alone(match: re.Match[str], counted: list[re.Match[str]]) -> bool:
    """No other number of users: "60 users by June" grows from nothing."""
    return all(match.start() < one.end("number") <= match.end() for one in counted)


def _factor(match: re.Match[str]) -> float:
    word = match["word"]
    return _FACTORS[word] if word else 1 + int(match["percent"]) / 100


def _grown(text: Text, match: re.Match[str], number: int) -> Candidate:
    said = note("reading.later", typed=text.typed(*match.span()), number=number)
    return matched(match, "sequences", number, NAMED, "the later number", (said,))
