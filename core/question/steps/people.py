"""
How many there are, and how many of them ask at the same time: "300 employees, 30 at once".

A number that is said to be at once is the number of sequences, and larger numbers of people beside
it are decoys. A share of people ("5 % of 600 employees") is that many; people alone are taken as
all of them, which is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import num, value
from core.question.words.languages import either
from core.question.words.regex import regex
from core.wording.note import note

_PEOPLE = rf"(?:{either('heads')}|{either('users')}|{either('team')})"
_AT_ONCE = rf"(?:{either('concurrent')})(?![\w-])"
# Not people: "2 models at the same time"
_THINGS = (
    r"(?:tokens?|toks?|gpus?|cards?|placas?|nodes?|gb|gib|bits?|models?|modelos?|loras?|adapters?"
    r"|replicas?|instances?|copies|copias|hours?|horas?|days?|dias?|minutes?|layers?|context|ctx"
    r"|x|k|b|percent|por cento|e|and|questions?|of (?:the |our |my )?\d)\b"
)
_NOT_MORE = r"(?![\w%]|[.,]\d|\s?(?:%|percent|por cento|k\b|x\b|gb|gib|tokens?|[a-z]{1,4}\d))"
_NO_SHARE = r"(?!\s(?:in|out of|em cada|de cada)\s(?:every\s)?\d)"  # "at peak 1 in 10"
_NEXT = r"(?:\s{1,3}|-)(?!-)"  # no flag: "0.85 --enable-expert-parallel"
# "15 type at the same moment", "80 to be online in the assistant at any one time"
_NUMBER_AT_ONCE = regex(
    rf"{num('number')}(?:\s?(?P<unit>k)(?![\w]))?(?![\w%]|[.,]\d)"
    rf"(?:{_NEXT}(?!{_THINGS})[a-z']{{1,16}}){{0,6}}?{_NEXT}{_AT_ONCE}"
)
_LINK = (
    r"(?:[\s:=(~-]{1,2}(?:is|are|be|of|to|users?|people|maybe|perhaps|about|around|at|most|likely"
    r"|number|usage|load|access|being|was|will|e|eh|sao|de|uns|umas|cerca|talvez|acesso|acessos"
    r"|uso|usuarios|fica|chega|a|em|no|maximo|simultaneo|nao|passa|passam)\b){0,5}[\s:=(~-]{1,2}"
)
# "a peak of 40", "o pico de acesso simultaneo e de 100", "at the same time maybe 30"
_PEAK = (
    r"(?:peaks?(?: (?:load|usage|concurrency|hours?))?|(?:busiest|rush|peak) hours?|pico"
    r"|(?:(?:real|actual|true|max|maximum) )?concurrency|(?:real )?concorrencia|simultaneidade"
    r"|hora de pico|horas de ponta)"
)
_AT_ONCE_NUMBER = regex(
    rf"(?<!\d\s)(?<!\dk\s)\b(?:{_PEAK}|{_AT_ONCE}){_LINK}(?P<number>\d{{1,7}}){_NOT_MORE}{_NO_SHARE}"
)
# "at most 80", "never more than 12", "30 of them": where people are counted beside it
_MOST = (
    r"(?:at (?:the )?most|(?:never|not|no) more than|max(?:imum)?(?: of)?|no maximo|nunca mais"
    r" (?:de|que|do que)|nao mais (?:de|que|do que))"
)
_SOME_OF_THEM = regex(
    rf"\b{_MOST}\s(?P<most>\d{{1,7}}){_NOT_MORE}"
    r"|(?<![\w.,-])(?P<some>\d{1,7})\s(?:of (?:them|whom|us|those|which)|deles|delas"
    r"|d[oa]s quais)\b"
)
# "64 of them in flight": whoever they are
_OF_THEM_AT_ONCE = regex(
    rf"(?<![\w.,-])(?P<number>\d{{1,6}})\s(?:of (?:them|those|these)|del[ae]s)\s"
    rf"(?:(?:are|is|run|running|going|being|estao|ficam)\s)?{_AT_ONCE}"
)
_KIND = (
    rf"(?:(?!{_THINGS}|(?:for|with|on|in|per|por|each|de|do|da|para|com)\b)[a-z]{{1,16}}\s){{0,2}}?"
)
# "4 teams of 15 people", "two shifts of 40 operators"; "only one shift at a time"
_GROUPS = regex(
    rf"(?<![\w.,])(?P<groups>\d{{1,3}})\s(?:[a-z]+\s)?(?P<kind>team|shift|class|group|department|office"
    rf"|branch|site|squad|turno|turma|equipe|equipa|grupo|filial|filiai|departamento)(?:s|es)?\s"
    rf"(?:of|with|de|com)\s(?:about\s|cerca de\s)?{num('number')}(?![\w%]|[.,]\d)"
    rf"(?:\s{_KIND}{_PEOPLE}(?![\w-]))?"
)
_ONE_OF_THEM = r"\b(?:one|1|a single|uma?|so uma?|apenas uma?)\s(?:[a-z]+\s)?{kind}\w*\b"
# "500 DAU", "1.2k monthly actives", "2000 registered users": of how many at once nothing is said
_MEMBERS = regex(
    rf"{num('number')}\s?(?P<unit>k|m|mil)?\s?(?:[dmw]aus?\b|(?:daily|monthly|weekly|registered|total"
    r"|licensed|signed[- ]up)\s(?:active\s)?(?:users?|actives?|visitors|people|accounts|members)\b"
    r"|(?:usuarios|utilizadores|acessos|pessoas)\s(?:ativos\s)?(?:mensais|diarios|cadastrados"
    r"|registrados|registados|por (?:mes|dia))\b)"
)
# "300 employees", "1,200 seats", "200 call center agents", "team of 12"
_COUNTED = regex(rf"{num('number')}\s?(?P<unit>k\s)?{_KIND}{_PEOPLE}(?![\w-])")
_TEAM = regex(
    rf"\b(?:{either('team')})\s(?:of|de|com|with)\s(?:about\s|around\s|cerca de\s|~\s?)?"
    rf"{num('number')}(?P<unit>)(?![\w%]|[.,]\d)"
)
_PART = (
    r"(?P<percent>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:%|percent\b|per cent\b|pct\b|por\s?cento\b)"
    r"|(?P<word>half|a third|a quarter|a fifth|a tenth|metade|um terco|um quarto|um quinto"
    r"|um decimo)\b"
    r"|(?P<out>1|one|um|uma|2|3)\s(?:in|out of|em cada|de cada)\s(?:every\s)?(?P<each>\d{1,3})\b"
)
_ABOUT = r"(?:\b(?:about|around|maybe|only|just|cerca de|uns|umas|so|apenas|talvez)\s|~\s?)?"
# "5 % of the 600 employees", "5% dos 600 colaboradores ao mesmo tempo"
_SHARE_OF = regex(
    rf"{_ABOUT}(?<![\w.,$])(?:{_PART})\s(?:of|d[aeo]s?)\s(?:the\s|our\s|my\s|these\s|nossos\s)?"
    rf"{num('number')}\s?(?P<unit>k\s)?{_KIND}{_PEOPLE}(?![\w-])"
    rf"(?:(?:[\s,]+(?!{_THINGS})[a-z']{{1,16}}){{0,4}}?[\s,]+{_AT_ONCE})?"
)
_ASKING = r"(?:is|are)\s(?:chatting|typing|asking|using it)\b"
# "about 5% active at any moment", "a tenth of them online", "1 in 10 is chatting"
_SHARE = regex(
    rf"{_ABOUT}(?<![\w.,$])(?:{_PART})"
    rf"(?:(?:[\s,]+(?!{_THINGS})[a-z']{{1,16}}){{0,5}}?[\s,]+(?:{_AT_ONCE}|{_ASKING}))+"
    rf"|{_ABOUT}(?<![\w.,$])(?:{_PART.replace('<', '<other_')})"
    r"\s(?:of (?:them|whom|us|those|which|everyone|everybody)|deles|delas|d[oa]s quais"
    r"|de tod[oa]s)\b"
)
# "5k employees (peak 2%)", "600 staff, 5% at peak", "pico de 3%"
_PEAK_SHARE = regex(
    r"[(,;]?\s?\b(?:peaks?|pico|concurrency|simultaneidade|concorrencia)\s?(?:[:=~]|(?:of|at|is|around"
    r"|about|de|e|em)\b)?\s?(?:(?:about|around|de|cerca de|~)\s?)?"
    r"(?P<percent>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:%|percent\b|por\s?cento\b)\)?"
)
_PARTS = {"half": 2, "metade": 2, "a third": 3, "um terco": 3, "a quarter": 4, "um quarto": 4,
          "a fifth": 5, "um quinto": 5, "a tenth": 10, "um decimo": 10}  # fmt: skip
# "tensor parallel 4" is no 4 at a time
_SPLIT = regex(r"(?:tensor|pipeline|data|expert|context|sequence)[ _-]$")
_OF_REQUESTS = regex(rf"(?:{either('requests')})$")
_HUMANS = regex(rf"\b(?:{either('heads')}|users?|usuarios|utilizadores)\b")
_MEMBER_HINTS = ("dau", "mau", "wau", "daily", "monthly", "weekly", "registered", "total",
                 "licensed", "signed", "mensais", "diarios", "cadastrad", "registrad", "registad",
                 "por mes", "por dia")  # fmt: skip
# Parts of words without one of which nothing is said to be at once
_HINTS = (
    "concurren", "simult", "parallel", "paralel", "activ", "ativ", "at once", "e same", "at a time",
    "at any", "at one", "online", "peak", "pico", "busiest", "rush", "ponta", "flight", "mesm",
    "por vez",
    "uma vez", "juntos", "qualquer", "concorren",
)  # fmt: skip
_SOME_HINTS = ("most", "more than", "max", "mais", " of ", "deles", "delas", " quais")
_SHARE_HINTS = ("%", "percent", "per cent", "pct", "cento", "half", "third", "quarter", "fifth",
                "tenth", "metade", "terco", "quarto", "quinto", "decimo", " in ", " out of ",
                " cada ")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Crowd:
    """People who were counted, at a place."""

    match: re.Match[str]
    number: float


def find_people(text: Text) -> Iterator[Candidate]:
    """Who asks at the same time, and the people of whom that is said."""
    at_once = [_crowd(text, match) for match in _said_at_once(text) if _may_ask(match)]
    for one in at_once:
        yield matched(one.match, "sequences", one.number, NAMED, "at the same time")
    for match in text.each(_MEMBERS, *_MEMBER_HINTS):
        role = "decoy.heads" if at_once else "decoy.rate"
        yield matched(match, role, match[0], NAMED, "of how many at once it says nothing")
    shares, parts = list(_said_shares(text)), list(text.each(_SOME_OF_THEM, *_SOME_HINTS))
    yield from _groups(text, alone=not at_once and not shares)
    crowds = list(_crowds(text)) if at_once or shares or parts else []
    if crowds:
        yield from _of_crowds(text, crowds, at_once, shares, parts)


def _of_crowds(
    text: Text,
    crowds: list[_Crowd],
    at_once: list[_Crowd],
    shares: list[re.Match[str]],
    parts: list[re.Match[str]],
) -> Iterator[Candidate]:
    """What is a share or a part of people who were counted, and these people as decoys."""
    some = [_share(text, match, crowds) for match in shares]
    if not at_once and not some:
        some = list(_some_of(text, parts, crowds))
    yield from some
    for crowd in crowds:
        if some or any(_is_part_of(one, crowd) for one in at_once):
            yield matched(crowd.match, "decoy.heads", crowd.match[0], NAMED, "not all at once")


def _groups(text: Text, *, alone: bool) -> Iterator[Candidate]:
    """Several groups of people; where one is there at a time, its people are the load."""
    for match in text.each(_GROUPS, "s of ", "s with ", "s de ", "s com "):
        each = value(match["number"], whole=True, language=text.language)
        one = re.search(_ONE_OF_THEM.format(kind=match["kind"]), text.plain)
        number = each if one else each * int(match["groups"])
        said = note("reading.share", typed=text.typed(*match.span()), number=int(number))
        if alone or one:
            yield matched(match, "sequences", number, NAMED, "groups of people", (said,))
        else:
            yield matched(match, "decoy.heads", match[0], NAMED, "not all at once")


def _crowds(text: Text) -> Iterator[_Crowd]:
    for match in text.each(_COUNTED):
        if not (match["unit"] and _OF_REQUESTS.search(match[0])):  # "4k chats" is a length
            yield _crowd(text, match)
    for pattern, hints in ((_TEAM, ()), (_GROUPS, ("s of ", "s with ", "s de ", "s com "))):
        for match in text.each(pattern, *hints):
            yield _crowd(text, match)


def _said_at_once(text: Text) -> Iterator[re.Match[str]]:
    if not text.has(*_HINTS):
        return
    yield from text.each(_OF_THEM_AT_ONCE, " of the", " of those", "deles", "delas")
    yield from text.each(_NUMBER_AT_ONCE)
    for match in text.each(_AT_ONCE_NUMBER):
        if _SPLIT.search(text.plain[max(0, match.start() - 12) : match.start()]) is None:
            yield match


def _may_ask(match: re.Match[str]) -> bool:
    """ "8k at the same time" are thousands of tokens, unless people are named."""
    return not match.groupdict().get("unit") or _HUMANS.search(match[0]) is not None


def _crowd(text: Text, match: re.Match[str]) -> _Crowd:
    unit = match.groupdict().get("unit")
    number = value(match["number"], whole=not unit, language=text.language)
    number *= int(match.groupdict().get("groups") or 1)
    return _Crowd(match, number * 1000 if unit else number)


def _is_part_of(at_once: _Crowd, crowd: _Crowd) -> bool:
    """Fewer, said elsewhere."""
    start, end = at_once.match.span()
    apart = not start <= crowd.match.start("number") < end
    return apart and at_once.number < crowd.number


def _some_of(text: Text, parts: list[re.Match[str]], crowds: list[_Crowd]) -> Iterator[Candidate]:
    """ "30 of them" after the people: "2 of them, and 8 users" is about something else."""
    for match in parts:
        number = int(match["most"] or match["some"])
        before = [crowd for crowd in crowds if crowd.match.end() <= match.start()]
        if any(number < crowd.number for crowd in before):
            said = note("reading.heads", typed=text.typed(*match.span()))
            yield matched(match, "sequences", number, NAMED, "so many of them", (said,))


def _said_shares(text: Text) -> Iterator[re.Match[str]]:
    yield from text.each(_SHARE_OF, *_SHARE_HINTS)
    yield from text.each(_SHARE, *_SHARE_HINTS)
    yield from text.each(_PEAK_SHARE, "%", "percent", "cento")


def _share(text: Text, match: re.Match[str], crowds: list[_Crowd]) -> Candidate:
    """Of the people who were counted last before it, or first."""
    before = [crowd for crowd in crowds if crowd.match.start() < match.end()]
    crowd = before[-1] if before else crowds[0]
    number = max(1, ceil(round(_part(match) * crowd.number, 6)))
    said = note("reading.share", typed=text.typed(*match.span()), number=number)
    return matched(match, "sequences", number, NAMED, "a share of the people", (said,))


def _part(match: re.Match[str]) -> float:
    found = {name.removeprefix("other_"): said for name, said in match.groupdict().items() if said}
    if "percent" in found:
        return value(found["percent"], language="en") / 100
    if "word" in found:
        return 1 / _PARTS[found["word"]]
    out = found["out"]
    return (int(out) if out.isdigit() else 1) / max(1, int(found["each"]))
