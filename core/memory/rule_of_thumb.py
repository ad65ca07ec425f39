"""
The quick rule the project starts from: M = (P x 4 bytes) / (32 / Q) x overhead.

It has no term for the KV cache, the context or the users. It is shown beside the breakdown because
people know it, and it is labelled a rule of thumb.
"""

from dataclasses import dataclass

from core.asked.scenario import USUAL_OVERHEAD
from core.units import BYTE, Quantity
from core.wording.say import both_units, number

BYTES_AT_32_BITS = 4


@dataclass(frozen=True, slots=True)
class RuleOfThumb:
    """The result in bytes, and what led there."""

    parameters: int
    bits: float
    overhead: float
    size: int  # byte

    @property
    def amount(self) -> Quantity:
        """The size as a quantity in bytes."""
        return Quantity(self.size, BYTE)

    def steps(self, language: str) -> tuple[str, ...]:
        """
        The calculation as one would do it on paper.

        >>> for line in rule_of_thumb(70_000_000_000, 16).steps("en"): print(line)
        M = (P × 4 bytes) / (32 / Q) × 1.2
        P × 4 bytes = 70,000,000,000 × 4 = 280.0 GB (260.8 GiB)
        32 / Q = 32 / 16 = 2
        280.0 GB / 2 = 140.0 GB (130.4 GiB)
        × 1.2 = 168.0 GB (156.5 GiB)
        """
        at_32_bits = self.parameters * BYTES_AT_32_BITS
        ratio = 32 / self.bits
        weights = round(at_32_bits / ratio)
        overhead = _plain(language, self.overhead)
        full = both_units(language, at_32_bits)
        decimal = full.split(" (")[0]
        return (
            f"M = (P × 4 bytes) / (32 / Q) × {overhead}",
            f"P × 4 bytes = {number(language, self.parameters)} × 4 = {full}",
            f"32 / Q = 32 / {_plain(language, self.bits)} = {_plain(language, ratio)}",
            f"{decimal} / {_plain(language, ratio)} = {both_units(language, weights)}",
            f"× {overhead} = {both_units(language, self.size)}",
        )


def rule_of_thumb(parameters: int, bits: float, overhead: float = USUAL_OVERHEAD) -> RuleOfThumb:
    """
    *parameters* at *bits* each, times *overhead*.

    >>> rule_of_thumb(70_000_000_000, 16).size
    168000000000
    """
    size = round(parameters * BYTES_AT_32_BITS / (32 / bits) * overhead)
    return RuleOfThumb(parameters, bits, overhead, size)


def _plain(language: str, value: float) -> str:
    """Up to three decimals, none that say nothing: 16, 4.65, 1.2."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "pt" else text
