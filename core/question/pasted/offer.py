"""
From what flags say to candidates of the reading.

Formats are looked up by name, a flag that is given twice counts as the last time, and the items
that only mean something together (a launcher's processes, an adapter and its bits) are settled
in `recipe`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from core.asked.question import EngineName
from core.catalog.names import NameIndex
from core.catalog.precision import Precision
from core.catalog.spelling import name_key
from core.question.candidate import Candidate, Evidence
from core.question.pasted.item import NOTHING, UNCOUNTED, Item
from core.question.reading import EngineSaid, PrecisionMention
from core.question.words.regex import regex

_MANY = (NOTHING, UNCOUNTED, "cards")  # roles that several items may have
_SIDE = regex(r"(?:[_-]|ct)[kv]$")
_FORMATS = ("precision", "dtype", "kv_precision")


def offered(items: Iterable[Item]) -> Iterator[Candidate]:
    """The same as candidates."""
    for item in items:
        value = item.value
        if item.role == "precision" and isinstance(value, Precision):
            value = PrecisionMention(item.start, item.end, value, name_key(value.id), generic=False)
        if item.role == "training.lora_targets" and isinstance(value, str):
            value = (value,)
        if item.role == "engine":
            value = EngineSaid(
                cast("EngineName", value), command=item.tool != "", hint=item.tool == ""
            )
        at = (item.start, item.end)
        flag = Evidence.FLAG
        yield Candidate(*at, item.role, value, flag, item.why, item.notes, item.whole)


def with_formats(items: Iterable[Item], index: NameIndex) -> list[Item]:
    """Names of formats as rows; one that no table has is named in the answer."""
    return [_with_format(item, index) if item.role in _FORMATS else item for item in items]


def _with_format(item: Item, index: NameIndex) -> Item:
    row = index.exact(str(item.value))
    if not isinstance(row, Precision) or (item.role == "kv_precision" and not row.for_kv_cache):
        return replace(item, role=UNCOUNTED)
    return replace(item, value=row)


def last_said(items: Sequence[Item]) -> list[Item]:
    """
    Of two items of one role the later counts, as it does for a program. The earlier is named
    where it says another thing. Of formats for keys and for values the wider one is taken, and
    the other one is held beside it.
    """
    kept = {item.role: item for item in sorted(items, key=_weight)}
    return [_kept(item, kept[item.role]) for item in items]


def _weight(item: Item) -> tuple[float, int]:
    wide = item.role == "kv_precision" and isinstance(item.value, Precision)
    return (
        item.value.cache_bits_per_element if wide and isinstance(item.value, Precision) else 0,
        item.start,
    )


def _kept(item: Item, best: Item) -> Item:
    if item is best or item.role in _MANY or item.role.startswith("output."):
        return item
    if item.value == best.value:
        return replace(item, role=NOTHING)
    if item.role == "context_length" and item.why == best.why:
        return item  # one flag, two lengths: the asker is asked
    side = _keys_or_values(item)
    if side and isinstance(item.value, Precision) and side != _keys_or_values(best):
        return replace(item, role=f"engine.cache_type_{side}", value=item.value.id)
    return replace(item, role=UNCOUNTED)


def _keys_or_values(item: Item) -> str:
    """ "k" of --cache-type-k, "v" of LLAMA_ARG_CACHE_TYPE_V; "" of a flag for both."""
    name = item.why.split(" of ")[0].lower()
    return name[-1] if item.role == "kv_precision" and _SIDE.search(name) else ""
