"""
GGML's block types: bits of one weight, and how many weights share a block.

ggml-org/llama.cpp, ggml/src/ggml-common.h; a test compares with the table of the package `gguf`.
"""

from typing import NamedTuple


class Block(NamedTuple):
    """*bits* of one weight, scales included; a row of a tensor holds whole blocks of *size*."""

    bits: float
    size: int = 256


BLOCKS = {
    "F32": Block(32, 1),
    "F16": Block(16, 1),
    "Q4_0": Block(4.5, 32),
    "Q4_1": Block(5, 32),
    "Q5_0": Block(5.5, 32),
    "Q5_1": Block(6, 32),
    "Q8_0": Block(8.5, 32),
    "MXFP4": Block(4.25, 32),
    "IQ4_NL": Block(4.5, 32),
    "Q2_K": Block(2.625),
    "Q3_K": Block(3.4375),
    "Q4_K": Block(4.5),
    "Q5_K": Block(5.5),
    "Q6_K": Block(6.5625),
    "IQ1_S": Block(1.5625),
    "IQ1_M": Block(1.75),
    "IQ2_XXS": Block(2.0625),
    "IQ2_XS": Block(2.3125),
    "IQ2_S": Block(2.5625),
    "IQ3_XXS": Block(3.0625),
    "IQ3_S": Block(3.4375),
    "IQ4_XS": Block(4.25),
    "TQ1_0": Block(1.6875),
    "TQ2_0": Block(2.0625),
}

# What stands in for a type where a row does not divide into its blocks of 256:
# src/llama-quant.cpp at 007dbbf3, tensor_type_fallback.
_INSTEAD = {
    "Q2_K": "Q4_0",
    "Q3_K": "Q4_0",
    "TQ1_0": "Q4_0",
    "TQ2_0": "Q4_0",
    "Q4_K": "Q5_0",
    "Q5_K": "Q5_1",
    "Q6_K": "Q8_0",
}
_INSTEAD_OF_AN_I_QUANT = "IQ4_NL"


def fitting(type: str, columns: int) -> str:
    """
    *type*, or what llama-quantize takes where a row of *columns* weights is not whole blocks.

    >>> fitting("Q4_K", 2880), fitting("Q4_K", 4096)
    ('Q5_0', 'Q4_K')
    """
    if columns % BLOCKS[type].size == 0:
        return type
    other = _INSTEAD.get(type, _INSTEAD_OF_AN_I_QUANT)
    return other if columns % BLOCKS[other].size == 0 else "F16"


def bits(type: str, columns: int) -> float:
    """Of one weight in a row of *columns*."""
    return BLOCKS[fitting(type, columns)].bits
