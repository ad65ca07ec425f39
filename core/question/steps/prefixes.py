"""
What all sequences share, and what each has of its own: "3k shared system prompt + 1k per user".

A sequence is as long as both together. What each has is offered only where something is shared.
"""

import re
from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import THOUSAND, num, tokens
from core.question.words.languages import either
from core.question.words.regex import regex

_DOCUMENT = (
    r"(?:(?:rag |system |few-shot )?(?:prefix|prompt|preamble|context|documents?|docs?|pdf|book"
    r"|manual|contract|polic(?:y|ies)|instructions?|header|knowledge base|catalog|transcript"
    r"|schema)"
    r"|prefixo|prompt(?: de sistema)?|documento|livro|contrato|instrucoes|cabecalho|contexto)"
)
_SAME = (
    r"(?:same|identical|shared|common|fixed|mesm[oa]|igual|iguais|comum|(?:com)?partilhad[oa]s?)"
)
_ALL = (
    r"(?:\s(?:to|for|by|across|between|among|pra|para|por|a|entre)\s(?:all|every\w*|each|tod[oa]s)"
    r"(?:\s(?!\d)\w+)?)?"
)
_UNIT = rf"(?:\s?(?P<unit>{THOUSAND})(?![a-z]))?"
# A length has a unit, or hundreds of something that each has: "+ 16 users" is none
_LENGTH = (
    rf"{num('number')}(?:\s?(?P<unit>{THOUSAND})(?![a-z])(?:[\s-]*(?:de\s)?{either('tokens')}\b)?"
    rf"|[\s-]*(?:de\s)?{either('tokens')}\b"
    r"|(?<=[0-9]{3})(?=\s(?:per|por|each|cada|de cada|own|private|unique|proprios|of (?:their"
    r"|its))\b))"
)
# "and adds 1000": nothing else has so many
_BARE = (
    rf"{num('number2')}(?<=[0-9]{{3}})(?=\s?(?:[,.;:!?)]|$|\s(?:on top|more|mais)\b))(?P<unit2>)"
)
_TOKENS = rf"(?:[\s-]*(?:de\s)?{either('tokens')}\b)?"
_SHARED_PREFIX = either("shared_prefix")
_SAID = r"\s*(?:(?:=|:|of|is|at|to|with|around|about|~|de|com|em|e|tem|takes|has|\s)\s*){0,3}"
_FORMS = (
    # "2000 token shared system prompt"
    regex(
        rf"{num('number')}{_UNIT}[\s-]*{_TOKENS}[\s-]*(?:of\s|de\s)?(?:{_SHARED_PREFIX})\b{_ALL}"
    ),
    # "shared prefix of 2k tokens"
    regex(rf"\b(?:{_SHARED_PREFIX}){_ALL}{_SAID}{num('number')}{_UNIT}(?![\w.]\w){_TOKENS}"),
    # "the same 20k document", "an identical 6k system prompt"
    regex(
        rf"\b{_SAME}\s{num('number')}{_UNIT}[\s-]*{_TOKENS}[\s-]*(?:of\s|de\s)?{_DOCUMENT}\b{_ALL}"
    ),
    # "system prompt of 8k tokens is common to all 25 chats", "prompt igual pra todos com 4k"
    regex(
        rf"\b{_DOCUMENT}\s(?:of|de|with|com)\s{num('number')}{_UNIT}{_TOKENS}\s(?:(?:is|that's|are"
        rf"|e|sao|being|que e)\s)?(?:the\s|o\s)?{_SAME}\b{_ALL}"
    ),
    regex(
        rf"\b{_DOCUMENT}\s(?:(?:is|e)\s)?(?:the\s|o\s)?{_SAME}\b{_ALL}{_SAID}{num('number')}{_UNIT}"
        rf"(?![\w.]\w){_TOKENS}"
    ),
    # "sharing a 16k system prompt", "compartilham um prompt de 16k"
    regex(
        rf"\bshar(?:e|es|ing)\s(?:(?:an?|the|one)\s)?{num('number')}{_UNIT}[\s-]*{_TOKENS}[\s-]*"
        rf"(?:of\s)?{_DOCUMENT}\b{_ALL}"
    ),
    regex(
        rf"\b(?:com)?partilha(?:m|ndo)\s(?:(?:um|o)\s)?{_DOCUMENT}\s(?:de|com)\s"
        rf"{num('number')}{_UNIT}{_TOKENS}"
    ),
    # "mesmo prompt de sistema de 4000 tokens"
    regex(
        rf"\b{_SAME}\s{_DOCUMENT}\s(?:of|de|with|com)\s{num('number')}{_UNIT}(?![\w.]\w){_TOKENS}"
        rf"{_ALL}"
    ),
    # "begins with the same 3000 tokens", "share the first 8k tokens"
    regex(
        rf"\b(?:{_SAME}|shar(?:e|es|ing)\sthe(?:\ssame)?\sfirst|(?:com)?partilham\sos\sprimeiros)\s"
        rf"{num('number')}{_UNIT}[\s-]*(?:de\s)?{either('tokens')}\b{_ALL}"
    ),
    # "4000 shared tokens for all", "4000 tokens comuns"
    regex(
        rf"{num('number')}{_UNIT}\s(?:(?:{_SAME}|comuns)\s{either('tokens')}"
        rf"|{either('tokens')}\s(?:comuns|comum|iguais|(?:com)?partilhados|compartilhados))\b{_ALL}"
    ),
    # "3k of it is shared", "2k are the same for all"
    regex(
        rf"{num('number')}{_UNIT}{_TOKENS}\s(?:of (?:it|that|them|which|those)\s)?"
        rf"(?:is|are|e|sao)\s(?:the\s)?{_SAME}\b{_ALL}"
    ),
)
# "shared 7k", "6k common", "5k partilhados": only where each has something of its own beside it
_SHORT = regex(
    rf"\b(?:{_SAME}|compartilhad[oa]s?)\s{num('number')}\s?(?P<unit>{THOUSAND})(?![a-z]){_TOKENS}"
    rf"|{num('number2')}\s?(?P<unit2>{THOUSAND})(?![a-z]){_TOKENS}\s(?:{_SAME}|comuns"
    r"|compartilhad[oa]s?)(?:\s(?:prefix|prompt|context|part|tokens|prefixo|contexto))?\b"
)
# "own 1k", "2k own each", "4k of their own", "1k proprios"
_OF_OWN = regex(
    rf"\b(?:own|private|unique|individual|proprios?|proprias?)\s"
    rf"{num('number')}\s?(?P<unit>{THOUSAND})(?![a-z]){_TOKENS}(?:\s{either('each')})?"
    rf"|{num('number2')}\s?(?P<unit2>{THOUSAND})(?![a-z]){_TOKENS}\s(?:(?:of|on) (?:their|its|your"
    rf"|my|our|his) own|own|private|unique|individual|proprios?|proprias?)\b(?:\s{either('each')})?"
)
_HINTS = (
    "same", "identical", "shared", "sharing", "shares ", "share a", "share the", "common", "fixed",
    "mesm", "comuns", "igua", "comum", "partilha",
)  # fmt: skip
_JOINED = (
    r"(?:\+|&|\bplus\b|\bmais\b|\bthen\b|\band then\b|\bdepois\b|\be depois\b|\badds?\b|\badding\b"
    r"|\bfollowed by\b|\bseguido de\b|\bon top of (?:it|that)\b)"
)
_EACH = (
    rf"(?:{either('each')}|(?:per|por)\s\w+|user(?:\seach)?|users\seach|apiece|de cada(?: um)?"
    r"|cada(?: um)?|(?:own|private|unique) tokens(?:\seach)?|on top|of (?:their|its|his|my"
    r"|the) own|their own|proprios"
    r"|(?:of|for|de)\s(?:the\s|a\s)?(?:questions?|chats?|conversation|user|private|unique|own|new|history|perguntas?|conversa|historico)\w*)"
)
# "+ 1k per user", "then 500 tokens of question", ", each adds 2k", "2k user each"
_OWN = regex(
    rf"(?:{_JOINED})\s?(?:about\s|around\s|another\s|further\s|outros?\s|uns\s|cerca de\s|~\s?)?"
    rf"(?:{_LENGTH}(?:\s{_EACH}(?:\s{_EACH})?)?|{_BARE})"
)
# "each request 1500 more"
_EACH_MORE = regex(
    rf"\b(?:each|every|cada)(?:\s[a-z]+)?\s(?:(?:adds?|brings?|has|with|gets?|tem|com|traz|mais)\s)?"
    rf"{num('number')}(?:\s?(?P<unit>{THOUSAND})(?![a-z]))?{_TOKENS}"
    r"(?:\s(?:more|extra|on top|of (?:its|their) own|a mais|mais)\b|(?<=[0-9k])(?=\s?(?:[,.;:?]"
    r"|$)))"
)
_OWN_EACH = regex(rf"{_LENGTH}\s(?!{either('each')}\s\w+\scontext){_EACH}(?:\s{_EACH})?(?![\w])")
_ON_TOP = regex(r"top|own|propri")


def find_prefixes(text: Text) -> Iterator[Candidate]:
    """The shared prefix, and the length that comes on top of it."""
    if not text.has(*_HINTS):
        return
    own = list(_OF_OWN.finditer(text.plain))
    shared = [match for form in _FORMS for match in form.finditer(text.plain)]
    if own:
        shared += [match for match in _SHORT.finditer(text.plain) if _with_own(match, own)]
    for match in shared:
        yield matched(match, "shared_prefix", _length(text, match), NAMED, "shared by all")
    if not shared:
        return
    shared = _first(shared)
    for pattern in (_OWN, _OWN_EACH, _OF_OWN, _EACH_MORE):
        for match in pattern.finditer(text.plain):
            if not any(_within(match, one) for one in shared) and _comes_on_top(match, shared):
                yield matched(match, "own_length", _length(text, match), NAMED, "on top")


def _with_own(match: re.Match[str], own: list[re.Match[str]]) -> bool:
    return not any(_within(match, one) for one in own)


def _first(shared: list[re.Match[str]]) -> list[re.Match[str]]:
    """Of those that overlap the first: "4k shared prompt 2k user" shares 4k."""
    kept: list[re.Match[str]] = []
    for match in sorted(shared, key=lambda match: match.start()):
        if not any(_within(match, one) for one in kept):
            kept.append(match)
    return kept


def _comes_on_top(match: re.Match[str], shared: list[re.Match[str]]) -> bool:
    """After what is shared, or in so many words: "8k each, 2k of it shared" is 8k in all."""
    return match.start() > shared[0].start() or _ON_TOP.search(match[0]) is not None


def _length(text: Text, match: re.Match[str]) -> float:
    said = match.groupdict()
    unit = said["unit"] or said.get("unit2")
    number = tokens(said["number"] or said["number2"] or "", unit, text.language)
    return round(number) if unit else number


def _within(match: re.Match[str], other: re.Match[str]) -> bool:
    return match.start() < other.end() and other.start() < match.end()
