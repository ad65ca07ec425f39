"""
The table of its memory that llama.cpp prints when it ends, in MiB, a device a row.

    >>> row = "llama_memory_breakdown_print: |   - CUDA0 (RTX 5090)   | 32606 = 1057 + (29365 ="
    >>> facts = list(breakdown([row + " 28609 +     397 +     358) +        2183 |"]))
    >>> [(fact.what, f"{fact.value:~P}") for fact in facts if fact.what in ("weights", "context")]
    [('weights', '29998710784 B/GPU'), ('context', '416284672 B/GPU')]

It prints the same table of what it reckons with while it looks for a split that fits. There nothing
is allocated yet, and what it calls unaccounted is below nothing (or wraps round).
"""

import re
from collections.abc import Iterator, Sequence

from core.logs.fact import UNITS, Fact
from core.units import BYTE_PER_GPU, MIB, Quantity, in_bytes

_ROW = re.compile(
    r"memory_breakdown_print: \|\s{1,8}- (?P<device>(?:CUDA|ROCm|HIP|Vulkan|SYCL|MUSA|MTL)\d{0,2})"
    r" \((?P<card>[^|]{1,80})\)\s*\|\s*(?P<total>\d{1,9}) =\s*(?P<free>\d{1,9})"
    r" \+ \(\s*\d{1,9} =\s*(?P<weights>\d{1,9}) \+\s*(?P<context>\d{1,9})"
    r" \+\s*(?P<activations>\d{1,9})\) \+\s*(?P<rest>-?\d{1,20}) \|"
)
_HOST = re.compile(
    r"memory_breakdown_print: \|\s{1,8}- Host\s*\|\s*\d{1,9} =\s*(?P<host_weights>\d{1,9})"
    r" \+\s*\d{1,9} \+\s*(?P<host_compute>\d{1,9}) "
)
_RECKONS = ("params_fit", "fit_params", "[spec]")  # what follows was not the end


def breakdown(lines: Sequence[str]) -> Iterator[Fact]:
    """Of the last table, where it is of memory that is taken."""
    numbers = [number for number, line in enumerate(lines) if "breakdown_print: |   -" in line]
    if not numbers:
        return
    first = last = numbers[-1]
    while first - 1 in numbers:
        first -= 1
    if any(sign in line for line in lines[last:] for sign in _RECKONS):
        return
    rows = [(number, _ROW.search(lines[number])) for number in range(first, last + 1)]
    found = [(number, row) for number, row in rows if row is not None]
    if all(0 <= int(row["rest"]) <= int(row["total"]) for _, row in found):
        for number, row in found:
            yield from _of_device(row, number + 1)
        for number in range(first, last + 1):
            yield from _of_host(lines[number], number + 1)


def _of_device(row: re.Match[str], line: int) -> Iterator[Fact]:
    device = row["device"]
    if not device.startswith("MTL"):  # an Apple chip comes with memory of many sizes
        yield Fact("card", row["card"].strip(), line, "llama.cpp", device)
    for what in ("total", "weights", "context", "activations"):
        size = Quantity(round(in_bytes(int(row[what]), MIB)), BYTE_PER_GPU)
        yield Fact(what, size, line, "llama.cpp", device)


def _of_host(text: str, line: int) -> Iterator[Fact]:
    row = _HOST.search(text)
    if row is not None:
        for what in ("host_weights", "host_compute"):
            size = Quantity(round(in_bytes(int(row[what]), MIB)), UNITS[what])
            yield Fact(what, size, line, "llama.cpp")
