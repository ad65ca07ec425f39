"""
Sentences that programs print about memory: ``core/data/output/*.toml``, one program a file.

    {size:free}     an amount with its unit, a fact of the output: "1.20 GiB"
    {count:layers}  a whole number that is a fact of the output
    {tokens:slots}  a number with a role of a question: context_length, ...
    {share:...}     a part of one, with a role of a question
    {size:log.non_torch}   log.*: only `core/logs` has use for it (size, count, number, share)
    {name:log.model}       a word, and {words:log.name} all up to the end of the line
    {device}        "CUDA0"
    {#}             a number that says nothing here
    {url}           anything up to the next blank
    {...}           words up to the end of the line that say nothing here

Blanks stand for any blanks. A file with ``binary = true`` is of a program that calls GiB "GB".
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import rtoml
from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import CatalogError
from core.question.words.regex import regex

FOLDER = Path(str(files("core"))) / "data" / "output"
ONLY_OF_LOGS = "log."
DEVICE = "log.device"
_PLACE = re.compile(
    r"\{(?P<kind>size|count|number|tokens|share|name|words|device|url|#|\.\.\.)"
    r"(?::(?P<role>[\w.]+))?\}|(?P<blank>\s+)"
)
_KINDS = {
    "count": r"(?P<{0}>[\d,]{{1,15}})",
    "tokens": r"(?P<{0}>[\d,]{{1,15}})",
    "number": r"(?P<{0}>\d{{1,12}}(?:\.\d{{1,6}})?)",
    "share": r"(?P<{0}>[01]?\.?\d{{0,4}})",
    "size": r"(?P<{0}>-?\d{{1,12}}(?:\.\d{{1,6}})?)\s?(?P<{0}_unit>[KMGT]i?B|B|bytes)",
    "name": r"(?P<{0}>[^\s,;'\"()\[\]]{{1,200}})",
    "words": r"(?P<{0}>[^\n]{{1,200}})",
    "device": r"(?P<{0}>(?:CUDA|ROCm|HIP|Vulkan|SYCL|MUSA|MTL|Metal)\d{{0,2}})",
}
_NUMBER = r"-?[\d.,]{1,24}(?:\s?[KMGT]i?B)?"


class _File(BaseModel):
    """What one program prints."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str
    source: str
    checked: date
    binary: bool = False
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    One sentence of a program; *hint* is the longest of its words, *kinds* and *roles* are by the
    name of a group. *binary*: what it calls GB is GiB.
    """

    of: str
    says: str
    hint: str
    pattern: re.Pattern[str]
    roles: dict[str, str]
    kinds: dict[str, str]
    binary: bool


@cache
def sentences() -> tuple[Sentence, ...]:
    """All of the tables, long ones first: a short one may be the beginning of a long one."""
    rows = [(table, said) for table in _tables() for said in table.says]
    return tuple(_sentence(*row) for row in sorted(rows, key=lambda row: -len(row[1])))


def _tables() -> list[_File]:
    found: list[_File] = []
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            found.append(_File.model_validate(rtoml.loads(path.read_text("utf-8"))))
        except (rtoml.TomlParsingError, ValidationError) as error:
            raise CatalogError(f"output/{path.name}: {error}") from error
    return found


def _sentence(table: _File, said: str) -> Sentence:
    """Its words as a pattern: backquotes may be lost, a full stop may be missing."""
    roles: dict[str, str] = {}
    kinds: dict[str, str] = {}
    parts_of_it: list[str] = []
    place = 0
    for match in _PLACE.finditer(said):
        parts_of_it += [_words(said[place : match.start()]), _gap(match, roles, kinds)]
        place = match.end()
    parts_of_it.append(_words(said[place:].rstrip(".;")) + (r"[.;]?" if said[-1] in ".;" else ""))
    hint = max(re.findall(r"[A-Za-z_']{3,}", _PLACE.sub(" ", said)), key=len)
    pattern = regex("".join(parts_of_it))
    return Sentence(table.of, said, hint, pattern, roles, kinds, table.binary)


def _words(said: str) -> str:
    return re.escape(said).replace("`", r"[`\s]{0,2}")


def _gap(match: re.Match[str], roles: dict[str, str], kinds: dict[str, str]) -> str:
    kind = match["kind"]
    if match["blank"]:
        return r"\s{1,16}"
    if kind == "#":
        return _NUMBER
    if kind == "url":
        return r"[^\s)]{0,200}"
    if kind == "...":
        return r"[^\n]{0,120}?"
    name = f"group{len(roles)}"
    role = DEVICE if kind == "device" else match["role"] or ""
    plain = kind in ("tokens", "share") or role.startswith(ONLY_OF_LOGS)
    roles[name] = role if plain else f"output.{role}"
    kinds[name] = kind
    return _KINDS[kind].format(name)
