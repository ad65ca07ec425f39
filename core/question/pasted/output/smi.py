"""
What nvidia-smi, rocm-smi and amd-smi print: cards by name, their memory in use and in all.

The same card on several lines is counted. Power, temperatures and processes say nothing here.

    | 0 NVIDIA A100-SXM4-80GB On | 00000000:07:00.0 Off | 0 | N/A 34C P0 61W / 400W |
      0MiB / 81920MiB | 0% Default |
    GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-...)
    NVIDIA A10G, 23028 MiB, 305 MiB
    GPU[0] : Card Series: AMD Instinct MI300X
"""

import re
from collections.abc import Iterator

from core.asked.question import Language
from core.catalog.names import NameIndex
from core.question.pasted.item import NOTHING, Item
from core.question.pasted.output.cards import Seen, card_of, cards_only, counted
from core.question.pasted.output.parts import amount
from core.question.words.regex import regex

_VENDOR = r"(?:NVIDIA|Tesla|Quadro|GeForce|GRID|TITAN|RTX|AMD|Instinct|Radeon)"
_NAME = rf"{_VENDOR}(?:[ .\-][\w.\-]{{1,24}}){{0,8}}?"
# One card of the table; its memory stands in the line below, or further right where lines are lost
_ROW = regex(
    rf"(?:\|\s{{0,6}})?(?<![\w.])\d{{1,3}}\s{{1,8}}(?P<name>{_NAME})\s{{1,40}}(?:On|Off|N/A)\s{{0,40}}\|"
    r"[^\n]{0,120}?(?:\n[^\n]{0,160}?)?(?P<used>\d{1,7})\s?MiB\s{0,3}/\s{0,3}(?P<total>\d{1,7})\s?MiB"
    r"(?:\s{0,3}\|\s{0,12}\d{1,3}%\s{1,12}[\w.]{1,20}\s{0,12}\|?)?"
)
_BANNER = regex(
    r"\|?\s{0,4}NVIDIA-SMI\s[\d.]{1,20}\s{1,40}(?:KMD\sVersion:\s[\d.]{1,20}\s{1,40})?"
    r"Driver Version:\s[\w.]{1,20}\s{1,40}CUDA (?:UMD )?Version:\s?[\d./NA]{1,12}\s{0,20}\|?"
)
_HEADINGS = regex(
    r"\b(?:GPU\s{1,8}Name|Persistence-M|Bus-Id|Disp\.A|Volatile Uncorr\. ECC|Fan|Temp|Perf"
    r"|Pwr:\s?Usage/Cap|Memory-Usage|GPU-Util|Compute M\.|MIG M\.|Disabled|Default|N/A)(?!\w)"
    r"|\bProcesses:|\bGPU\s{1,8}GI\s{1,8}CI\b|\bPID\s{1,8}Type\s{1,8}Process name\b|\bGPU Memory\b"
    r"|\bID\s{1,8}ID\b|\bUsage\b|\bNo running processes found\b"
)
_PROCESSES = regex(
    r"\|?\s{1,6}\d{1,3}\s{1,8}(?:N/A|\d{1,4})\s{1,8}(?:N/A|\d{1,4})\s{1,12}\d{1,8}\s{1,8}[CGM+]{1,3}"
    r"\s{1,8}[^\n|]{1,80}?\s{1,60}(?:\d{1,7}MiB|N/A)\s{0,4}\|?"
)
_COMMAND = regex(r"\b(?:nvidia|rocm|amd)-smi\b(?:\s--?[a-zA-Z][\w=.,-]{0,120}){0,6}:?")
# nvidia-smi -L
_LISTED = regex(
    rf"\bGPU\s\d{{1,3}}:\s(?P<name>{_NAME})(?:\s?\(UUID:\s?[\w-]{{4,60}}\)|(?=\s?$|\s?\n|\s{{1,3}}GPU\s\d|"
    r"\s{0,3}[,;?]|\s--?\s|\s{1,3}[a-z]))"
)
_SLICE = regex(
    r"\bMIG\s(?P<slice>\dg\.\d{1,3}gb(?:\+me)?)\s{1,12}Device\s{1,4}\d{1,3}:\s?(?:\(UUID:\s?[\w/-]{4,80}\))?"
)
# nvidia-smi --query-gpu=name,memory.total,memory.used --format=csv
_CSV = regex(
    rf"(?:(?<![\w.])\d{{1,3}},\s?)?(?P<name>{_NAME}),\s?(?P<first>\d{{1,7}})\s?MiB"
    r"(?:,\s?(?P<second>\d{1,7})\s?MiB)?(?:,\s?(?P<third>\d{1,7})\s?MiB)?(?:,\s?\d{1,3}\s?%){0,2}"
)
_CSV_HEAD = regex(
    r"(?:(?:index|name|uuid|driver_version|utilization\.\w{1,10}|memory\.(?:total|used|free)|temperature\.gpu)"
    r"(?:\s?\[(?:MiB|%)\])?(?:,\s?|(?=\s))){2,10}"
)
# rocm-smi --showproductname --showmeminfo vram
_ROCM_NAME = regex(
    r"GPU\[\d{1,3}\]\s{0,8}:\s{0,8}(?:Card (?:Series|series|Model|model)|Product Name):\s{0,12}"
    rf"(?P<name>{_NAME})(?=\s{{0,4}}(?:\n|$|GPU\[|,|\?))"
)
_ROCM_MEMORY = regex(
    r"GPU\[\d{1,3}\]\s{0,8}:\s{0,8}VRAM Total (?P<what>Used )?Memory \(B\):\s{0,8}"
    r"(?P<bytes>\d{4,15})"
)
_ROCM_REST = regex(
    r"={2,80}\s?[A-Za-z ]{0,60}\s?={2,80}"
    r"|GPU\[\d{1,3}\]\s{0,8}:\s{0,8}(?:Card (?:SKU|Vendor|series|model|Model|Series)"
    r"|Subsystem ID|Device Rev|Node ID|GUID|GFX Version|Device ID|Device Name)"
    r":\s{0,12}[^\n]{1,60}(?=\n|$)"
)
_SOME = 2**30  # bytes in use that a display or a context does not explain


def of_smi(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    """Cards, and what is in use of them where that is more than a context."""
    low = typed.lower()
    if not any(hint in low for hint in ("mib", "gpu ", "gpu[", "smi")):
        return
    yield from _table(typed, index, language)
    yield from _list(typed, index, language)
    yield from _csv(typed, index, language)
    yield from _rocm(typed, index, language)
    yield from _nothing(_COMMAND, typed, "what printed it")


def _table(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    rows = list(_ROW.finditer(typed))
    if not rows:
        return
    seen = [Seen(*row.span("name"), row["name"], _mib(row["total"])) for row in rows]
    yield from counted(seen, index, language, "a card of nvidia-smi")
    for row in rows:
        yield from _in_use(row)
    for pattern in (_BANNER, _PROCESSES, _HEADINGS):
        yield from _nothing(pattern, typed, "the frame of nvidia-smi")


def _in_use(row: re.Match[str]) -> Iterator[Item]:
    """The words of a row around the card's name; what is in use where it matters."""
    why = "a row of nvidia-smi"
    used = amount(row["used"], "MiB")
    start, end = row.span("used")
    yield Item(row.start(), row.start("name"), NOTHING, None, why)
    if used.m_as("byte") < _SOME:
        yield Item(row.end("name"), row.end(), NOTHING, None, why)
        return
    yield Item(row.end("name"), start, NOTHING, None, why)
    yield Item(start, end, "output.used", used, why)
    yield Item(end, row.end(), NOTHING, None, why)


def _list(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    """A card a line; below it the slices it is cut into."""
    lines = sorted(
        [*_LISTED.finditer(typed), *_SLICE.finditer(typed)], key=lambda match: match.start()
    )
    seen: list[Seen] = []
    card = ""
    for line in lines:
        profile = line.groupdict().get("slice")
        card = card if profile else line["name"]
        seen.append(Seen(line.start(), line.end(), card, None, profile or ""))
    known = [one for one in seen if card_of(one.name, None, index) is not None]
    kept = cards_only(known)
    yield from counted(kept, index, language, "a line of nvidia-smi -L")
    for one in known:
        if one not in kept:
            yield Item(one.start, one.end, NOTHING, None, "a card that is cut into slices")


def _csv(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    """Names and memory between commas; the first figure is the total unless the head says so."""
    head = _CSV_HEAD.search(typed)
    columns = re.findall(r"memory\.(total|used|free)", head[0]) if head else ["total"]
    seen: list[Seen] = []
    facts: list[Item] = []
    why = "a line of nvidia-smi --query-gpu"
    for line in _CSV.finditer(typed):
        figures = [group for group in ("first", "second", "third") if line[group]]
        named = dict(zip(columns, figures, strict=False))
        total = _mib(line[named["total"]]) if "total" in named else None
        seen.append(Seen(line.start(), line.end("name"), line["name"], total))
        for what, group in named.items():
            size = amount(line[group], "MiB")
            counts = what == "free" or (what == "used" and size.m_as("byte") >= _SOME)
            role = f"output.{what}" if counts else NOTHING
            end = typed.index("MiB", line.end(group)) + len("MiB")
            facts.append(Item(line.start(group), end, role, size, why))
        facts.append(Item(facts[-1].end, line.end(), NOTHING, None, why))
    yield from counted(seen, index, language, why)
    yield from facts
    if head is not None and seen:
        yield Item(*head.span(), NOTHING, None, "the head of a table")


def _rocm(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    names = list(_ROCM_NAME.finditer(typed))
    totals: list[int] = []
    for memory in _ROCM_MEMORY.finditer(typed):
        size = int(memory["bytes"])
        if not memory["what"]:
            totals.append(size)
        role = "output.used" if memory["what"] and size >= _SOME else NOTHING
        yield Item(*memory.span(), role, amount(memory["bytes"], "B"), "a line of rocm-smi")
    first: dict[str, re.Match[str]] = {}
    for name in names:  # series and model name one card twice
        first.setdefault(name[0][: name[0].index("]")], name)
    total = totals[0] if totals else None
    seen = [Seen(*name.span(), name["name"], total) for name in first.values()]
    yield from counted(seen, index, language, "a line of rocm-smi")
    if names or totals:
        yield from _nothing(_ROCM_REST, typed, "a line of rocm-smi")


def _nothing(pattern: re.Pattern[str], typed: str, why: str) -> Iterator[Item]:
    for match in pattern.finditer(typed):
        yield Item(match.start(), match.end(), NOTHING, None, why)


def _mib(written: str) -> int:
    return int(written) * 2**20
