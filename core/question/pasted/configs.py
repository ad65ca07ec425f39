"""
Settings that were pasted: YAML, JSON, key=value, the arguments of LLM(...) and of a Trainer.

A text has settings where it has a key that only a tool's settings have (`telling` in its table).
Between the first key and the last each one counts: it has a role, changes no memory, or is named.
Slack puts YAML on one line, so what a key belongs to is read from the order, not from indents.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.question.pasted.commands import item_of
from core.question.pasted.item import NOTHING, UNCOUNTED, Item
from core.question.pasted.table import Flag, Tool, key_of, tool
from core.question.words.regex import regex

# The most particular first: where two know a key, the one that knows more of them has it.
TOOLS = (
    "axolotl", "llama-factory", "deepspeed", "accelerate", "peft", "trl", "ms-swift", "torchtune",
    "trtllm-serve", "production-stack", "ray-serve", "tabbyapi", "vllm", "sglang",
    "llama-cpp-python", "lmdeploy", "ollama", "megatron-lm", "hf-trainer",
)  # fmt: skip
_KEY = regex(
    r"(?<![\w./$-])(?:(?P<open>[\"'])(?P<quoted>[A-Za-z_][\w.-]{0,60})(?P=open)"
    r"|(?P<name>[A-Za-z_][\w.-]{0,60}))[^\S\n]{0,4}"
    r"(?:=(?![=>])|:(?=[\s\"'\[{]|$|(?<=[\"']:)[\w.-]|(?<=ctx:)\d))[^\S\n]{0,40}"
)
_QUOTED = regex(r"\"[^\"\n]{0,2000}\"|'[^'\n]{0,2000}'")
_BRACKETS = regex(r"\[[^\[\]]{0,2000}\]")
_ITEMS = regex(r"(?:\s{0,40}-\s{1,4}[\"']?[\w./*-]{1,80}[\"']?(?=\s|,|$)){1,64}")
_BARE = regex(
    r"[^\s,(){}\[\]\"'#]{1,300}(?:(?<!\d),[A-Za-z_][^\s,=(){}\[\]\"'#]{0,80}(?![=\w])){0,40}"
)
_BRACES = regex(r"\{[^{}\n]{0,200}\}")  # a dictionary that is an argument
_OPENED = regex(
    r"(?:dict|\w{1,40}(?:Config|Args|Options))\(|[\[(]\s{0,40}(?=dict\(|\{)", re.IGNORECASE
)
# Dictionaries that hold settings of the engine, each a key of its own
_HOLDERS = frozenset(
    ("engine-kwargs", "engine-args", "vllm-args", "vllm-kwargs", "llm-kwargs", "vllm-config",
     "model-loading-config", "deployment-config", "autoscaling-config", "server-args")
)  # fmt: skip
_COMMENT = regex(r"(?:(?<=\n)|(?<=\s)|^)#[^\n]{0,300}(?=\n)")
_MOST_PARENTS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One key: what it stands under, its value, and where they stand."""

    start: int
    end: int
    key: str
    parents: tuple[str, ...]  # nearest first
    value: str  # "" for a key that others stand under
    value_at: int
    line_end: int  # of a key that has a line of its own: where that ends, without its comment


def entries(shown: str) -> list[Entry]:
    """Every key of the text that has a value or others below it, in order."""
    found: list[Entry] = []
    parents: list[str] = []
    place = 0
    while (match := _KEY.search(shown, place)) is not None:
        key = match["quoted"] or match["name"]
        assigned = "=" in match[0]
        opened = _OPENED.match(shown, match.end()) if assigned else None
        end, value = _value(shown, match.end(), assigned=assigned)
        if opened is not None or key_of(key) in _HOLDERS:
            end, value = (match if opened is None else opened).end(), ""
        line_end = _line_end(shown, match.start(), end)
        found.append(
            Entry(match.start(), end, key, tuple(reversed(parents)), value, match.end(), line_end)
        )
        if not value:
            parents = [*parents[1 - _MOST_PARENTS :], key_of(key)]
        place = max(end, match.end())
    return found


def _line_end(shown: str, start: int, end: int) -> int:
    """The end of the line where the key opens one and another key follows below, or *end*."""
    before = shown.rfind("\n", max(0, start - 80), start)
    after = shown.find("\n", end, end + 400)
    opens = before >= 0 and not shown[before:start].strip(" -\n")
    if after < 0 or not (opens or start == 0):
        return end
    comment = shown.find(" #", end, after)
    return comment if comment >= 0 else after


def _value(shown: str, at: int, *, assigned: bool) -> tuple[int, str]:
    """Where the value ends and what it is; "" where another key or nothing follows."""
    braces = _BRACES.match(shown, at) if assigned else None
    if braces is not None:
        return braces.end(), braces[0]
    for pattern in (_QUOTED, _BRACKETS):
        match = pattern.match(shown, at)
        if match is not None:
            return match.end(), match[0] if pattern is _BRACKETS else match[0][1:-1]
    match = _ITEMS.match(shown, at)
    if (
        match is not None
        and _KEY.match(shown, at + len(match[0]) - len(match[0].lstrip(" -\n"))) is None
    ):
        return match.end(), match[0]
    if _KEY.match(shown, at) is not None:
        return at, ""
    match = _BARE.match(shown, at)
    if match is None:
        return at, ""
    end = match.end()
    while end > at and shown[end - 1] in ".;:?!":
        end -= 1
    return end, shown[at:end]


def tools_of(found: Sequence[Entry]) -> list[Tool]:
    """The tools whose settings these are, the one that knows most of them first."""
    keys = {key_of(entry.key) for entry in found}
    scores: list[tuple[int, Tool]] = []
    for name in TOOLS:
        known = tool(name)
        if known.telling & keys:
            scores.append((sum(find(known, entry) is not None for entry in found), known))
    return [known for _, known in sorted(scores, key=lambda score: -score[0])]


def find(known: Tool, entry: Entry) -> Flag | None:
    """What a key means where it stands: "stage" under "zero_optimization"."""
    key = key_of(entry.key)
    for parent in entry.parents:
        flag = known.flags.get(f"{parent}.{key}")
        if flag is not None:
            return flag
    return known.flags.get(key)


def settings(shown: str, found: Sequence[Entry], tools: Sequence[Tool]) -> Iterator[Item]:
    """The keys from the first that one of *tools* knows to the last, each as an item."""
    known = [any(find(each, entry) is not None for each in tools) for entry in found]
    if True not in known:
        return
    first, last = known.index(True), len(known) - known[::-1].index(True)
    yield from _comments(shown, found[first].start, found[last - 1].end)
    for entry in found[first:last]:
        item = _setting(entry, tools)
        no_use = item.role in (NOTHING, UNCOUNTED) and entry.value != ""
        to_its_end = no_use and item.end == entry.end
        yield replace(item, end=max(item.end, entry.line_end)) if to_its_end else item


def _module(value: str) -> int:
    """The length of "torchtune.models.llama3_1." of "torchtune.models.llama3_1.llama3_1_8b"."""
    return value.rfind(".") + 1 if value.startswith("torchtune.") else 0


def _comments(shown: str, start: int, end: int) -> Iterator[Item]:
    """Between keys, where each has a line of its own; and the heading before the first."""
    before = shown.rfind("\n", 0, start)
    above = shown.rfind("\n", 0, before) + 1 if before > 0 else start
    for match in _COMMENT.finditer(shown, above, end):
        yield Item(match.start(), match.end(), NOTHING, None, "a comment")


def _setting(entry: Entry, tools: Sequence[Tool]) -> Item:
    for each in tools:
        flag = find(each, entry)
        if flag is None:
            continue
        if not entry.value:  # null, or a heading
            why = f"{entry.key} of {each.name}"
            return Item(entry.start, entry.end, NOTHING, None, why, each.name)
        if flag.reads == "model":
            end = entry.value_at + _module(entry.value)
            return Item(entry.start, end, NOTHING, None, f"{entry.key} of {each.name}", each.name)
        return item_of(each, flag, entry.key, entry.value, entry.start, entry.end)
    if not entry.value:
        return Item(entry.start, entry.end, NOTHING, None, "a heading", tools[0].name)
    why = "a key that no table has"
    return Item(entry.start, entry.end, UNCOUNTED, entry.value, why, tools[0].name)
