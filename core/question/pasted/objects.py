"""
Flags whose value is an object of several settings: each is an item of its own.

    >>> from core.question.pasted.table import tool
    >>> text = "--speculative-config {'method': 'eagle3', 'num_speculative_tokens': 3}"
    >>> whole = Item(0, len(text), OBJECT, "speculative-config", "x", "vllm")
    >>> [(item.role, item.value) for item in parted([whole], text)]
    [('engine.speculative_method', 'eagle3'), ('engine.num_speculative_tokens', 3)]
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.question.pasted.item import NOTHING, OBJECT, UNCOUNTED, Item
from core.question.pasted.table import Flag, key_of, tool
from core.question.pasted.values import read_value
from core.question.words.regex import regex

_OPENING = regex(r"[^{=:]{0,80}[=:]?\s{0,4}[\"']?")
_KEY = regex(
    r"[\"']?(?P<key>[A-Za-z_][\w.-]{0,60})[\"']?\s{0,4}[:=]\s{0,4}"
    r"(?P<value>\{|\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^,{}\s\"']{1,200})|(?P<closed>\})"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One setting: where its key stands, and what it says."""

    start: int
    flag: Flag
    value: object


def parted(items: Iterable[Item], typed: str) -> Iterator[Item]:
    """All items; of an object its settings, from each key to the next. All of it is named once."""
    for item in items:
        if item.role == OBJECT:
            yield from _parted(item, typed)
        else:
            yield item


def _parted(item: Item, typed: str) -> Iterator[Item]:
    parts = list(_parts(item, typed))
    if not parts:
        yield replace(item, role=UNCOUNTED)
        return
    starts = [item.start, *(part.start for part in parts[1:])]
    ends = [*starts[1:], item.end]
    whole = (item.start, item.end)
    for part, start, end in zip(parts, starts, ends, strict=True):
        yield replace(
            item, start=start, end=end, role=part.flag.role, value=part.value, whole=whole
        )


def _parts(item: Item, typed: str) -> Iterator[_Part]:
    """The settings that the tool's table knows by "name.key"."""
    known, above = tool(item.tool).flags, [key_of(str(item.value))]
    opening = _OPENING.match(typed, item.start, item.end)
    first = item.start if opening is None else opening.end()
    for match in _KEY.finditer(typed, first, item.end):
        if match["closed"]:
            above = above[:-1] or above
        elif match["value"] == "{":
            above = [*above, key_of(match["key"])]
        else:
            flag = known.get(".".join((*above, key_of(match["key"]))))
            read = None if flag is None else read_value(flag, match["value"])
            if flag is not None and read is not None:
                flag = replace(flag, role=NOTHING) if read.nothing else flag
                yield _Part(match.start(), flag, read.value)
