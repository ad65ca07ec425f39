"""
Numbers as people write them, in figures and in words.

Figures are never longer than thirty digits in a pattern, so that hostile text stays cheap, and
never reach a general parser of expressions.
"""

import re
from collections.abc import Mapping

from core.asked.question import Language
from core.question.normalise import Text
from core.question.words.languages import LANGUAGES, either
from core.question.words.regex import regex

_FIGURES = (
    r"\d{1,3}(?:,\d{3}){1,9}(?:\.\d{1,9})?(?![\d,])"  # 70,000,000
    r"|\d{1,3}(?:\.\d{3}){1,9}(?:,\d{1,9})?(?![\d.])"  # 70.000.000
    r"|\d{1,3}(?: \d{3}){2,9}(?![\d])|\d{1,3} 000(?![\d])"  # 70 000 000
    r"|\d{1,3}[ ]\d{3}(?=[ ]?(?:tokens?|ctx|context))"  # 16 384 tokens
    r"|\d{1,3}(?:_\d{3}){1,9}(?![\d])"  # 70_000_000
    r"|\d{1,30}(?:[.,]\d{1,9})?"
)
THOUSAND = rf"k|{either('thousand')}"
MILLION = rf"m|{either('million')}"

# The field's own thousands: 32k is 32,768. Others are plain: 100k is 100,000.
_BINARY_THOUSANDS = frozenset(
    (1, 2, 4, 8, 16, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 384, 512, 1024, 2048)
)
_BINARY_MILLIONS = frozenset((1, 2, 4, 8, 10, 16))


def num(name: str) -> str:
    """A number as a named group, with its sign; not the tail of another number or word."""
    return rf"(?=[-0-9])(?<![\w.$€£#])(?<!\d[,/^])(?P<{name}>(?:(?<![\w)\]\0])-)?(?:{_FIGURES}))"


def value(written: str, *, whole: bool = False, language: Language = "en") -> float:
    """
    What was written. A single group of three digits is thousands where only whole numbers make
    sense, otherwise by the language's habit.

    >>> value("1,5"), value("4.096", whole=True), value("70,000,000,000")
    (1.5, 4096.0, 70000000000.0)
    >>> value("1,500"), value("1,500", language="pt"), value("2.048,5")
    (1500.0, 1.5, 2048.5)
    """
    text = written.replace(" ", "").replace("_", "")
    comma, dot = text.rfind(","), text.rfind(".")
    if comma >= 0 and dot >= 0:
        last, other = (",", ".") if comma > dot else (".", ",")
        return float(text.replace(other, "").replace(last, "."))
    mark = "," if comma >= 0 else "."
    if mark not in text:
        return float(text)
    if text.count(mark) > 1:
        return float(text.replace(mark, ""))
    before, after = text.split(mark)
    is_group = len(after) == 3 and before.lstrip("-").lstrip("0") != ""
    if is_group and (whole or (mark == "," and language == "en")):
        return float(before + after)
    return float(f"{before}.{after}")


def tokens(written: str, unit: str | None, language: Language = "en") -> float:
    """
    A count of tokens: powers of two where the field uses them.

    >>> tokens("32", "k"), tokens("100", "k"), tokens("1", "m"), tokens("4.096", None)
    (32768.0, 100000.0, 1048576.0, 4096.0)
    """
    if not unit:
        return value(written, whole=True, language=language)
    number = value(written, language=language)
    if re.fullmatch(MILLION, unit):
        return number * (2**20 if number in _BINARY_MILLIONS else 10**6)
    return number * (1024 if number in _BINARY_THOUSANDS else 1000)


def figures_for_words(text: Text) -> Text:
    """
    "thirty billion" as "30 billion", "cento e vinte" as "120"; articles are left alone.

    >>> from core.question.normalise import read
    >>> figures_for_words(read("two hundred and fifty-six users, one A100")).plain
    '256 users, one a100'
    """
    if _ZERO_WORD in text.plain:
        text = text.replace([(m.start(), m.end(), "0") for m in _ZERO.finditer(text.plain)])
    if "doz" in text.plain or "duzias" in text.plain:
        parts = [(m.start(), m.end(), _of_twelve(m)) for m in _DOZENS.finditer(text.plain)]
        text = text.replace(parts) if parts else text
    if "du" in text.plain or "doz" in text.plain:
        text = text.replace([(m.start(), m.end(), "6") for m in _SIX.finditer(text.plain)])
    if "mil" in text.plain:
        parts = [
            (m.start(), m.end(), "500k" if m["half"] else "1m")
            for m in _MILLIONS.finditer(text.plain)
        ]
        text = text.replace(parts) if parts else text
    text = _whole_thousands(text)
    if _WORDS_IN_USE.isdisjoint(_ALPHABETIC.findall(text.plain)):
        return text
    parts = [
        (match.start(), match.end() + _of_dozens(text, match), str(_sum(match[0])))
        for match in _WORDS.finditer(text.plain)
        if _is_a_number(text, match)
    ]
    if not parts:
        return text
    text = text.replace(parts)
    points = [(m.start(), m.end(), ".") for m in _POINT.finditer(text.plain)]
    return text.replace(points) if points else text


def _of_twelve(match: re.Match[str]) -> str:
    """ "three dozen", "2 dozen", "duas dúzias de"."""
    number = match["number"]
    return str(12 * (int(number) if number.isdigit() else _NUMBERS[number]))


def _whole_thousands(text: Text) -> Text:
    """
    >>> from core.question.normalise import read
    >>> figures_for_words(read("mil tokens, dois mil tokens, a thousand users")).plain
    '1000 tokens, 2 mil tokens, 1000 users'
    """
    if "mil " not in text.plain and "thousand" not in text.plain:
        return text
    found = [
        match
        for match in _BARE_THOUSAND.finditer(text.plain)
        if not text.plain[: match.start()].rstrip().endswith(tuple(_NUMBERS))
    ]
    parts = [(match.start(), match.end(), "1000") for match in found]
    return text.replace(parts) if parts else text


def _of_dozens(text: Text, match: re.Match[str]) -> int:
    """ "duas duzias de utilizadores": how much of the text goes with the number."""
    dozens = match[0].endswith(("duzia", "duzias"))
    return 3 if dozens and text.plain.startswith(" de ", match.end()) else 0


def _is_a_number(text: Text, match: re.Match[str]) -> bool:
    """An article is none, but in "one point five"."""
    if match[0] in _ARTICLES:
        return _FRACTION.match(text.plain, match.end()) is not None
    return _ALPHABETIC.findall(match[0])[-1] in _NUMBERS


def separate_glued(text: Text) -> Text:
    """
    A size and a format, a length and its word, a card and its memory without a space between.

    >>> from core.question.normalise import read
    >>> separate_glued(read("70b16bit, 13bint8, llama3.1-8bfp16, 16kctx, ctx8k")).plain
    '70b 16bit, 13b int8, llama3.1-8b fp16, 16k ctx, ctx 8k'
    >>> separate_glued(read("2xl40s,fp8,16k,8users on a10g24gb")).plain
    '2xl40s,fp8, 16k, 8users on a10g 24gb'
    """
    for pattern, hints in _GLUED_TOGETHER:
        parts = [(match.end(), match.end(), " ") for match in text.each(pattern, *hints)]
        text = text.replace(parts) if parts else text
    return text


_ZERO_WORD = "zero"
_ZERO = regex(
    rf"\bzero(?=[ -](?:{either('bits')}|{either('users')}|{either('tokens')}|{either('cards')}"
    rf"|{either('context')})\b)"
)
_BARE_THOUSAND = regex(r"(?<![0-9]\s)(?<![0-9])\bmil\b(?!\s(?:milh|bilh))|\b(?:a|one) thousand\b")
_POINT = regex(r"(?<=[0-9]) (?:point|virgula|ponto) (?=[0-9])")
_GLUED = regex(
    r"(?<=[0-9])b(?=(?:[0-9]{1,2}-?bits?|fp[0-9]|bf16|int[0-9]|i?q[2-8]|awq|gptq|nf4)(?![a-z]))"
)
_GLUED_CONTEXT = regex(r"(?<=[0-9]k)(?=ctx|context|tok)|(?<=\bctx)(?=[0-9])")
# "12x8k", "7bx2bytes"
_GLUED_TIMES = regex(
    r"(?<=[0-9]x)(?=[0-9]{1,4}(?:\.[0-9])?k\b)|(?<=[0-9]b)(?=x[0-9.]{1,3} ?bytes?\b)"
)
_GLUED_CARD = regex(
    r"(?:(?<=[0-9][a-z])|(?<=[0-9]ti)|(?<=[0-9]xt)|(?<=[0-9]xtx)|(?<=super))(?=[0-9]{1,3}gb\b)"
)
_GLUED_LIST = regex(
    r"(?<=[0-9]{4},)(?=[0-9])|(?:(?<=[a-z][0-9],)|(?<=[a-z][0-9]{2},)|(?<=[0-9]k,))(?=[0-9]+[a-z])"
)
_GLUED_TOGETHER: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (_GLUED, ("bfp", "bbf", "bint", "bq", "biq", "bawq", "bgptq", "bnf",
              *(f"b{digit}" for digit in range(10)))),
    (_GLUED_CONTEXT, ("kctx", "kcontext", "ktok", *(f"ctx{digit}" for digit in range(10)))),
    (_GLUED_CARD, ("gb",)),
    (_GLUED_TIMES, ("x",)),
    (_GLUED_LIST, (",",)),
)  # fmt: skip
_DOZENS = regex(
    r"(?<![\w.,])(?P<number>\d{1,2}|two|three|four|five|six|eight|ten|duas|tres|quatro|cinco|dez)\s"
    r"(?:dozens?|duzias)\b(?:\s(?:of|de)\b)?"
)
_SIX = regex(r"\b(?:an? )?half[ -](?:a[ -])?dozen\b(?: of\b)?|\bmeia duzia\b(?: de\b)?")
# "half a million tokens", "um milhao de tokens"
_MILLIONS = regex(
    r"\b(?P<half>half an?|meio)?(?:(?<=a)|(?<=meio)|um|one|an?) (?:million|milhao)(?: de| of)?"
    r"(?= tokens?\b)"
)
_ARTICLES = frozenset(("one", "um", "uma"))
_FRACTION = regex(r" (?:point|virgula|ponto) [a-z]")  # "one point five"
_ALPHABETIC = regex(r"[a-z]+")
_NUMBERS: Mapping[str, int] = {
    word: number for words in LANGUAGES for word, number in words.numbers.items()
}
_WORDS_IN_USE = frozenset(_NUMBERS)
_ONE = {"one": 1, "um": 1, "uma": 1, "a": 1}
_ANY = "|".join(sorted((*_NUMBERS, "one", "um", "uma"), key=len, reverse=True))
_JOIN = "|".join(words.joiner for words in LANGUAGES)
_WORDS = regex(rf"\b(?:{_ANY})(?:(?: (?:{_JOIN}) |[ -])(?:{_ANY})){{0,6}}\b")


def _sum(words: str) -> int:
    """
    >>> _sum("one hundred and twenty"), _sum("duzentos e cinquenta e seis")
    (120, 256)
    """
    total = 0
    for word in _ALPHABETIC.findall(words):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in ("dozen", "duzia", "duzias"):
            total = max(total, 1) * 12
        else:
            total += _NUMBERS.get(word, _ONE.get(word, 0))
    return total
