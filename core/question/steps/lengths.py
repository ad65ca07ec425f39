"""How long: tokens of one sequence. "32k context", "ctx=4096", "contexto de 32 mil tokens"."""

import re
from collections.abc import Iterator

from core.question.candidate import BARE, NAMED, NEAR, SHAPE, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import MILLION, THOUSAND, num, tokens
from core.question.words.languages import either, hints_of
from core.question.words.regex import regex
from core.wording.note import note

_SHORTEST_BARE = 128  # below it, "3 context" is more likely the end of a name

_UNIT = rf"(?:\s?(?P<unit>(?:{THOUSAND}|{MILLION}))(?![a-z]))?"
_SAID = (
    r"\s*(?:(?:size|limit|set|up|budget|maximum|max|limite|ate)\s)?"
    r"(?:=|:|of|is|at|to|with|around|about|~|de|com|em|eh?|ate|cerca\sde|up\sto|set\sto|\s"
    r"|(?<=[a-z])-|-(?!\d)){0,3}\s*"
)
_TOKENS = rf"(?:[\s-]*(?:de\s)?{either('tokens')}\b)?"
_ABOUT = (
    r"(?:\s(?:average|averaging|typically|usually|mostly|capped|limited|in general|em media"
    r"|limitad[oa]s?|ate|max|up|are|sao|have|tem|come))*"
)
_EACH = rf"(?:[\s,]*(?:{either('each')})\b)?"

# "context 8192", "ctx=4096", "seq len 2048", "context window of 128k tokens", "contexto de 32 mil"
_AFTER = regex(
    rf"\b{either('context')}(?P<said>{_SAID}){num('number')}{_UNIT}(?!\w|\.\w){_TOKENS}{_EACH}"
)
# "32k context", "32k-token context", "8192 tokens of context", "4096 seq len", "16 mil de contexto"
_BEFORE = regex(
    rf"{num('number')}{_UNIT}[\s-]*{_TOKENS}[\s-]*(?:(?:of|de|for|in|no|the|total)\s+)*"
    rf"{either('context')}\b{_EACH}"
)
# "128k tokens", "2.048 tokens cada"
_TOKEN_COUNT = regex(
    rf"{num('number')}{_UNIT}[\s-]*(?:de\s)?{either('tokens')}\b(?:\s(?:long|max|total"
    rf"|maximo)\b)?{_EACH}"
)
# "2k in", "1000 input tokens", "500 tokens out", "2k tokens of prompt"
_IN = regex(
    rf"{num('number')}{_UNIT}[\s-]*{_TOKENS}[\s-]*(?:of\s|de\s"
    rf"|for\s(?:the\s)?)?(?:{either('input')})\b(?![\s-]*(?:a|an|the|on|uma?)\b)"
    rf"(?:\s?{either('tokens')}\b)?{_EACH}"
)
_OUT = regex(
    rf"{num('number')}{_UNIT}[\s-]*{_TOKENS}[\s-]*(?:of\s|de\s"
    rf"|for\s(?:the\s)?)?(?:{either('output')})\b"
    rf"(?:\s?{either('tokens')}\b)?{_EACH}"
)
# "500 tokens back", "1k in return"
_BACK = regex(
    rf"(?:at most\s|up to\s|no maximo\s|ate\s)?{num('number')}{_UNIT}[\s-]*{_TOKENS}\s"
    r"(?:back|in return|coming back|de volta|em troca)\b"
)
# "input 2000", "prompts of 2k tokens", "isl=1024"
_IN_AFTER = regex(
    rf"\b(?:{either('input')}|prompts)(?:[\s_-]?(?:len|length|size"
    rf"|{either('tokens')}))?{_ABOUT}{_SAID}{num('number')}{_UNIT}(?!\w|\.\w){_TOKENS}"
)
_OUT_AFTER = regex(
    rf"\b(?:{either('output')})(?:[\s_-]?(?:len|length|size"
    rf"|{either('tokens')}))?{_ABOUT}{_SAID}{num('number')}{_UNIT}(?!\w|\.\w){_TOKENS}"
)
# "2k in, 500 out"
_FIRST = rf"{num('in')}(?:\s?(?P<in_unit>{THOUSAND})(?![a-z]))?[\s-]*{_TOKENS}"
_LAST = rf"{num('out')}(?:\s?(?P<out_unit>{THOUSAND})(?![a-z]))?[\s-]*{_TOKENS}"
_GIVES = r"(?:gets?|returns?|gives?|sends?|produces?|generates?|answers? with|outputs?)\s"
_IN_AND_OUT = regex(
    r"(?:\b(?:prompts?|inputs?|requests?|pedidos?)\s(?:(?:of|is|are|has|have|with|de|com)\s)?)?"
    rf"{_FIRST}[\s-]*(?:(?:go|goes|come|comes)\s)?in\b[\s,/+&]{{0,3}}"
    rf"(?:(?:and|e|it|each|one|then|with)\s){{0,3}}(?:{_GIVES})?"
    rf"{_LAST}[\s-]*(?:(?:come|comes|go|goes)\s)?(?:out|back)\b(?:\s?{either('tokens')}\b)?"
)
# "4k in and it returns 1k", "entram 3000 tokens e saem 1000"
_IN_AND_GIVES = regex(
    rf"{_FIRST}[\s-]*in\b[\s,/+&]{{0,3}}(?:(?:and|it|each|one|then|with)\s){{0,3}}{_GIVES}{_LAST}"
    rf"|\bentra[mr]?\s{_FIRST.replace('<in', '<first')}[\s,]{{1,2}}(?:e\s)?sa(?:em|i|ir)\s"
    rf"{_LAST.replace('<out', '<last')}"
    # "each pastes 12k and gets 3k back", "manda 3k e recebe 1k"
    rf"|\b(?:past|send|submit|upload|feed|enter|typ|cola|manda|envia|mete)\w*\s(?:in\s)?"
    rf"{_FIRST.replace('<in', '<sent')}[\s,]{{1,2}}(?:(?:in|and|e|each|then)\s){{0,3}}"
    rf"(?:{_GIVES}|(?:receiv|expect|want|receb|obt|ganha)\w*\s){_LAST.replace('<out', '<got')}"
    r"(?:\s(?:back|in return|out|de volta))?"
)
_GIVEN_HINTS = ("gets", "get ", "return", "gives", "give ", "sends", "send ", "produce",
                "generate", "answers with", "answer with", "output", "entra", "receiv", "expect",
                "want", "receb", "obt", "ganha")  # fmt: skip
# "chats of 8k", "pedidos de 4k"
_REQUESTS_OF = regex(
    rf"\b(?:{either('requests')}|inputs|entradas)\s(?:of|de|com|with|at)\s{num('number')}\s?"
    r"(?P<unit>k)(?![\w/])"
    rf"{_TOKENS}{_EACH}"
)
# "16 requests of 3,000 each"
_REQUESTS_OF_SO_MANY = regex(
    rf"\b(?:{either('requests')})\s(?:of|de|with|com|at)\s{num('number')}(?<=[0-9]{{3}})(?P<unit>)"
    rf"(?![\w%]|[.,]\d|\s?(?:{either('tokens')}|{THOUSAND}|gb|gib)\b){_EACH}"
)
_REQUEST_HINTS = hints_of(either("requests"))
# "how many 8k users": what is asked for is their number, so 8k is the length of each
_HOW_MANY = regex(
    rf"\b(?:how many|quantos|quantas|single|each|every"
    rf"|cada) {num('number')}\s?(?P<unit>k)[\s-]+(?:{either('users')})\b"
)
# "5 chunks of 800 tokens"
_PIECES = regex(
    rf"(?<![\w.,])(?P<pieces>\d{{1,4}})\s(?:[a-z]+\s)?(?:chunks?|passages?|snippets?|pieces|documents?"
    rf"|docs|pages|trechos|blocos|documentos|paginas|messages|turns)\s(?:of|de|com|with|x)\s"
    rf"{num('number')}{_UNIT}[\s-]*(?:de\s)?{either('tokens')}\b{_EACH}"
)
# "4k requests", "8k sequences": thousands of requests are rare
_OF_REQUESTS = regex(
    rf"{num('number')}\s?(?P<unit>k)[\s-]+(?:{either('requests')})\b(?!\s*-?(?:len|length|size))"
    rf"(?:\s(?:{either('concurrent')})\b)?"
)
_FULL = regex(rf"\b{either('full_context')}\b")
# "32k", "100K", "128 k"
_BARE_THOUSANDS = regex(rf"{num('number')}\s?(?P<unit>k)(?![\w/])")
_BARE_MILLIONS = regex(rf"{num('number')}(?P<unit>m)(?![\w/])")
_BARE = regex(r"(?<![\w.,$-])(?P<number>\d{4,7})(?![\w%]|[.,]\d)")


def find_lengths(text: Text) -> Iterator[Candidate]:
    """Lengths that are said to be lengths."""
    yield from _input_and_output(text)
    for match in text.each(_OF_REQUESTS, "k"):
        length = _length(text, match["number"], match["unit"])
        yield matched(match, "context_length", length, NEAR, "the length of each")
    for match in text.each(_REQUESTS_OF, "k"):
        length = _length(text, match["number"], match["unit"])
        at = (match.start("number"), match.end())
        yield Candidate(*at, "context_length", length, NAMED, "the length of each")
    for match in text.each(_REQUESTS_OF_SO_MANY, *_REQUEST_HINTS):
        length = _length(text, match["number"], None)
        at = (match.start("number"), match.end())
        yield Candidate(*at, "context_length", length, NAMED, "the length of each")
    for match in text.each(_HOW_MANY, "how many", "quant", "single", "each", "every", "cada"):
        length = _length(text, match["number"], match["unit"])
        at = (match.start("number"), match.end())
        yield Candidate(*at, "context_length", length, NAMED, "the length of each")
    for match in text.each(_PIECES, "tok"):
        length = int(match["pieces"]) * _length(text, match["number"], match["unit"])
        yield matched(match, "context_length", length, NAMED, "so many pieces of a length")
    for match in text.each(_FULL, "context", "ctx"):
        yield matched(match, "full_context", True, NAMED, "all that the model was made for")
    for pattern, why, parts in _LENGTHS:
        for match in text.each(pattern, *parts):
            if not (_looks_short(match, pattern) or _is_on_another_line(text, match)):
                length = _length(text, match["number"], match["unit"])
                yield matched(match, "context_length", length, NAMED, why)


def find_bare_lengths(text: Text) -> Iterator[Candidate]:
    """ "32k" by itself; 4096 and the like, which are noted."""
    for match in text.each(_BARE_THOUSANDS, "k"):
        length = _length(text, match["number"], match["unit"])
        yield matched(match, "context_length", length, SHAPE, "thousands")
    for match in text.each(_BARE):
        number = int(match["number"])
        if number % 256 == 0 and number >= 1024:
            said = note("reading.bare_context", tokens=number)
            yield matched(
                match, "context_length", number, BARE, "a round number of tokens", (said,)
            )


def find_millions(text: Text) -> Iterator[Candidate]:
    """ "1M" where a model has its name; otherwise it is a size."""
    for match in text.each(_BARE_MILLIONS, "m"):
        length = _length(text, match["number"], match["unit"])
        yield matched(match, "context_length", length, NEAR, "millions beside a model")


def _length(text: Text, written: str, unit: str | None) -> float:
    """With a unit rounded to whole tokens; without one as it was written, right or wrong."""
    number = tokens(written, unit, text.language)
    return round(number) if unit else number


def _looks_short(match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """ "context 8 A100" and "gemma 3 context" are not lengths."""
    if match["unit"] or pattern is _TOKEN_COUNT:
        return False
    number = tokens(match["number"], None)
    clear = pattern is _AFTER and ("=" in match["said"] or ":" in match["said"])
    return 0 < number < _SHORTEST_BARE and not clear and "token" not in match[0]


def _is_on_another_line(text: Text, match: re.Match[str]) -> bool:
    """ "max context?\n300 giraffes": its word ends a line, and it is no usual length."""
    if match["unit"] or tokens(match["number"], None) % 256 == 0:
        return False
    return "\n" in text.raw[text.places[match.start()] : text.places[match.start("number")]]


def _input_and_output(text: Text) -> Iterator[Candidate]:
    """Prompt and answer are together one sequence."""
    both = (*text.each(_IN_AND_OUT, "out", "back"), *text.each(_IN_AND_GIVES, *_GIVEN_HINTS))
    for pair in both:
        said = pair.groupdict()
        pairs = (("in", "out"), ("first", "last"), ("sent", "got"))
        names = next(one for one in pairs if said.get(one[0]))
        prompt, answer = (_length(text, said[name] or "", said[f"{name}_unit"]) for name in names)
        said = note("reading.prompt_and_answer", prompt=int(prompt), answer=int(answer))
        yield matched(pair, "context_length", prompt + answer, NAMED, "in and out", (said,))
    for role, patterns, parts in _PARTS:
        for pattern in patterns:
            for match in text.each(pattern, *parts):
                length = _length(text, match["number"], match["unit"])
                if match["unit"] or length >= 16 or length <= 0:
                    yield matched(match, role, length, NAMED, f"the {role.split('_')[0]}")


_LENGTHS = (
    (_AFTER, "context before it", hints_of(either("context"))),
    (_BEFORE, "context after it", hints_of(either("context"))),
    (_TOKEN_COUNT, "tokens after it", ("tk", *hints_of(either("tokens")))),
)
_PARTS = (
    ("input_length", (_IN, _IN_AFTER), hints_of(either("input"))),
    ("output_length", (_OUT, _OUT_AFTER), hints_of(either("output"))),
    ("output_length", (_BACK,), ("back", "return", "volta", "troca")),
)
