"""
A text as the words of a command line.

The plain text has lost its quotes and line ends, which a command and a settings file need. Here
they are put back, character for character, so that every place is a place in the plain text.

    >>> from core.question.normalise import read
    >>> [word.text for word in words(shown(read('vllm serve "a b" --tp=2 \\\\')))]
    ['vllm', 'serve', 'a b', '--tp=2']
    >>> [word.text for word in words(shown(read('["--model","x/y","--seed", "1"]')))]
    ['--model', 'x/y', '--seed', '1']
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.question.normalise import Text
from core.question.words.regex import regex

# A word of a shell: quoted parts, a list in brackets after "=", one object in braces
_WORD = regex(
    r"(?:(?<![^\s=\[({,:])(?:\"[^\"\n]{0,4000}\"|'[^'\n]{0,4000}')"
    r"|(?<==)\[[^\[\]\n]{0,1000}\]"
    r"|(?<!\S)\{(?:[^{}\n]|\{[^{}\n]{0,500}\}){0,2000}\}"
    r"|(?![,\[(][\"'])[^\s\"'])+"
)
_QUOTES = {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‛′ʼ´", "'")}
_KEPT = frozenset("\"'\n_")
_AT_EDGES = "\"'_"
_OPENING = {")": "(", "]": "[", "}": "{"}
_MOST_MARKS = 8  # taken off the ends of one word


@dataclass(frozen=True, slots=True)
class Word:
    """*written* as it stands at [start, end) of the plain text, *text* without its quotes."""

    start: int
    end: int
    written: str
    stops: bool = False  # a comma stands after it, as it does in a sentence

    @property
    def text(self) -> str:
        """Without quotes around it, or around its value: --model="x" is --model=x."""
        name, sign, rest = self.written.partition("=")
        return f"{name}={_bare(rest)}" if sign and name[:1] == "-" else _bare(self.written)


def shown(text: Text) -> str:
    """The plain text with the case, the quotes and the line ends of what was typed."""
    raw, plain, places = text.raw, text.plain, text.places
    if isinstance(places, range):
        return "".join(map(_kept, plain, raw))
    found = [_kept(new, raw[at : at + 1]) for new, at in zip(plain, places, strict=False)]
    for place in range(len(plain) - 1):
        if plain[place : place + 2] == "  " and places[place] == places[place + 1]:
            found[place : place + 2] = _of_run(raw[places[place] : places[place + 2]])
    return "".join(found)


def _of_run(run: str) -> tuple[str, str]:
    """Of three blanks and more the plain text has two: a line's end and a quote are kept."""
    blank = "\n" if "\n" in run else " "
    first, last = (_QUOTES.get(run[at], run[at]) for at in (0, -1))
    return (first if first in _AT_EDGES else blank), (last if last in _AT_EDGES else blank)


def _kept(plain: str, raw: str) -> str:
    """What was typed, where the plain text has it or has only blanked it."""
    if raw == "`":  # a mark of Slack, no word of a shell
        return " "
    if plain == raw:
        return plain
    raw = _QUOTES.get(raw, raw)
    if plain == " ":
        return raw if raw in _KEPT else " "
    return raw if raw.lower() == plain else plain


def words(text: str) -> Iterator[Word]:
    """All words of *text* (from `shown`), without commas, ends of lists and line continuations."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        whole = end
        for _ in range(_MOST_MARKS):
            if end > start and (
                text[end - 1] in ",;\\?!"
                or _closes(text[start:end])
                or _IS_TOLD.match(text, start, end)
            ):
                end -= 1
            elif end > start and text[start] in ",[(":
                start += 1
            else:
                break
        if end > start and text[start:end] != "-":
            stops = end < whole and text[start] not in "\"'"
            yield Word(start, end, text[start:end], stops)


_IS_TOLD = regex(r"--[\w-]{1,70}:$")  # "--load_in_4bit: does it fit?"


def _closes(word: str) -> bool:
    """A bracket at its end that nothing in the word opened."""
    opening = _OPENING.get(word[-1])
    return opening is not None and word.count(opening) < word.count(word[-1])


def _bare(written: str) -> str:
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1]
    return written
