"""How many at the same time: "16 users", "64 concurrent requests", "batch 8", "bs=32", "x16"."""

import re

from core.question.reading import Reading
from core.question.settle.problem import check, problem
from core.question.steps.numbers import MILLION, THOUSAND, num, value
from core.question.words.languages import either, literals
from core.question.words.regex import regex

MOST = 1_000_000  # sequences

_UNIT = rf"(?:\s?(?P<unit>{THOUSAND}|{MILLION})(?![a-z]))?"
_SAID = r"\s*(?:(?:=|:|of|is|to|with|de|com|eh?|\s|(?<=[a-z])-|-(?!\d))\s*){0,2}"
_BESIDE = rf"(?:[\s,]*(?:{either('concurrent')})\b)?"

# "10 requests per second" is a rate; how long one request takes is not known
_RATE = regex(
    rf"(?:{num('number')}{_UNIT}\s*(?:{either('users')}|{either('tokens')}|tps?)\s*(?:/"
    rf"|\s)?\s*(?:{either('per_time')})(?![a-z])"
    rf"|{num('number2')}\s?(?:rps|qps|tok/s|t/s|tps|tokens/s(?:ec)?|req/s|rpm)\b)"
)
# "16 users", "64 concurrent requests", "50 usuarios simultaneos", "1k people"
_USERS = regex(
    rf"{num('number')}{_UNIT}[\s-]*(?:(?:{either('concurrent')}|max|active|total|different"
    rf"|internal)[\s-]+){{0,2}}"
    rf"(?:{either('users')})\b(?!\s*-?(?:len|length|size))(?!\s?=){_BESIDE}"
)
# "16, 32 or 64 users": one question has one number
_SEVERAL = regex(
    rf"(?<![\w.,])(?P<first>\d{{1,7}})(?:\s?,\s?\d{{1,7}}){{0,4}},?\s(?:or|and|vs\.?|ou|e|to)\s"
    rf"(?P<second>\d{{1,7}})\s(?:{either('concurrent')}\s)?(?:{either('users')})\b"
)
# "users 4", after all that has its number before it
_USERS_AFTER = regex(
    rf"\b(?:{either('users')})\s(?P<number>\d{{1,6}})(?P<unit>)(?=\s*(?:$|[,;.?!)]|and\b|on\b"
    rf"|with\b|em\b|com\b))"
)
# "64 concurrent", "8 at once"
_CONCURRENT = regex(rf"{num('number')}{_UNIT}[\s-]*(?:{either('concurrent')})\b")
# "batch 8", "bs=32", "batch size of 16", "concurrency 64", "lote de 4", "users: 16"
_BATCH = regex(
    rf"\b(?:{either('batch')}|{either('users')}(?=\s?[=:])){_SAID}{num('number')}{_UNIT}(?![\w.])"
)
_BATCH_JOINED = regex(r"\b(?:bs|bsz|batch)(?P<number>\d{1,7})\b(?P<unit>)")
_BATCH_ONE = regex(rf"\b{either('batch')}{_SAID}(?P<number>one|uma?)\b(?P<unit>)")
# "16 batch size"
_BATCH_AFTER = regex(rf"{num('number')}(?P<unit>)[\s-]*(?:{either('batch')})\b(?!\s?[=:\d])")
# "team of 20", "um time de 15"
_TEAM = regex(
    rf"\b(?:{either('team')})\s(?:of|de|com|with)\s(?:about\s|around\s|cerca de\s"
    rf"|~\s?)?{num('number')}(?P<unit>)"
    rf"(?!\s?k?\s?-?{either('tokens')})(?:\s(?:{either('users')})\b)?"
)
# "single user", "one request", "just me", "um usuario"
_ONE = regex(
    rf"\b(?:(?:{either('one')})[\s-](?:{either('concurrent')}\s)?(?:user|request|sequence|person"
    rf"|client|stream|conversation|session|customer"
    rf"|usuario|pessoa|requisicao|sequencia|cliente|sessao|conversa|utilizador)(?:\s(?:at a time"
    rf"|por vez|only))?|just (?:me|for me|myself)|only me|so (?:eu|para mim|pra mim))\b"
)
# "x16"
_TIMES = regex(r"(?<![\w.])x\s?(?P<number>\d{1,6})(?P<unit>)(?![\w.])(?!\s?(?:bytes?|gb|gib)\b)")
_BATCH_HINTS = ("=", ":", "bs", *literals(either("batch")))
_CONCURRENT_HINTS = tuple(literals(either("concurrent")))
_TEAM_HINTS = tuple(literals(either("team")))


def find_load(reading: Reading) -> None:
    """Sequences held at the same time."""
    for match in reading.each(
        _RATE, "/", " per ", " por ", "ps", "rpm", " a ", " an ", "every ", " ao "
    ):
        reading.set_aside(match.start(), match.end())
    for match in reading.each(_SEVERAL):
        raise problem(
            reading,
            "conflict",
            "two_loads",
            match.span(),
            instead=(f"{match['first']} users", f"{match['second']} users"),
            first=int(match["first"]),
            second=int(match["second"]),
        )
    for pattern, hints in (
        (_USERS, ()),
        (_CONCURRENT, _CONCURRENT_HINTS),
        (_BATCH, _BATCH_HINTS),
        (_BATCH_JOINED, ("bs", "batch")),
        (_BATCH_AFTER, _BATCH_HINTS),
        (_TEAM, _TEAM_HINTS),
        (_USERS_AFTER, ()),
    ):
        for match in reading.take(pattern, *hints):
            _set(reading, match, _number(reading, match))
    for pattern in (_ONE, _BATCH_ONE):
        for match in reading.take(pattern):
            _set(reading, match, 1)


def find_times(reading: Reading) -> None:
    """ "x16" that is no count of cards."""
    for match in reading.take(_TIMES, "x"):
        _set(reading, match, _number(reading, match))


def _number(reading: Reading, match: re.Match[str]) -> float:
    unit = match["unit"]
    factor = 1 if not unit else 10**6 if re.fullmatch(MILLION, unit) else 1000
    return value(match["number"], whole=factor == 1, language=reading.language) * factor


def _set(reading: Reading, match: re.Match[str], number: float) -> None:
    at = (match.start(), match.end())
    check(reading, "sequences", number, at, highest=MOST)
    if reading.sequences not in (None, int(number)):
        raise problem(
            reading,
            "conflict",
            "two_loads",
            at,
            leaving_out=(at, reading.sequences_at or (0, 0)),
            first=min(reading.sequences or 0, int(number)),
            second=max(reading.sequences or 0, int(number)),
        )
    reading.sequences, reading.sequences_at = int(number), at
