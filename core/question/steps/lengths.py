"""How long: tokens of one sequence. "32k context", "ctx=4096", "contexto de 32 mil tokens"."""

import re

from core.catalog.model import Model
from core.question.reading import Reading
from core.question.settle.problem import check, problem
from core.question.steps.numbers import MILLION, THOUSAND, num, tokens
from core.question.words.languages import either
from core.question.words.regex import regex

LONGEST = 100_000_000  # tokens
_SHORTEST_BARE = 128  # below it, "3 context" is more likely the end of a name

_UNIT = rf"(?:\s?(?P<unit>(?:{THOUSAND}|{MILLION}))(?![a-z]))?"
_SAID = (
    r"\s*(?:(?:size|limit|set|up|budget|maximum|max|limite|ate)\s)?"
    r"(?:=|:|of|is|at|to|with|around|about|~|de|com|em|eh?|ate|cerca\sde|up\sto|set\sto|\s"
    r"|(?<=[a-z])-|-(?!\d)){0,3}\s*"
)
_TOKENS = rf"(?:[\s-]*(?:de\s)?{either('tokens')}\b)?"
_EACH = rf"(?:[\s,]*(?:{either('each')})\b)?"

# "context 8192", "ctx=4096", "seq len 2048", "context window of 128k tokens", "contexto de 32 mil"
_AFTER = regex(
    rf"\b{either('context')}(?P<said>{_SAID}){num('number')}{_UNIT}(?![\w.]){_TOKENS}{_EACH}"
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
# "input 2000", "prompts of 2k tokens", "isl=1024"
_IN_AFTER = regex(
    rf"\b(?:{either('input')}|prompts)(?:[\s_-]?(?:len|length|size"
    rf"|{either('tokens')}))?{_SAID}{num('number')}{_UNIT}(?![\w.]){_TOKENS}"
)
_OUT_AFTER = regex(
    rf"\b(?:{either('output')})(?:[\s_-]?(?:len|length|size"
    rf"|{either('tokens')}))?{_SAID}{num('number')}{_UNIT}(?![\w.]){_TOKENS}"
)
# "2k in, 500 out"
_IN_AND_OUT = regex(
    rf"{num('in')}(?:\s?(?P<in_unit>{THOUSAND}))?[\s-]*{_TOKENS}[\s-]*in\b[\s,/+&]{{0,3}}(?:and\s"
    rf"|e\s)?"
    rf"{num('out')}(?:\s?(?P<out_unit>{THOUSAND})"
    rf")?[\s-]*{_TOKENS}[\s-]*out\b(?:\s?{either('tokens')}\b)?"
)
# "shared prefix of 2k tokens", "2000 token shared system prompt"
_PREFIX = regex(
    rf"(?:{num('before')}(?:\s?(?P<before_unit>{THOUSAND})(?![a-z]))?[\s-]*{_TOKENS}[\s-]*(?:of\s"
    rf"|de\s)?(?:{either('shared_prefix')})\b"
    rf"|\b(?:{either('shared_prefix')}){_SAID}{num('after')}(?:\s?(?P<after_unit>{THOUSAND})"
    rf"(?![a-z]))?{_TOKENS})"
)
_FULL = regex(rf"\b{either('full_context')}\b")
_CONTEXT_WORD = regex(rf"[\s-]*(?:tokens?[\s-]*)?(?:{either('context')}|{either('tokens')})\b")
# "32k", "100K", "128 k"
_BARE_THOUSANDS = regex(rf"{num('number')}\s?(?P<unit>k)(?![\w/])")
_BARE_MILLIONS = regex(rf"{num('number')}(?P<unit>m)(?![\w/])")
_BARE = regex(r"(?<![\w.,$-])(?P<number>\d{4,7})(?![\w.,%])")


def find_lengths(reading: Reading) -> None:
    """Lengths that are said to be lengths."""
    for match in reading.take(_PREFIX, "shared", "common", "compartilhado", "comum", "partilhado"):
        written, unit = (
            (match["before"], match["before_unit"])
            if match["before"]
            else (match["after"], match["after_unit"])
        )
        reading.shared_prefix = _length(reading, match, written, unit)
    _find_input_and_output(reading)
    for _ in reading.take(_FULL, "context", "ctx"):
        reading.full_context = True
    for pattern in (_AFTER, _BEFORE, _TOKEN_COUNT):
        for match in reading.each(pattern):
            if not _looks_short(match, pattern):
                reading.claim(match.start(), match.end())
                reading.evidence += 1
                set_context(reading, match, match["number"], match["unit"])


def find_bare_lengths(reading: Reading) -> None:
    """ "32k" by itself; "1M" beside a model; 4096 and the like, which are noted."""
    for match in reading.take(_BARE_THOUSANDS, "k"):
        set_context(reading, match, match["number"], match["unit"])
    if reading.context is None and not reading.full_context:
        for match in reading.each(_BARE):
            number = int(match["number"])
            if number % 256 == 0 and number >= 1024:
                reading.claim(match.start(), match.end())
                set_context(reading, match, match["number"], None)
                reading.note("reading.bare_context", tokens=number)
                break


def find_bare_millions(reading: Reading) -> None:
    """ "1M" is a length where a model is named, a size where none is."""
    if reading.models and reading.context is None:
        for match in reading.take(_BARE_MILLIONS):
            set_context(reading, match, match["number"], match["unit"])


def context_from_name(reading: Reading, end: int, thousands: int) -> None:
    """A name that ended in "128k" and is followed by "context" says both."""
    match = _CONTEXT_WORD.match(reading.plain, end)
    if match is not None:
        reading.claim(match.start(), match.end())
        reading.context = int(tokens(str(thousands), "k"))
        reading.context_at = (end - 1, match.end())


def full_context_of(reading: Reading) -> int | None:
    """What "full context" is for the model at hand."""
    lengths = [
        m.row.max_position_embeddings
        for m in reading.models
        if isinstance(m.row, Model) and m.row.max_position_embeddings
    ]
    return min(lengths) if lengths else None


def set_context(reading: Reading, match: re.Match[str], written: str, unit: str | None) -> None:
    """Once; twice the same is once."""
    length = _length(reading, match, written, unit)
    if reading.context not in (None, length):
        raise problem(
            reading,
            "conflict",
            "two_contexts",
            (match.start(), match.end()),
            leaving_out=((match.start(), match.end()), reading.context_at or (0, 0)),
            first=min(reading.context or 0, length),
            second=max(reading.context or 0, length),
        )
    reading.context, reading.context_at = length, (match.start(), match.end())


def _length(reading: Reading, match: re.Match[str], written: str, unit: str | None) -> int:
    number = tokens(written, unit, reading.language)
    check(reading, "context", number, (match.start(), match.end()), highest=LONGEST, whole=not unit)
    return round(number)


def _looks_short(match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """ "context 8 A100" and "gemma 3 context" are not lengths."""
    if match["unit"] or pattern is _TOKEN_COUNT:
        return False
    number = tokens(match["number"], None)
    clear = pattern is _AFTER and ("=" in match["said"] or ":" in match["said"])
    return 0 < number < _SHORTEST_BARE and not clear and "token" not in match[0]


def _find_input_and_output(reading: Reading) -> None:
    """Prompt and answer are together one sequence."""
    pair = _IN_AND_OUT.search(reading.plain)
    if pair is not None:
        prompt = _length(reading, pair, pair["in"], pair["in_unit"])
        answer = _length(reading, pair, pair["out"], pair["out_unit"])
        reading.claim(*pair.span())
        reading.context, reading.context_at = prompt + answer, pair.span()
        reading.note("reading.prompt_and_answer", prompt=prompt, answer=answer)
        return
    found: dict[str, tuple[re.Match[str], int]] = {}
    for name, patterns in {"in": (_IN, _IN_AFTER), "out": (_OUT, _OUT_AFTER)}.items():
        for pattern in patterns:
            match = pattern.search(reading.plain)
            if match is not None and name not in found:
                number = tokens(match["number"], match["unit"], reading.language)
                if match["unit"] or number >= 16 or number <= 0:
                    found[name] = (match, _length(reading, match, match["number"], match["unit"]))
                    reading.claim(match.start(), match.end())
    if "in" in found:
        total = sum(length for _, length in found.values())
        check(reading, "context", total, found["in"][0].span(), highest=LONGEST)
        reading.context, reading.context_at = total, found["in"][0].span()
        if "out" in found:
            reading.note("reading.prompt_and_answer", prompt=found["in"][1], answer=found["out"][1])
    elif "out" in found:
        reading.unused.append(found["out"][0].span())
