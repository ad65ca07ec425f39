"""
The asker's text made plain: lower case, no accents, no Slack markup.

Only the first and the last step change the length; they keep, for every character, where it stood.
The steps between put spaces where they take something away, so that one map of places serves them
all and an error can underline the asker's own words.

    >>> normalise("*70B* em `fp8`, CONTEXTO de 32\u202fmil tokens")
    ' 70b  em  fp8 , contexto de 32 mil tokens'
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.asked.question import Language
from core.question.words.regex import regex


@dataclass(frozen=True, slots=True)
class Text:
    """*raw* as it was typed, *plain* as the recognisers see it, and the way back."""

    raw: str
    plain: str
    places: Sequence[int]  # for every character of plain, its place in raw; one more at the end
    language: Language = "en"

    def has(self, *hints: str) -> bool:
        """Whether any of these stands in the text: a cheap look before a dear pattern."""
        return any(hint in self.plain for hint in hints)

    def each(self, pattern: re.Pattern[str], *hints: str) -> Iterator[re.Match[str]]:
        """Every match; *hints* are parts of words without one of which there can be none."""
        if not hints or self.has(*hints):
            yield from pattern.finditer(self.plain)

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
    return words.replace(runs) if runs else words


# ── the steps after folding: same length in, same length out ─────────────────────────────────


def drop_entities(text: str) -> str:
    """
    >>> drop_entities("llama &amp; qwen")
    'llama &     qwen'
    """
    return _ENTITY.sub(lambda m: _ENTITIES[m[1]].ljust(len(m[0])), text) if "&" in text else text


def drop_links(text: str) -> str:
    """
    Slack's angle brackets, and web addresses except what names a model on the hub.

    >>> drop_links("<@u12345678> 13b")
    '             13b'
    >>> drop_links("<https://huggingface.co/qwen/qwq-32b|qwq>").strip()
    'qwen/qwq-32b'
    >>> drop_links("<http://g5.xl|g5.xl>").strip()
    'g5.xl'
    """
    if "<" in text:
        text = _ANGLE.sub(_angle, text)
    return _HUB_LINK.sub(_hub_link, text) if "/" in text else text


def drop_names_called(text: str) -> str:
    """
    Somebody's name as people type it where Slack has not marked it.

    >>> drop_names_called("@gpumem 33b@int8 @ 8k")
    '        33b@int8 @ 8k'
    """
    return _CALLED.sub(_blank, text) if "@" in text else text


def drop_emoji_names(text: str) -> str:
    """
    >>> drop_emoji_names("70b :thinking_face:")
    '70b                '
    """
    return _EMOJI.sub(_blank, text) if ":" in text else text


def read_times_signs(text: str) -> str:
    """
    >>> read_times_signs("2*a100, 7 * 10**9, *bold*, 671b * 1 byte")
    '2xa100, 7 x 10^^9, *bold*, 671b x 1 byte'
    """
    if "*" not in text:
        return text
    text = _POWER.sub("^^", text)
    return _TIMES.sub(lambda match: match[0].replace("*", "x"), text)


def drop_markup(text: str) -> str:
    """
    >>> drop_markup("what does *70b* in `fp8` take? _please_, q4_k_m")
    'what does  70b  in  fp8  take?  please , q4_k_m'
    """
    return _UNDERLINE.sub(_blank, text.translate(_MARKS))


STEPS: tuple[Callable[[str], str], ...] = (
    drop_entities,
    drop_links,
    drop_names_called,
    drop_emoji_names,
    read_times_signs,
    drop_markup,
)

_RUN = regex(r"([^\w])\1{2,}")  # blanks that markup left, and rows of dashes
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_ENTITY = regex(r"&(amp|lt|gt);")
_ANGLE = regex(r"<([^<>\n|]{1,600})(?:\|([^<>\n]{0,300}))?>")
_HUB_LINK = regex(
    r"""
    (?<![\w.\-])(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:models/)?
    (?P<id>(?!(?:www\.)?(?:huggingface\.co|hf\.co)/)[\w.\-]{1,96}/[\w.\-]{1,96})?
    (?P<rest>[/?\#][^\s<>|,;]{0,300})?
    """,
    re.VERBOSE,
)
_CALLED = regex(r"(?<!\S)@[a-z][a-z_-]{2,60}(?![\w/.])")
_EMOJI = regex(r"(?<![\w.]):[a-z+][a-z0-9_+'\-]{0,60}:(?!\w)")
_POWER = regex(r"(?<=[0-9])\*\*(?=[0-9])")
_TIMES = regex(r"(?<=[0-9])(?:\*(?=[a-z0-9])(?<!\*[0-9]\*)|b? \* (?=[0-9]))")
_MARKS = str.maketrans(dict.fromkeys('*`~"“”«»', " "))
_UNDERLINE = regex(r"(?<![a-z0-9])_+|_+(?![a-z0-9])")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _angle(match: re.Match[str]) -> str:
    """A mention goes; a link keeps its label, or the address where that names a model."""
    whole, target, label = match[0], match[1], match[2]
    if target[0] in "@#!":
        return " " * len(whole)
    if label is not None and "huggingface.co/" not in target and "hf.co/" not in target:
        return " " * (len(target) + 2) + label + " "
    if "://" in target or label is not None or "mailto:" in target:
        return (" " + target).ljust(len(whole))
    return whole


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
