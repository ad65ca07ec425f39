"""
The asker's text made plain: lower case, no accents, one way to write each thing.

Only the first and the last step change the length; they keep, for every character, where it stood.
The steps between put spaces where they take something away, so that one map of places serves them
all and an error can underline the asker's own words.

    >>> normalise("70Ｂ em “fp8”, CONTEXTO de 32\u202fmil tokens")
    '70b em  fp8 , contexto de 32 mil tokens'
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.asked.question import Language
from core.question.words.regex import regex

_NO_MATCH: tuple[re.Match[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """*raw* as it was typed, *plain* as the recognisers see it, and the way back."""

    raw: str
    plain: str
    places: Sequence[int]  # for every character of plain, its place in raw; one more at the end
    language: Language = "en"

    def has(self, *hints: str) -> bool:
        """Whether any of these stands in the text: a cheap look before a dear pattern."""
        plain = self.plain
        for hint in hints:  # noqa: SIM110 - half of what any() takes, thirty times a reading
            if hint in plain:
                return True
        return False

    def each(self, pattern: re.Pattern[str], *hints: str) -> Iterable[re.Match[str]]:
        """Every match; *hints* are parts of words without one of which there can be none."""
        plain = self.plain
        for hint in hints:  # as `has`, a hundred times a reading
            if hint in plain:
                return pattern.finditer(plain)
        return _NO_MATCH if hints else pattern.finditer(plain)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the raw text behind plain[start:end], without blanks at its edges."""
        while start < end and self.plain[start] in " \0":
            start += 1
        while end > start and self.plain[end - 1] in " \0":
            end -= 1
        return self.places[start], self.places[end] if start < end else self.places[start]

    def typed(self, start: int, end: int) -> str:
        """The same part, as it was typed."""
        first, last = self.span(start, end)
        return self.raw[first:last]

    def replace(self, parts: Sequence[tuple[int, int, str]]) -> "Text":
        """Other words at [start, end) of the plain text; parts are in order and do not overlap."""
        plain: list[str] = []
        places: list[int] = []
        done = 0
        for start, end, new in parts:
            plain += [self.plain[done:start], new]
            places += [*self.places[done:start], *[self.places[start]] * len(new)]
            done = end
        plain.append(self.plain[done:])
        places += self.places[done:]
        return Text(self.raw, "".join(plain), places, self.language)


def normalise(text: str) -> str:
    """The plain text alone; doing it twice changes nothing."""
    return read(text).plain


def read(text: str) -> Text:
    """Both texts and the places."""
    plain, places = _fold(text)
    for step in STEPS:
        plain = step(plain)
    words = Text(text, plain, places)
    runs = [(run.start(), run.end(), run[1] * 2) for run in _RUN.finditer(plain)]
    words = words.replace(runs) if runs else words
    return _in_full(words) if words.has("qt", "qn") else words


def _in_full(words: Text) -> Text:
    """
    >>> read("qto custa, qntas placas, Qt 6").plain
    'quanto custa, quantas placas, qt 6'
    """
    short = _SHORT.finditer(words.plain)
    parts = [(one.start(), one.end(), f"quant{one['end'] or 'o'}") for one in short]
    return words.replace(parts) if parts else words


# ── the steps after folding: same length in, same length out ─────────────────────────────────


def read_hub_links(text: str) -> str:
    """
    Of an address on the Hugging Face hub, what names the model.

    >>> read_hub_links("https://huggingface.co/qwen/qwq-32b fp8").split()
    ['qwen/qwq-32b', 'fp8']
    """
    return _HUB_LINK.sub(_hub_link, text) if "/" in text else text


def read_times_signs(text: str) -> str:
    """
    >>> read_times_signs("2*a100, 7 * 10**9, *bold*, 671b * 1 byte")
    '2xa100, 7 x 10^^9, *bold*, 671b x 1 byte'
    """
    if "*" not in text:
        return text
    text = _POWER.sub("^^", text)
    return _TIMES.sub(lambda match: match[0].replace("*", "x"), text)


def drop_struck(text: str) -> str:
    """
    >>> drop_struck("~~a10g~~ l4, ~10 users, ~t4~ at ~8k")
    '         l4, ~10 users,      at ~8k'
    """
    return _STRUCK.sub(lambda match: " " * len(match[0]), text) if "~" in text else text


def drop_quotes(text: str) -> str:
    """
    >>> drop_quotes("“70b” in «fp8»")
    ' 70b  in  fp8 '
    """
    return text.translate(_QUOTES)


STEPS: tuple[Callable[[str], str], ...] = (
    read_hub_links,
    read_times_signs,
    drop_struck,
    drop_quotes,
)

_SHORT = regex(r"\bq(?:n?t(?P<end>[oa]s?)|nt)\b")
_RUN = regex(r"([^\w])\1{2,}")  # blanks, and rows of dashes
_HUB_LINK = regex(
    r"""
    (?<![\w.\-])(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:models/)?
    (?P<id>(?!(?:www\.)?(?:huggingface\.co|hf\.co)/)[\w.\-]{1,96}/[\w.\-]{1,96})?
    (?P<rest>[/?\#][^\s<>|,;]{0,300})?
    """,
    re.VERBOSE,
)
_POWER = regex(r"(?<=[0-9])\*\*(?=[0-9])")
_TIMES = regex(r"(?<=[0-9])(?:\*(?=[a-z0-9])(?<!\*[0-9]\*)|b? \* (?=[0-9])|b\*(?=[0-9]))")
# Two signs, or one on each side, as Slack writes it; "~10" is about ten
_STRUCK = regex(r"~~[^~]{1,100}~~|(?<![\w~])~(?=[^\s~])[^~\n]{0,98}(?<=\S)~(?![\w~])")
_QUOTES = str.maketrans(dict.fromkeys('"“”«»', " "))


def _hub_link(match: re.Match[str]) -> str:
    if match["id"] is None:
        return " " * len(match[0])
    before = match.start("id") - match.start()
    return " " * before + match["id"] + " " * (match.end() - match.end("id"))


# ── folding ──────────────────────────────────────────────────────────────────────────────────

_ODD = str.maketrans({"\t": " ", "\n": " ", "\r": " ", "\v": " ", "\f": " ", "\0": " "})
_SIGNS = {
    **dict.fromkeys("‘’‛′ʼ´", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("×✕✖⨯", "x"),
    **dict.fromkeys("“”„«»", '"'),
    "≈": "~",
    "⁄": "/",
    "ß": "ss",
    "ı": "i",
}


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """
    Compatibility forms, case, accents: "７０Ｂ" is 70b, "bilhões" is bilhoes, "8×" is 8x.

    >>> _fold("８×H200")[0]
    '8xh200'
    """
    if text.isascii():
        return text.lower().translate(_ODD), range(len(text) + 1)
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = _fold_character(character)
        plain.append(folded)
        places += [place] * len(folded)
    places.append(len(text))
    return "".join(plain), places


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """Repeated until nothing changes: a few characters need two rounds."""
    for _ in range(4):
        folded = "".join(
            _fold_once(part) for part in unicodedata.normalize("NFKD", character.lower())
        )
        if folded == character:
            break
        character = folded
    return character


def _fold_once(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    kind = unicodedata.category(character)
    if kind in {"Mn", "Me", "Cf", "Cs"}:  # accents, zero widths, direction marks, halves of pairs
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(character))
    if kind[0] == "Z" or kind == "Cc":
        return " "
    return character
