"""
A sequence that is told by its parts: "10 chunks x 512 tokens + 1k system prompt + 1k answer".

Parts with a unit, joined by a plus, and one of them at least called what it is.
"""

import re
from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import THOUSAND, tokens
from core.question.words.languages import either
from core.question.words.regex import regex
from core.wording.note import note

_PART = (
    r"(?:prompts?|answers?|outputs?|inputs?|context|ctx|docs?|documents?|history|system|questions?"
    r"|chunks?|passages?|retrieved|rag|responses?|completions?|instructions?|examples|few-shot|tools?"
    r"|schema|generation|query|messages?|memory|reply|thinking|reasoning"
    r"|respostas?|perguntas?|historico|documentos?|contexto|instrucoes|trechos?|saida|entrada|mensagens)"
)
_TIMES = r"(?:\d{1,3}\s(?:[a-z]{2,12}\s)?(?:x|of|de|com|at)\s|\d{1,3}\s?x\s?)?"
_ONE = (
    rf"{_TIMES}\d{{1,6}}(?:[.,]\d{{1,3}})?(?:\s?(?:{THOUSAND})(?![a-z])(?:[\s-]?{either('tokens')}\b)?"
    rf"|[\s-]?{either('tokens')}\b)(?:\s(?:of|de|for|in|the|a|as)\b)?(?:\s[a-z-]{{2,14}}){{0,3}}?"
)
_JOIN = r"\s?(?:\+|,?\s?\bplus\b|,?\s?\bmais\b)\s?"
_SUM = regex(rf"(?<![\w.,-]){_ONE}(?:{_JOIN}{_ONE}){{1,5}}(?:\s{_PART})?\b")
_NUMBERS = regex(
    r"(?:(?P<times>\d{1,3})\s(?:[a-z]{2,12}\s)?(?:x|of|de|com|at)\s|(?P<times2>\d{1,3})\s?x\s?)?"
    rf"(?<![\w.,])(?P<number>\d{{1,6}}(?:[.,]\d{{1,3}})?)(?:\s?(?P<unit>{THOUSAND})(?![a-z]))?"
)
_SAYS_PART = regex(rf"\b{_PART}\b")
# What all share has a reading of its own, and so has what each user brings
_SHARED = regex(
    r"\b(?:shared?|same|common|own|each|users?|compartilhad\w+|partilhad\w+|mesm[oa])\b"
)


def find_length_sums(text: Text) -> Iterator[Candidate]:
    """One length: the sum of the parts."""
    for match in text.each(_SUM, "+", "plus", "mais"):
        if _SAYS_PART.search(match[0]) is None or _SHARED.search(match[0]) is not None:
            continue
        length = sum(_length(text, part) for part in _NUMBERS.finditer(match[0]))
        typed = text.typed(*match.span())
        said = note("reading.length_sum", typed=typed, tokens=length)
        yield matched(match, "context_length", length, NAMED, "the sum of its parts", (said,))


def _length(text: Text, part: re.Match[str]) -> int:
    times = int(part["times"] or part["times2"] or 1)
    return times * round(tokens(part["number"], part["unit"], text.language))
