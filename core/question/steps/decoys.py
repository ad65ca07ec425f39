"""
Numbers that are about something else: offered beside all other readings, so that "Q3 budget" is no
3-bit format and "CUDA 12.4" no overhead.

A decoy is a reading like any other. Each recogniser is one pattern, with what it catches above it.
"""

from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import num
from core.question.words.languages import either, literals
from core.question.words.regex import regex

_MONTH = (
    r"(?:jan(?:uary|eiro)?|feb(?:ruary)?|fevereiro|march|marco|apr(?:il)?|abril|maio|june|junho|july"
    r"|julho|aug(?:ust)?|agosto|sept(?:ember)?|setembro|oct(?:ober)?|outubro|nov(?:ember|embro)?"
    r"|dec(?:ember)?|dezembro)"
)
# "Q3 budget", "Q4 2026", "by Q1", "14 March"; "in Q4" is a format, "2026-11-22", "since 2023"
_DATE = regex(
    rf"\bq[1-4]\s(?:20\d\d|fy\d*|budget|planning|plan|roadmap|goals?|okrs?|review|orcamento)\b"
    rf"|\b(?:by|until|before|after|this|next|last|ate)\sq[1-4]\b(?!_)"
    rf"(?!\s?(?:quant|format|gguf|k_|model|version))"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s|de\s)?{_MONTH}\b(?:\s(?:de\s)?20\d\d\b)?"
    rf"|\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?![\w.])|\b20\d\d-\d\d-\d\d\b"
    rf"|\b(?:in|since|by|from|until|of|em|desde|ate)\s20[1-3]\d\b(?!\s?(?:tokens?|x\b))"
)
_INSTALLED = (
    r"cuda|cudnn|drivers?|python|py|ubuntu|debian|pytorch|torch|rocm|kernel|nccl|numpy|node\.?js"
    r"|windows|macos|ios|android|flash[-_ ]?attn|xformers|bitsandbytes|peft|trl|accelerate"
)
# "CUDA 12.4", "driver 550.54.15", "python 3.11", "ubuntu 22.04", "pytorch==2.5.1", "rocm6.2"
_VERSION = regex(
    rf"\b(?:{_INSTALLED})(?:\s?(?:version|versao|v|==|>=|=)\s?|\s|-)?"
    r"\d{1,4}(?:\.\d{1,5}){0,3}(?![\w.]|\s?[xb]\b)"
)
_NUMBERED = (
    r"issues?|prs?|pull request|ticket|bug|jira|room|sala|page|pagina|chapter|capitulo|floor|andar"
    r"|line|linha|section|slide|table|step|question|numero|gate|day|version"
)
# "issue #1234", "PR 42", "room 17", "#99"
_LABEL = regex(
    rf"\b(?:{_NUMBERED})\s?(?:no\.?\s?|n\.?o?\s|number\s)?#?\d{{1,7}}(?![\w.])"
    r"|(?<![\w#])#\d{1,7}(?!\w)"
)
_MONEY_WORD = r"(?:usd|eur|gbp|brl|dollars?|dolares|bucks|euros?|pounds?|reais|cents?)"
# "$2.50/hr", "5k USD", "R$ 10.000", "4090 euros", "under 2000 dollars a month"
_MONEY = regex(
    rf"(?:r?\$|€|£|\busd|\beur|\bgbp)\s?\d{{1,9}}(?:[.,]\d{{1,3}}){{0,3}}\s?(?:k|m|mil)?(?!\w)"
    rf"(?:\s?(?:{either('per_time')})(?![a-z]))?"
    rf"|{num('number')}\s?(?:k|mil)?\s?(?:\$|€|£|{_MONEY_WORD}\b)(?:\s?(?:{either('per_time')})(?![a-z]))?"
)
# "300 employees", where another number is said to ask at the same time
_HEADS = regex(rf"{num('number')}\s?(?:k\s)?(?:[a-z]+\s)?(?:{either('heads')})\b")
_AT_ONCE = regex(
    rf"(?<!\d)\d{{1,7}}[^\d.;?!]{{0,50}}?(?<![\w-])(?:{either('concurrent')})(?![\w-])"
)


def find_dates(text: Text) -> Iterator[Candidate]:
    """Days, quarters and years."""
    for match in text.each(_DATE):
        yield matched(match, "decoy.date", match[0], NAMED, "a date")


def find_versions(text: Text) -> Iterator[Candidate]:
    """Versions of what is installed, which change no memory that we count."""
    for match in text.each(_VERSION):
        yield matched(match, "decoy.version", match[0], NAMED, "a version")


def find_labels(text: Text) -> Iterator[Candidate]:
    """Numbers that name something: an issue, a room, a page."""
    for match in text.each(_LABEL):
        yield matched(match, "decoy.issue", match[0], NAMED, "the number of something")


def find_money(text: Text) -> Iterator[Candidate]:
    """Prices and budgets."""
    for match in text.each(_MONEY):
        yield matched(match, "decoy.money", match[0], NAMED, "money")


def find_heads(text: Text) -> Iterator[Candidate]:
    """People of whom another number is said to ask at the same time."""
    at_once = [match.span() for match in text.each(_AT_ONCE)]
    for match in text.each(_HEADS):
        if any(not (start <= match.start() < end) for start, end in at_once):
            yield matched(match, "decoy.heads", match[0], NAMED, "not all of them at once")


DECOYS = (find_dates, find_versions, find_labels, find_money, find_heads)
# No typing errors of ours
DECOY_WORDS = frozenset(
    word for words in (_MONTH, _INSTALLED, _NUMBERED) for word in literals(words)
)
