"""
The quick rule the project starts from: M = (P x 4 bytes) / (32 / Q) x overhead.

It has no term for the KV cache, the context or the users. It is shown beside the breakdown because
people know it, and it is labelled a rule of thumb.
"""

from dataclasses import dataclass

from core.asked.scenario import USUAL_OVERHEAD
from core.units import (
    BIT_PER_ELEMENT,
    BYTE,
    BYTE_PER_ELEMENT,
    DIMENSIONLESS,
    PARAMETER,
    Quantity,
    Unit,
    plain,
    whole,
)
from core.wording.amounts import both_units, gb, number

AT_32_BITS = Quantity(4, BYTE_PER_ELEMENT)
WIDTH = Quantity(32, BIT_PER_ELEMENT)


@dataclass(frozen=True, slots=True)
class RuleOfThumb:
    """*parameters* (element) of *bits* each (bit/element), times *overhead* (a factor)."""

    parameters: Quantity
    bits: Quantity
    overhead: Quantity = USUAL_OVERHEAD

    @property
    def size(self) -> Quantity:
        """
        byte, a whole number

        >>> RuleOfThumb(Quantity(70_000_000_000, PARAMETER), Quantity(16, BIT_PER_ELEMENT)).size
        <Quantity(168000000000, 'byte')>
        """
        size = self.parameters * AT_32_BITS / (WIDTH / self.bits) * self.overhead
        return Quantity(whole(size, BYTE), BYTE)

    def steps(self, language: str) -> tuple[str, ...]:
        """
        The calculation as one would do it on paper.

        >>> rule = RuleOfThumb(Quantity(70_000_000_000, PARAMETER), Quantity(16, BIT_PER_ELEMENT))
        >>> for line in rule.steps("en"): print(line)
        M = (P × 4 bytes) / (32 / Q) × 1.2
        P × 4 bytes = 70,000,000,000 × 4 = 280.0 GB (260.8 GiB)
        32 / Q = 32 / 16 = 2
        280.0 GB / 2 = 140.0 GB (130.4 GiB)
        × 1.2 = 168.0 GB (156.5 GiB)
        """
        full, ratio = self.parameters * AT_32_BITS, WIDTH / self.bits
        count = number(language, whole(self.parameters, PARAMETER))
        overhead = _plain(language, self.overhead, DIMENSIONLESS)
        bits = _plain(language, self.bits, BIT_PER_ELEMENT)
        divisor = _plain(language, ratio, DIMENSIONLESS)
        return (
            f"M = (P × 4 bytes) / (32 / Q) × {overhead}",
            f"P × 4 bytes = {count} × 4 = {both_units(language, full)}",
            f"32 / Q = 32 / {bits} = {divisor}",
            f"{gb(language, full)} / {divisor} = {both_units(language, full / ratio)}",
            f"× {overhead} = {both_units(language, self.size)}",
        )

    def in_one_line(self, language: str) -> str:
        """
        The same in a line.

        >>> rule = RuleOfThumb(Quantity(70_000_000_000, PARAMETER), Quantity(16, BIT_PER_ELEMENT))
        >>> rule.in_one_line("en")
        'M = (P × 4 bytes) / (32 / Q) × 1.2 = 280.0 GB / 2 × 1.2 = 168.0 GB (156.5 GiB)'
        """
        full, ratio = self.parameters * AT_32_BITS, WIDTH / self.bits
        overhead = _plain(language, self.overhead, DIMENSIONLESS)
        divisor = _plain(language, ratio, DIMENSIONLESS)
        worked = f"{gb(language, full)} / {divisor} × {overhead}"
        return (
            f"M = (P × 4 bytes) / (32 / Q) × {overhead} = {worked}"
            f" = {both_units(language, self.size)}"
        )


def _plain(language: str, value: Quantity, unit: Unit) -> str:
    """Up to three decimals, none that say nothing: 16, 4.65, 1.2."""
    text = f"{plain(value, unit):.3f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "pt" else text
