"""
A piece of output as items: its figures with their roles, the words around them as nothing.

    >>> import re
    >>> match = re.search(r"took (?P<size>[0-9.]+) GiB", "loading took 14.5 GiB")
    >>> items = parts(match, "x", {"size": "output.weights"})
    >>> [(item.start, item.end, item.role) for item in items]
    [(8, 13, 'nothing'), (13, 17, 'output.weights'), (17, 21, 'nothing')]
"""

import re
from collections.abc import Iterator, Mapping

from core.question.pasted.item import NOTHING, Item
from core.units import BYTE, DIMENSIONLESS, TOKEN, Quantity

_UNITS = {
    "b": 1, "bytes": 1, "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40,
    "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12,
}  # fmt: skip


_OF_LOGS = "log."
_NAMES = ("log.model", "log.name", "log.file_type", "log.parameters", "log.card")
_COUNTS = {"output.kv_tokens": TOKEN, "output.layers": DIMENSIONLESS}  # no amounts of memory


def parts(
    match: re.Match[str], why: str, roles: Mapping[str, str], *, binary: bool = False
) -> Iterator[Item]:
    """
    The match cut at its groups.

    *roles* say what each named group is; a group "size" is an amount in the unit of the group
    "size_unit" (GiB where there is none, or where *binary* and it says GB) if its role is one of
    memory, else a whole number. What is only of logs says nothing; a name is left to be read.
    """
    place = match.start()
    for group, role in sorted(roles.items(), key=lambda one: match.start(one[0])):
        if match[group] is None or (role.startswith(_OF_LOGS) and role not in _NAMES):
            continue
        if role in _NAMES:
            if place < match.start(group):
                yield Item(place, match.start(group), NOTHING, None, why)
            place = match.end(group)
            continue
        start, end = match.span(group)
        if place < start:
            yield Item(place, start, NOTHING, None, why)
        yield Item(start, end, role, _value(match, group, role, binary), why)
        place = end
    if place < match.end():
        yield Item(place, match.end(), NOTHING, None, why)


def _value(match: re.Match[str], group: str, role: str, binary: bool) -> object:
    written = match[group].replace(",", "")
    if role == "engine.gpu_memory_utilization":
        return float(written)
    if role in _COUNTS:
        return Quantity(int(written), _COUNTS[role])
    if not role.startswith("output."):
        return int(float(written))
    unit = match.groupdict().get(f"{group}_unit") or "gib"
    return amount(written, in_binary(unit) if binary else unit)


def in_binary(unit: str) -> str:
    """
    >>> in_binary("GB"), in_binary("MiB")
    ('GiB', 'MiB')
    """
    return unit if "i" in unit or unit in ("B", "bytes") else f"{unit[0]}iB"


def amount(written: str, unit: str) -> Quantity:
    """
    >>> amount("81920", "MiB").m_as(BYTE)
    85899345920
    """
    return Quantity(round(float(written) * _UNITS[unit.lower()]), BYTE)
