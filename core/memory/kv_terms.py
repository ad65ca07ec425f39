"""
The terms of a cache: what its sum is made of, and what "How was this computed?" shows of it.

A term is the layers of one kind. It says how many bytes it takes for one sequence on one rank, and
the same in words for all of them, so that what is shown is what was added.
"""

from typing import NamedTuple

from core.catalog.model import Attention, LinearState, Model
from core.memory.state import USUAL, StateBytes, state_per_layer
from core.units import BITS_PER_BYTE
from core.wording.note import Bytes, Note, note

SIXTEEN_BITS = 16


class Vector(NamedTuple):
    """
    What one token leaves in one layer: *width* elements of *bits* for each of *heads*.

    Heads are split over ranks, and a rank holds at least one; without heads every rank holds the
    whole vector. *stored* are the bytes of a layout that has no single width.
    """

    width: int = 0
    bits: float = 0.0
    heads: int = 0
    stored: int = 0

    def size(self, tensor_parallel_size: int = 1) -> float:
        """On one rank: bytes."""
        if self.stored:
            return float(self.stored)
        heads = max(1.0, self.heads / tensor_parallel_size) if self.heads else 1.0
        return heads * self.width * self.bits / BITS_PER_BYTE


# One index key in FP8 and its scale: 128 + 4 (DeepSeek V3.2).
INDEXER_KEY = Vector(stored=132)
# vLLM's fp8_ds_mla: 512 FP8 values, 16 scales' bytes, 64 BF16 rotary values.
SPARSE_MLA_FP8 = Vector(stored=656)


class Entries(NamedTuple):
    """Layers that keep a vector for each of so many tokens."""

    layers: int
    tokens: int
    vector: Vector

    def size(self, tensor_parallel_size: int = 1) -> float:
        """Of one sequence on one rank: bytes."""
        return self.layers * self.tokens * self.vector.size(tensor_parallel_size)

    def said(self, sequences: int) -> Note:
        """Of all *sequences*."""
        shape = {"sequences": sequences, "tokens": self.tokens, "layers": self.layers}
        vector = self.vector
        if vector.stored:
            return note("formula.kv_bytes", **shape, each=vector.stored)
        if not vector.heads:
            return note("formula.kv_latent", **shape, width=vector.width, bits=vector.bits)
        sizes = {"heads": vector.heads, "width": vector.width, "bits": vector.bits}
        return note("formula.kv", **shape, **sizes)


class Pages(NamedTuple):
    """Layers that keep so many pages; *page* is the size of one on one rank: bytes."""

    layers: int
    pages: int
    page: float

    def size(self, tensor_parallel_size: int = 1) -> float:
        """Of one sequence: bytes. The page is that of a rank already."""
        return self.layers * self.pages * self.page

    def said(self, sequences: int) -> Note:
        """Of all *sequences*."""
        return note(
            "formula.kv_pages",
            sequences=sequences,
            layers=self.layers,
            pages=self.pages,
            size=Bytes(self.page),
        )


class States(NamedTuple):
    """Recurrent layers, whose state does not grow."""

    linear: LinearState
    widths: StateBytes = USUAL

    def size(self, tensor_parallel_size: int = 1) -> float:
        """Of one sequence on one rank: bytes."""
        one = state_per_layer(self.linear, tensor_parallel_size, self.widths)
        return self.linear.layers * one

    def said(self, sequences: int) -> Note:
        """Of all *sequences*."""
        return note(
            "formula.state",
            sequences=sequences,
            layers=self.linear.layers,
            convolution=self.linear.conv_elements,
            convolution_bytes=self.widths.convolution,
            state=self.linear.state_elements,
            state_bytes=self.widths.state,
        )


Term = Entries | Pages | States


def vector(model: Model, group: Attention, bits: float, *, packed: bool = True) -> Vector:
    """
    What one token leaves in one layer of *group*: keys and values of each key-value head, or what
    stands for them. *packed*: sparse latents in fewer than 16 bits as fp8_ds_mla.
    """
    if group.kind == "mla" and model.mla is not None:
        if model.indexer and bits < SIXTEEN_BITS and packed:
            return SPARSE_MLA_FP8
        return Vector(model.mla.kv_lora_rank + model.mla.qk_rope_head_dim, bits)
    if group.kind == "compressed":
        return Vector(group.head_dim, bits)
    width = group.head_dim + (group.v_head_dim or group.head_dim)
    return Vector(width, bits, group.num_key_value_heads)
