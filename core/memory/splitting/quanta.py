"""In what portions a format stores a class of tensors: square blocks, groups, or single weights."""

from dataclasses import dataclass
from typing import Literal

from core.catalog.precision import Precision
from core.memory.weights import SIXTEEN_BITS, bits_of

FP8_BITS = 8


@dataclass(frozen=True, slots=True)
class Quantum:
    """Weights that share a scale: *size* in a row of a group, *size* x *size* in a block."""

    kind: Literal["block", "group"]
    size: int


def quantum(kind: str, precision: Precision) -> Quantum | None:
    """
    The portion of one class; None where it is kept at 16 bits, or has a scale a tensor or channel.

    Where a format has both, the narrow class has the groups: DeepSeek V4 holds its experts in FP4
    groups of 32, the rest in FP8 blocks of 128.
    """
    bits = bits_of(kind, precision)
    if bits >= SIXTEEN_BITS:
        return None
    if precision.block and bits >= FP8_BITS:
        return Quantum("block", precision.block)
    if precision.group_size:
        return Quantum("group", precision.group_size)
    return None
