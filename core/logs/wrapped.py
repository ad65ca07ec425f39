"""
A sentence that a terminal, a comment or a ticket broke over several lines, in one again.

    >>> broken = ["ValueError: The model's max seq len (4096) is larger than the maximum",
    ...           "  number of tokens that can be stored in KV cache (3664). Try", "x"]
    >>> [line[-43:] for line in mended(broken)]
    ['kens that can be stored in KV cache (3664).', ' Try', 'x']
"""

import re
from collections.abc import Sequence

MOST = 6  # lines
# How a sentence begins, and the whole of it
_SENTENCES = (
    (
        "To serve at least one request with the model",
        r"max seq len \([\d,]{1,15}\), \(?[\d.]{1,12} GiB KV cache is needed, which is larger"
        r" than the available KV cache memory \([\d.]{1,12} GiB\)\.?",
    ),
    (
        "The model's max seq len (",
        r"is larger than the maximum number of tokens that can be stored in KV cache"
        r" \([\d,]{1,15}\)\.?",
    ),
    (
        "Based on the available memory",
        r"the estimated maximum model length is [\d,]{1,15}\b\.?",
    ),
)
_WHOLE = tuple((begin, re.compile(whole)) for begin, whole in _SENTENCES)
_HEAD = re.compile(r"^(?:[\s#>|]|\([\w ]{1,40}pid=\d{1,9}\))*")


def mended(lines: Sequence[str]) -> list[str]:
    """As many lines as before; what was moved up leaves what it does not need, or nothing."""
    found = list(lines)
    for number in range(len(found)):
        for begin, whole in _WHOLE:
            start = found[number].find(begin)
            if start >= 0 and whole.search(found[number], start) is None:
                _mend(found, number, begin, whole)
    return found


def _mend(lines: list[str], number: int, begin: str, whole: re.Pattern[str]) -> None:
    rest = lines[number + 1 : number + 1 + MOST]
    for between in (" ", ""):  # a terminal breaks words as well
        text = lines[number].rstrip() if between else lines[number]
        for count, following in enumerate(rest, 1):
            if begin in following:
                break
            text += between + _HEAD.sub("", following).rstrip()
            last = whole.search(text)
            if last is not None:
                lines[number] = text[: last.end()]
                lines[number + 1 : number + 1 + count] = [""] * (count - 1) + [text[last.end() :]]
                return
