"""
Lines of logs by the table ``core/data/output/lines.toml``: what was asked for, what was free.

    >>> from core.question.pasted.output.lines import of_lines
    >>> line = "GPU 0 has a total capacity of 79.15 GiB of which 1.20 GiB is free."
    >>> [item.role for item in of_lines(line) if item.role != "nothing"]
    ['output.total', 'output.free']
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import rtoml
from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import CatalogError
from core.question.pasted.item import Item
from core.question.pasted.output.parts import parts
from core.question.words.regex import regex

TABLE = Path(str(files("core"))) / "data" / "output" / "lines.toml"
_PLACE = re.compile(
    r"\{(?P<kind>size|count|tokens|share|url|#|\.\.\.)(?::(?P<role>[\w.]+))?\}"
    r"|(?P<blank>\s+)"
)
_SIZE = r"(?P<{0}>\d{{1,12}}(?:\.\d{{1,6}})?)\s?(?P<{0}_unit>[KMGT]i?B)"
_KINDS = {
    "count": r"(?P<{0}>[\d,]{{1,15}})",
    "tokens": r"(?P<{0}>[\d,]{{1,15}})",
    "share": r"(?P<{0}>[01]?\.?\d{{0,4}})",
    "size": _SIZE,
}
_NUMBER = r"[\d.,]{1,24}(?:\s?[KMGT]i?B)?"


class _Line(BaseModel):
    """What one program prints."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str
    source: str
    says: tuple[str, ...]


class _Table(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    checked: date
    line: tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a program; *hint* is the longest of its words."""

    of: str
    hint: str
    pattern: re.Pattern[str]
    roles: dict[str, str]


@cache
def sentences() -> tuple[Sentence, ...]:
    """All of the table, long ones first: a short one may be the beginning of a long one."""
    try:
        table = _Table.model_validate(rtoml.loads(TABLE.read_text("utf-8")))
    except (rtoml.TomlParsingError, ValidationError) as error:
        raise CatalogError(f"output/{TABLE.name}: {error}") from error
    rows = [(line.of, said) for line in table.line for said in line.says]
    return tuple(_sentence(of, said) for of, said in sorted(rows, key=lambda row: -len(row[1])))


def _sentence(of: str, said: str) -> Sentence:
    """Its words as a pattern: backquotes may be lost, a full stop may be missing."""
    roles: dict[str, str] = {}
    parts_of_it: list[str] = []
    place = 0
    for match in _PLACE.finditer(said):
        parts_of_it += [_words(said[place : match.start()]), _gap(match, roles)]
        place = match.end()
    parts_of_it.append(_words(said[place:].rstrip(".;")) + (r"[.;]?" if said[-1] in ".;" else ""))
    hint = max(re.findall(r"[A-Za-z_']{3,}", _PLACE.sub(" ", said)), key=len)
    return Sentence(of, hint, regex("".join(parts_of_it)), roles)


def _words(said: str) -> str:
    return re.escape(said).replace("`", r"[`\s]{0,2}")


def _gap(match: re.Match[str], roles: dict[str, str]) -> str:
    if match["blank"]:
        return r"\s{1,16}"
    if match["kind"] == "#":
        return _NUMBER
    if match["kind"] == "url":
        return r"[^\s)]{0,200}"
    if match["kind"] == "...":
        return r"[^\n]{0,120}?"
    name = f"group{len(roles)}"
    role = match["role"] or ""
    ours = match["kind"] in ("tokens", "share")
    roles[name] = role if ours else f"output.{role}"
    return _KINDS[match["kind"]].format(name)


def of_lines(typed: str) -> Iterator[Item]:
    """Every sentence of the table that stands in the text."""
    for sentence in sentences():
        if sentence.hint in typed:
            for match in sentence.pattern.finditer(typed):
                yield from parts(match, f"a line of {sentence.of}", **sentence.roles)
