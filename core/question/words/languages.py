"""
The languages that are understood, and which one a text is in.

    >>> detect("cabe um 13B em 8 bits numa 4090?"), detect("70B at 16 bits?")
    ('pt', 'en')
"""

from operator import attrgetter

from core.asked.question import Language
from core.question.words.english import ENGLISH
from core.question.words.portuguese import PORTUGUESE
from core.question.words.regex import regex
from core.question.words.words import Words

LANGUAGES: tuple[Words, ...] = (ENGLISH, PORTUGUESE)


def literals(pattern: str) -> set[str]:
    """
    The words of a pattern, with and without a letter that may be absent.

    >>> sorted(literals("trillions?|seq"))
    ['seq', 'trillion', 'trillions']
    """
    return {*_LITERAL.findall(pattern), *(word[:-1] for word in _OPTIONAL.findall(pattern))}


def hints_of(pattern: str) -> tuple[str, ...]:
    """
    The fewest parts of words without one of which a pattern has no match: for `Text.each`.

    Every alternative of the pattern needs three letters in a row for that.

    >>> hints_of("requests?|reqs?|trillions?")
    ('req', 'trillion')
    """
    found = sorted(literals(pattern))
    return tuple(one for one in found if not any(it in one for it in found if it != one))


_LITERAL = regex(r"[a-z]{3,}")
_OPTIONAL = regex(r"([a-z]{3,})\?")
_TELLING = frozenset(("without", "sem", "not", "nao", "except", "exceto"))  # may turn an answer
_ASKING = (
    *(f"asking.{name}" for name in (
        "fit", "may_fit", "amount", "most_context", "most_users", "largest_model", "largest",
        "count", "formats", "only", "alone", "amount_of", "per_gpu",
    )),
    "follow_up", "follow_up_alone", "versus", "each", "concurrent", "serve",
)  # fmt: skip


def _filler() -> frozenset[str]:
    """The lists of filler, and the words that questions are asked with."""
    words: set[str] = set()
    for language in LANGUAGES:
        words |= language.filler
        for field in _ASKING:
            value: str | tuple[str, ...] = attrgetter(field)(language)
            words |= literals(value if isinstance(value, str) else "|".join(value))
    return frozenset(words - _TELLING)


FILLER = _filler()

_WORD = regex(r"(?<![\w/=])[a-z]+(?![\w/=])")  # no part of a name: embed_tokens, org/model
# Flags are English in every language, and so are names after them
_FLAG = regex(r"(?<!\S)--?[a-z][\w-]*(?:[= ](?!-)\w{0,60}[/=.,-]\S{0,200})?")
# "M3 Pro", "RTX PRO 6000", "DeepSeek V4 Pro": no Portuguese "pro"
_PRO = regex(
    r"(?<![\w])(?:m\d|mac ?book|mac|rtx|radeon|arc|intel|v\d(?:\.\d)?|\w{0,3}\d{4})[ -]pro\b"
)
_PORTUGUESE_LETTERS = regex("[ãõçÃÕÇêâôÊÂÔ]|ão|õe")


def detect(raw: str, plain: str | None = None, otherwise: Language = "en") -> Language:
    """The language with most of its own words in the text; *otherwise* where none has more."""
    return said_language(raw, plain) or otherwise


def said_language(raw: str, plain: str | None = None) -> Language | None:
    """
    The same; None where the words are in none, or in both.

    >>> said_language("e em 8 bits?"), said_language("fp8")
    ('pt', None)
    """
    text = _FLAG.sub(" ", raw.lower() if plain is None else plain)
    found = _WORD.findall(_PRO.sub(" ", text))
    english = sum(word in ENGLISH.marks for word in found)
    portuguese = sum(word in PORTUGUESE.marks for word in found)
    if not raw.isascii() and _PORTUGUESE_LETTERS.search(raw):
        portuguese += 2
    if english == portuguese:
        return None
    return "pt" if portuguese > english else "en"


def either(field: str) -> str:
    """The words of all languages for one thing, as part of a pattern."""
    parts: list[str] = []
    for words in LANGUAGES:
        value: str | tuple[str, ...] = attrgetter(field)(words)
        parts += [value] if isinstance(value, str) else list(value)
    return "(?:" + "|".join(parts).replace(" ", r"\ ") + ")"  # spaces also count in re.VERBOSE
