"""
What nvtop, gpustat, lspci, torch.cuda and system_profiler print of cards, and `free` of the host.

    [0] NVIDIA GeForce RTX 3080 | 41'C,   0 % |   411 / 10240 MB | gdm(9M)
    Device 0 [NVIDIA GeForce RTX 4080 SUPER] PCIe GEN 4@16x RX: 0.000 KiB/s TX: 0.000 KiB/s
    01:00.0 VGA compatible controller: NVIDIA Corporation AD102 [GeForce RTX 4090] (rev a1)
    torch.cuda.get_device_name(0)
    Chip: Apple M3 Max ... Memory: 64 GB

The forms are those of wookayin/gpustat (gpustat/core.py), Syllo/nvtop (src/interface.c),
pciutils, PyTorch's REPL and Apple's system_profiler.
"""

import re
from collections.abc import Iterator

from core.asked.question import Language
from core.catalog.names import NameIndex
from core.question.pasted.item import NOTHING, Item
from core.question.pasted.output.cards import Seen, counted
from core.question.words.regex import regex

_NAME = r"(?:NVIDIA|Tesla|Quadro|GeForce|AMD|Radeon|Instinct|RTX|TITAN)[\w .()\-]{2,60}?"
_GPUSTAT = regex(
    rf"\[\d{{1,2}}\]\s{{1,4}}(?P<name>{_NAME})\s{{0,8}}\|[^|\n]{{0,60}}\|\s{{0,8}}\d{{1,7}}\s?/\s?"
    r"(?P<total>\d{3,7})\s?M[iB]{1,2}(?:\s{0,4}\|(?:\s{1,4}[\w.+-]{1,40}(?::[\w./+-]{1,40})?"
    r"(?:/\d{1,9})?\(\d{1,7}M\)){0,8})?"
)
_NVTOP = regex(
    rf"Device\s\d{{1,2}}\s\[(?P<name>{_NAME})\](?:\s{{1,8}}(?:Integrated GPU"
    rf"|PCIe\s{{1,4}}GEN\s\S{{1,12}}"
    r"|RX:\s\S{1,12}\s\w{1,4}B/s|TX:\s\S{1,12}\s\w{1,4}B/s)){0,4}"
)
_NVTOP_REST = regex(
    r"(?<![\w-])GPU\s\d{1,5}MHz(?:\s{1,8}MEM\s\d{1,5}MHz)?(?:\s{1,8}TEMP\s{1,6}\d{1,3}\S{0,2}C)?"
    r"(?:\s{1,8}FAN\s{1,6}\S{1,6}%?)?(?:\s{1,8}POW\s{1,6}\d{1,4}\s?/\s?\d{1,4}\s?W)?"
    r"|GPU\[[^\]\n]{0,80}%\]|MEM\[[^\]\n]{0,60}?\d{1,4}(?:\.\d{1,4})?[MG]i\s?/\s?\d{1,4}(?:"
    r"\.\d{1,4})?[MG]i\]"
)
_LSPCI = regex(
    r"(?:\d{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\.\d\s(?P<what>VGA compatible controller|3D controller"
    r"|Display controller|Audio device|USB controller|Serial bus controller)(?:\s\[\d{4}\])?:\s"
    r"(?:NVIDIA Corporation|Advanced Micro Devices, Inc\.(?:\s\[AMD/ATI\])?|Intel Corporation)\s"
    r"[^\[\n(]{0,60}?(?:\s?\[(?P<name>[^\]\n]{2,60})\](?:\s\[[0-9a-f]{4}:[0-9a-f]{4}\])?"
    r"(?:\s?\(rev\s\w{1,4}\))?|\s?\(rev\s\w{1,4}\)|(?=\n|$))"
)
_LSPCI_COMMAND = regex(
    r"(?:\$\s)?\blspci\b(?:\s-\w{1,6}){0,3}(?:\s?\|\s?grep(?:\s-\w{1,4})?\s\S{1,30})?"
)
_DEVICE_NAME = regex(
    r"(?:>>>\s?|print\(\s?)?torch\.cuda\.get_device_name\((?:\d{0,2}|i)\)\)?"
    rf"(?:\s{{1,4}}['\"](?P<name>{_NAME})['\"]|\s{{1,4}}(?P<bare>NVIDIA [A-Z][\w .-]{{1,40}}?)"
    rf"(?=\n|$|\s>>>))?"
)
_DEVICE_COUNT = regex(
    r"(?:>>>\s?|print\(\s?)?torch\.cuda\.device_count\(\)\)?(?:\s{1,4}(?P<count>\d{1,3})(?![\w.]))?"
)
_CUDA_REST = regex(
    r"(?:>>>\s?|print\(\s?)?torch\.(?:cuda\.is_available\(\)\)?(?:\s{1,4}True)?"
    r"|cuda\.get_device_properties\(\d?\)\)?|version\.cuda|__version__)|>>>\s?(?:import torch)?"
)
_PROFILER = regex(
    r"(?:Hardware Overview:|Model (?:Name|Identifier|Number):\s[^\n]{1,40}?(?=\n|$"
    r"|\s{2,}|\s(?:Model|Chip|Total))"
    r"|Total Number of Cores:\s\d{1,3}(?:\s\([^)\n]{0,60}\))?|(?<!\w)Chip:\s?(?=Apple)|"
    r"(?<!\w)Memory:\s?(?=\d{1,4}\sGB)"
    r"|(?:System Firmware Version|OS Loader Version|Serial Number \(system\)|Hardware UUID"
    r"|Provisioning UDID"
    r"|Activation Lock Status|Chipset Model|Metal(?: Support| Family)?|Bus|Vendor"
    r"|Type):\s[^\n]{1,60}(?=\n))"
)
_CHIP = regex(r"(?<!\w)Chip:\s?(?P<name>Apple M\d[\w ]{0,8}?)(?=\n|\s{1,9}(?:Total|Memory)|$)")
_FREE_HEAD = regex(
    r"total\s{1,16}used\s{1,16}free\s{1,16}shared\s{1,16}buff/cache\s{1,16}available"
)
_FREE = regex(
    r"(?<!\w)(?:Mem|Swap):(?:\s{1,20}\d{1,12}(?:\.\d{1,3})?(?:[KMGT]i?B?|B)?(?![\w.])){2,6}"
)
_STEP = regex(r"\{'(?:loss|eval_loss|train_runtime)':[^}\n]{0,300}\}")
_PROGRESS = regex(r"\d{1,3}%\|[^|\n]{0,80}\|\s{0,4}\d{1,9}/\d{1,9}(?:\s\[[^\]\n]{0,60}\]?)?")
_TRACE = regex(
    r"(?<!\w)at\s(?:[a-z]\w{0,40}\.){2,9}\w{1,40}(?:\([^)\n]{0,60}\))?(?:\s?\.{3})?"
    r"|\bexit code \d{1,3}\b"
)
_HINTS = (
    "device 0 [", "device 1 [", "vga compatible", "3d controller", "torch.cuda", "hardware overv"
    "iew",
    "chip: apple", "mem:", "'loss'", "%"
    "|", "exception", "outofmemoryerror", "[0] nvidia", "[0] tesla",
    "[1] nvidia", "[0] amd",
)  # fmt: skip
HINTS = _HINTS


def of_machines(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    """Cards with their count; all else of the output as nothing."""
    low = typed.lower()
    if not any(hint in low for hint in _HINTS):
        return
    yield from _monitors(typed, index, language)
    yield from _buses(typed, index, language)
    yield from _torch(typed, index, language)
    yield from _apple(typed)
    for pattern in (_FREE_HEAD, _FREE, _STEP, _PROGRESS, _TRACE):
        for match in pattern.finditer(typed):
            yield Item(*match.span(), NOTHING, None, "a line of output that says nothing of a card")


def _monitors(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    stats = list(_GPUSTAT.finditer(typed))
    seen = [Seen(*one.span(), one["name"], int(one["total"]) * 2**20) for one in stats]
    yield from counted(seen, index, language, "a line of gpustat")
    tops = list(_NVTOP.finditer(typed))
    seen = [Seen(*one.span(), one["name"]) for one in tops]
    yield from counted(seen, index, language, "a card of nvtop")
    if tops:
        for match in _NVTOP_REST.finditer(typed):
            yield Item(*match.span(), NOTHING, None, "a line of nvtop")


def _buses(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    lines = list(_LSPCI.finditer(typed))
    cards = [line for line in lines if line["name"] and "controller" in line["what"]]
    cards = [line for line in cards if line["what"] != "USB controller"]
    seen = [Seen(*line.span(), line["name"]) for line in cards]
    yield from counted(seen, index, language, "a line of lspci")
    for line in lines:
        if line not in cards:
            yield Item(*line.span(), NOTHING, None, "a line of lspci")
    if lines:
        for match in _LSPCI_COMMAND.finditer(typed):
            yield Item(*match.span(), NOTHING, None, "what printed it")


def _torch(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    """The name once, the number of devices as that of cards."""
    why = "a line of torch.cuda"
    for match in _DEVICE_NAME.finditer(typed):
        name = match["name"] or match["bare"]
        if name is None:
            yield Item(*match.span(), NOTHING, None, why)
            continue
        group = "name" if match["name"] else "bare"
        yield Item(match.start(), match.start(group), NOTHING, None, why)
        yield from _named(match, group, index, language, why, _DEVICE_COUNT.search(typed))
    for match in _DEVICE_COUNT.finditer(typed):
        yield Item(*match.span(), NOTHING, None, why)
    if "torch.cuda" in typed:
        for match in _CUDA_REST.finditer(typed):
            yield Item(*match.span(), NOTHING, None, why)


def _named(
    match: re.Match[str],
    group: str,
    index: NameIndex,
    language: Language,
    why: str,
    count: re.Match[str] | None,
) -> Iterator[Item]:
    number = int(count["count"]) if count is not None and count["count"] else 1
    one = Seen(*match.span(group), match[group])
    yield from list(counted([one] * min(number, 64), index, language, why))[:1]


def _apple(typed: str) -> Iterator[Item]:
    """The chip and the memory are left to be read together."""
    if _CHIP.search(typed) is None and "Hardware Overview" not in typed:
        return
    for match in _PROFILER.finditer(typed):
        yield Item(*match.span(), NOTHING, None, "a line of system_profiler")
