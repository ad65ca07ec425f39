"""
Cards that llama.cpp names when it starts, what a logger writes before each line, `ollama ps`.

    Device 0: NVIDIA GeForce RTX 3090, compute capability 8.6, VMM: yes
    INFO 11-24 10:00:00 [gpu_worker.py:298]
    [2025-11-04 05:27:13 TP0]
    llama3.1:70b  bcfb190ca3a7  42 GB  25%/75% CPU/GPU  4096  4 minutes from now
"""

from collections.abc import Iterator

from core.asked.question import Language
from core.catalog.names import NameIndex
from core.question.pasted.item import NOTHING, Item
from core.question.pasted.output.cards import Seen, counted
from core.question.pasted.output.parts import parts
from core.question.words.regex import regex

_PREFIX = regex(
    r"(?:\((?:EngineCore|Worker|APIServer)[\w ]{0,30}(?:pid=\d{1,9})?\)\s{0,3})?\b(?:INFO|WARNING"
    r"|ERROR|DEBUG)\s{1,3}\d{2}-\d{2}\s\d{2}:\d{2}:\d{2}\s{1,3}(?:\[[\w./:]{1,60}\])?"
    r"|\[\d{4}-\d{2}-\d{2}\s\d{2}:\d{2}:\d{2}(?:\s(?:DP|PP|TP|EP)\d{1,4}){0,4}\]"
)
_DEVICE = regex(
    r"\bDevice\s\d{1,2}:\s(?P<name>(?:NVIDIA|AMD|Tesla|Quadro|GeForce|Radeon)[\w .\-]{2,60}?),\s"
    r"compute capability\s[\d.]{1,6},\sVMM:\s\w{2,3}(?:,\sVRAM:\s[\d.]{1,9}\s[MG]iB)?"
)
_PS_HEAD = regex(r"NAME\s{1,40}ID\s{1,40}SIZE\s{1,40}PROCESSOR\s{1,40}(?:CONTEXT\s{1,40})?UNTIL")
_UNTIL = (
    r"(?:(?:\d{1,3}|About an?|Less than an?|an?)\s(?:second|minute|hour|day)s?\sfrom now|Forever"
    r"|Stopping\.{0,3})"
)
_PS = regex(
    r"(?<=\s)(?P<id>[0-9a-f]{12})\s{1,12}(?P<size>\d{1,6}(?:\.\d{1,2})?)\s(?P<size_unit>[KMGT]i?B)"
    r"\s{1,12}\d{1,3}%(?:/\d{1,3}%)?\s(?:GPU|CPU/GPU|CPU)"
    rf"(?:\s{{1,12}}(?P<context>\d{{1,9}})(?=\s{{1,12}}{_UNTIL}))?(?:\s{{1,12}}{_UNTIL})?"
)


def of_startup(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    """Cards once each with their count."""
    devices = list(_DEVICE.finditer(typed))
    seen = [Seen(match.start(), match.end(), match["name"]) for match in devices]
    yield from counted(seen, index, language, "a card of llama.cpp's start")
    for match in _PREFIX.finditer(typed):
        yield Item(match.start(), match.end(), NOTHING, None, "before a line of a log")


def of_ollama_ps(typed: str) -> Iterator[Item]:
    """The model is left to be read by name."""
    head = _PS_HEAD.search(typed)
    lines = list(_PS.finditer(typed))
    if head is not None and lines:
        yield Item(*head.span(), NOTHING, None, "the head of ollama ps")
    for line in lines:
        roles = {"size": "output.loaded", "context": "context_length"}
        yield from parts(line, "a line of ollama ps", roles)
