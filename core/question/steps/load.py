"""How many at the same time: "16 users", "64 concurrent requests", "batch 8", "bs=32", "x16"."""

import re
from collections.abc import Iterator

from core.question.candidate import BARE, NAMED, NEAR, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import MILLION, THOUSAND, num, value
from core.question.words.english import ENGLISH
from core.question.words.languages import either, hints_of
from core.question.words.portuguese import PORTUGUESE
from core.question.words.regex import regex
from core.wording.note import note

_UNIT = rf"(?:\s?(?P<unit>{THOUSAND}|{MILLION})(?![a-z]))?"
_PEOPLE = rf"{either('users')}|{either('heads')}"
_SAID = r"\s*(?:(?:=|:|of|is|to|with|de|com|eh?|\s|(?<=[a-z])-|-(?!\d))\s*){0,2}"
_BESIDE = rf"(?:[\s,]*(?:{either('concurrent')})\b(?!\s(?:{either('users')})\b))?"

# "10 requests per second" is a rate; how long one request takes is not known
_RATE = regex(
    rf"(?:{num('number')}{_UNIT}\s*(?:{either('users')}|{either('tokens')}|tps?)\s*(?:/"
    rf"|\s)?\s*(?:{either('per_time')})(?![a-z])"
    rf"|{num('number2')}\s?(?:rps|qps|tok/s|t/s|tps|tokens/s(?:ec)?|req/s|rpm)\b)"
)
# "16 users", "64 concurrent requests", "50 usuarios simultaneos", "1k people"
_USERS = regex(
    rf"{num('number')}{_UNIT}[\s-]*(?:(?:{either('concurrent')}|max|active|total|different"
    rf"|internal|pilot|paying|power|beta|test|typical|light|heavy|human)[\s-]+){{0,2}}"
    rf"(?:{_PEOPLE})\b(?!\s*-?(?:len|length|size))(?!\s?=){_BESIDE}"
)
# "16, 32 or 64 users": one question has one number
_SEVERAL = regex(
    rf"(?<![\w.,])(?P<first>\d{{1,7}})(?:\s?,\s?\d{{1,7}}){{0,4}},?\s(?:or|and|vs\.?|ou|e|to)\s"
    rf"(?P<second>\d{{1,7}})\s(?:{either('concurrent')}\s)?(?:{either('users')})\b"
)
# "between 5 and 8 users", "entre 5 e 10 pessoas", "from 10 up to 15 users": as many as may come
_RANGE = regex(
    rf"\b(?:between|from|entre|de)\s\d{{1,6}}\s(?:and|up to|ate|to|e"
    rf"|a)\s{num('number')}(?P<unit>)\s"
    rf"(?:{either('concurrent')}\s)?(?:{either('users')}|{either('heads')})\b{_BESIDE}"
)
# "users 4", after all that has its number before it
_USERS_AFTER = regex(
    rf"\b(?:{either('users')})\s(?P<number>\d{{1,6}})(?P<unit>)(?=\s*(?:$|[,;.?!()]|and\b|on\b"
    rf"|with\b|em\b|com\b))"
)
# "batch 8", "bs=32", "batch size of 16", "concurrency 64", "lote de 4", "users: 16"
_BATCH = regex(
    rf"\b(?:{either('batch')}|{either('users')}(?=\s?[=:])"
    rf"|(?:max[ _-])?{either('concurrent')}(?=\s?[=:])){_SAID}{num('number')}{_UNIT}(?!\w|\.\w)"
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
# "single user", "one request", "one 128k sequence", "um só pedido", "for one guy"
_A_LENGTH = (
    r"(?P<length{of}>\d{{1,4}}\s?k(?:[\s-]tokens?)?[\s-]|\d{{4,7}}[\s-]tokens?\s"
    r"|(?:very\s)?long\s)?"
)
_TIME = r"(?!\w)(?:\s(?:at a time|so|apenas|por vez|de cada vez|only))?"
_ONE = regex(
    rf"(?<!long\s)(?<!big\s)(?<!large\s)\b(?:(?P<who>(?:{ENGLISH.one}|1)(?:\s(?:lone|lonely))?[\s-]"
    rf"(?:{either('concurrent')}\s)?){_A_LENGTH.format(of='')}"
    r"(?:user|request|sequence|person|client|stream|conversation|session|customer"
    # of these an article counts none: "a colleague says"
    r"|(?<!\ban\s)(?<!\ba\s)(?:req|seq|chat|prompt|query|guy|dude|bloke|researcher|developer|dev"
    r"|engineer|colleague|student|human|soul|analyst|lawyer|doctor|nurse|employee|operator|agent|member"
    rf"|tester|writer|editor|teacher|caller)){_TIME}"
    rf"|(?P<who2>(?:{PORTUGUESE.one})(?:\s(?:so|unic[oa]))?\s){_A_LENGTH.format(of='2')}"
    r"(?:usuari[oa]|pessoa|requisicao|sequencia|cliente|sessao|conversa|utilizador|pedido"
    r"|(?<!\bum\s)(?<!\buma\s)(?:desenvolvedor|analista|advogad[oa]|medic[oa]|professora?|colega"
    rf"|funcionari[oa]|alun[oa]|estudante)){_TIME}"
    r"|just (?:me|for me|myself)|only me|so (?:eu|para mim|pra mim))\b"
)
# "nobody but me", "I'm the only one on it", "for me alone", "ninguém além de mim"
_ALONE = regex(
    r"\b(?:(?:nobody|no ?one|no other (?:users?|people)|no users?) (?:else )?"
    r"(?:but|except|besides|other than) (?:me|myself)"
    r"|(?:i'?m|i am|me as|being|am) the (?:only|sole|single) (?:one|user|person)"
    r"|(?:i'?m|i am|all) alone|on my own|me alone|me,? myself and i|by myself|(?:just"
    r"|only) (?:for )?(?:myself|one of us)"
    r"|(?:ninguem|nenhum\w?(?: outr[oa])?(?: (?:usuari[oa]|utilizador|pessoa))?"
    r"|sem (?:nenhum\w?|mais)? ?(?:outr[oa]s? )?(?:usuari[oa]s?|utilizador(?:es)?)(?: nenhum\w?)?"
    r"|(?:usuari[oa]s?|utilizador(?:es)?) nenhum\w?|sem mais ninguem)"
    r"(?: (?:mais|alem|a nao ser|exceto|fora|tirando))+(?: (?:de|do que))? (?:mim|eu)"
    r"|sou (?:[oa] )?unic[oa](?: (?:usuari[oa]|utilizador|pessoa))?|so vou ser eu|sou so eu"
    r"|(?:eu|uso|usar|usando|estou|rodar|vou estar) sozinh[oa])\b"
)
# "four 16k sessions", "ten 4k-token prompts": the number stands before the length
_OF_LENGTH_BEFORE = regex(
    r"(?<![\w.,/-])(?P<number>\d{1,5})(?P<unit>)(?=\s\d{1,4}\s?k(?:[\s-]tokens?)?[\s-]"
    rf"(?:{either('requests')}|threads|calls|users?|contexts?\b(?!\s(?:len|win)))\b"
    rf"|\s(?:{either('requests')}|inputs|entradas)\s(?:of|de|com|with)\s\d[\d.,]{{0,6}}k?\b)"
)
# "50 x 8k": so many of a length
_OF_A_LENGTH = regex(
    r"(?<![\w.,/-])(?P<number>\d{1,6})(?P<unit>)\s?x(?=\s?\d{1,4}(?:\.\d)?\s?k(?:\s?(?:tok|ctx"
    r"|each)|(?![\w/])))"
)
# "x16"
_TIMES = regex(r"(?<![\w.])x\s?(?P<number>\d{1,6})(?P<unit>)(?!\w|\.\w)(?!\s?(?:bytes?|gb|gib)\b)")
_LISTED = regex(r"\d{1,7}")
_ENDS_IN_HEADS = regex(rf"(?:{either('heads')})$")
_USERS_HINTS = hints_of(f"{either('users')}|{either('heads')}")
_LIST_HINTS = (" or ", " and ", " vs", " ou ", " e ", " to ")
# A rate is of something, and in a time
_COUNTED_HINTS = ("rps", "qps", "tps", "rpm", "/s", "tk", *hints_of(either("tokens")))
_RATE_HINTS = ("/", " per ", " por ", "ps", "rpm", " a ", " an ", "every ", " ao ")
_RANGE_HINTS = ("between", "from ", "entre ", "de ")
_COMPARES = regex(
    r"\b(?:differences?|diferencas?|compar\w+|going|goes|went|gr[eo]w\w*|pass\w+|sub\w+|cresc\w+|cost|custa"
    r"|adds?|what does|quanto|how much)\b"
)
_BATCH_HINTS = ("=", ":", "bs", *hints_of(either("batch")))
_TEAM_HINTS = hints_of(either("team"))
_ONE_HINTS = ("user", "req", "seq", "person", "client", "stream", "convers", "session", "customer",
              "usuario", "pessoa", "sessao", "utilizador", "pedido", "chat", "prompt", "query",
              "guy", "dude", "bloke", "researcher", "dev", "engineer", "colleague", "student",
              "human", "soul", "desenvolv", "analyst", "lawyer", "doctor", "nurse", "employee",
              "operator", "agent", "member", "tester", "writer", "editor", "teacher", "caller",
              "analista", "advog", "medic", "professor", "funcionari", "colega", "alun",
              "estudante", "just ", "only me", "so eu", "so para",
              "so pra")  # fmt: skip
_ALONE_HINTS = ("body", "no one", "noone", "no user", "no other", "the only", "sole", "single",
                "alone", "my own", "self", "ninguem", "nenhum", "sem ", "unic", "sozinh", "so eu",
                "so vou")  # fmt: skip


def find_load(text: Text) -> Iterator[Candidate]:
    """Sequences held at the same time."""
    users = text.has(*_USERS_HINTS)
    if users or text.has(*_COUNTED_HINTS):
        for match in text.each(_RATE, *_RATE_HINTS):
            yield matched(match, "decoy.rate", match[0], NAMED, "so many in a time")
    for match in text.each(_SEVERAL, *_LIST_HINTS) if users else ():
        listed = tuple(int(number) for number in _LISTED.findall(match[0]))
        yield matched(match, "several_sequences", listed, NAMED, "a list of numbers of users")
    for match in text.each(_RANGE, *_RANGE_HINTS) if users else ():
        number = _number(text, match)
        if not _COMPARES.search(text.plain):
            said = note("reading.share", typed=text.typed(*match.span()), number=int(number))
            yield matched(match, "sequences", number, NAMED, "as many as may come", (said,))
    for pattern, why, parts in _LOADS:
        if parts is _USERS_HINTS and not users:
            continue
        for match in text.each(pattern, *(() if parts is _USERS_HINTS else parts)):
            heads = _ENDS_IN_HEADS.search(match[0]) is not None
            number = _number(text, match)
            if heads:
                typed = text.typed(*match.span())
                said = note("reading.heads", typed=typed)
                yield matched(match, "sequences", number, NEAR, "so many heads", (said,))
            else:
                yield matched(match, "sequences", number, NAMED, why)
    for match in text.each(_ONE, *_ONE_HINTS):
        yield _one(match)
    for pattern, parts in ((_ALONE, _ALONE_HINTS), (_BATCH_ONE, _BATCH_HINTS)):
        for match in text.each(pattern, *parts):
            yield matched(match, "sequences", 1, NAMED, "one")
    for match in text.each(_OF_LENGTH_BEFORE, "k", " of ", " de ", " com ", " with "):
        yield matched(match, "sequences", _number(text, match), NAMED, "so many of a length")
    for match in text.each(_OF_A_LENGTH, "x"):
        yield matched(match, "sequences", _number(text, match), NAMED, "so many of a length")
    for match in text.each(_TIMES, "x"):
        yield matched(match, "sequences", _number(text, match), BARE, "times")


def _one(match: re.Match[str]) -> Candidate:
    """Of "one 128k sequence" the "one": what follows is its length."""
    who = "who" if match["length"] else "who2" if match["length2"] else None
    end = match.end() if who is None else match.end(who) - 1
    return Candidate(match.start(), end, "sequences", 1, NAMED, "one")


def _number(text: Text, match: re.Match[str]) -> float:
    unit = match["unit"]
    factor = 1 if not unit else 10**6 if re.fullmatch(MILLION, unit) else 1000
    return value(match["number"], whole=factor == 1, language=text.language) * factor


_LOADS: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = (
    (_USERS, "users after it", _USERS_HINTS),
    (_BATCH, "batch or users before it", _BATCH_HINTS),
    (_BATCH_JOINED, "batch before it", ("bs", "batch")),
    (_BATCH_AFTER, "batch after it", _BATCH_HINTS),
    (_TEAM, "a team of so many", _TEAM_HINTS),
    (_USERS_AFTER, "users before it", _USERS_HINTS),
)
