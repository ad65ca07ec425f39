"""How wide a stored number is."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator

from core.catalog.amounts import number_in, quantity_in
from core.catalog.row import Row
from core.units import BIT_PER_ELEMENT, Quantity, plain
from core.wording.note import FormatName

Bits = Annotated[Quantity, BeforeValidator(number_in(BIT_PER_ELEMENT))]
Width = Annotated[Quantity, BeforeValidator(quantity_in(BIT_PER_ELEMENT))]


class Precision(Row):
    """
    A number format of weights or of the KV cache.

    *bits* is what people call it (16, 8, 4, 4.65); *width* what one quantised weight really
    takes, scales and zero points included. Formats that quantise only the linear layers keep
    the rest at 16 bits: *keeps_16_bit* names those classes of tensors (see tensors.py).
    *mix* names the GGUF mixes, whose widths differ from tensor to tensor: class -> width; its
    `tied_embedding` is for embeddings that are also the head. Where a class stands in neither,
    *width* holds. *kv_width* is that of a KV cache, where it is another. *variant_of* is the
    format people name for this one: a checkpoint in "fp8-block" is what "fp8" means for its model.
    """

    id: str  # "bf16", "awq", "q4_k_m"
    name: str  # as people write it: "BF16", "AWQ", "Q4_K_M"
    bits: Bits
    width: Width
    kind: Literal["float", "integer", "group", "gguf", "gguf_type", "other"]
    aliases: tuple[str, ...] = ()
    for_weights: bool = True
    for_kv_cache: bool = False
    group_size: int | None = (
        None  # weights that share a scale along K; a rank must hold whole groups
    )
    block: int | None = None  # edge of the square block that shares a scale (DeepSeek FP8: 128)
    keeps_16_bit: tuple[str, ...] = ()
    mix: Mapping[str, Width] = {}
    kv_width: Width | None = None
    variant_of: str | None = None  # id
    vllm_quantization: str | None = None  # value of --quantization, where one is needed
    source: str
    checked: str
    notes: tuple[str, ...] = ()

    @property
    def called(self) -> FormatName:
        """Its whole name, for a sentence that says it in the asker's language."""
        return FormatName(self.name)

    @property
    def spoken(self) -> FormatName:
        """Its name in a sentence: "FP8" of "FP8 (128x128 blocks), attention outputs 16-bit"."""
        return FormatName(self.name.split(" (", 1)[0])

    @cached_property
    def plain_bits(self) -> float:
        """*bits* as a plain number: what people call it."""
        return float(plain(self.bits, BIT_PER_ELEMENT))

    @cached_property
    def bits_per_element(self) -> float:
        """*width* in bits, for the formulas that run in plain numbers."""
        return self.width.m_as(BIT_PER_ELEMENT)

    @cached_property
    def bits_of_class(self) -> Mapping[str, float]:
        """Classes of tensors that are not at *width*: bits of one weight."""
        kept = dict.fromkeys(self.keeps_16_bit, 16.0)
        return kept | {name: width.m_as(BIT_PER_ELEMENT) for name, width in self.mix.items()}

    @cached_property
    def cache_bits_per_element(self) -> float:
        """*cache_width* in bits."""
        return self.cache_width.m_as(BIT_PER_ELEMENT)

    @property
    def cache_width(self) -> Quantity:
        """What one element of a KV cache takes in this format."""
        return self.kv_width or self.width
