"""A model on so many cards of one kind: what each card holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Flag, auto

from core.asked.question import ComponentName
from core.catalog.gpu import GPU
from core.planning.share import Share
from core.units import BYTE_PER_GPU, SEQUENCE, TOKEN_PER_SEQUENCE, Quantity


class Role(Flag):
    """
    Why a placement is told; several may hold of one.

    SMALLEST      the fewest cards that hold it
    USABLE        the fewest that an engine can split it over
    RECOMMENDED   also holds it with every part at the top of its range, and a tenth left
    ASKED         the number that was named
    TOO_SMALL     the most cards that were tried, and still too few
    INSTEAD       of another card than the named one, which no practical number of holds
    """

    NONE = 0
    SMALLEST = auto()
    USABLE = auto()
    RECOMMENDED = auto()
    ASKED = auto()
    TOO_SMALL = auto()
    INSTEAD = auto()


FEWEST = Role.SMALLEST | Role.USABLE
COMFORTABLE = FEWEST | Role.RECOMMENDED  # nothing smaller, and nothing more is needed


@dataclass(frozen=True, slots=True)
class Placement:
    """
    One way to place a scenario. Amounts are bytes per GPU (of the fullest GPU), so that none can
    be mistaken for a total.

    *needed* is what the scenario takes, *needed_high* with every part at the top of its range;
    *reserved* what the engine will hold in all, because vLLM and SGLang take a share of the card
    whatever the model; *capacity* is what the driver reports; *budget* the part of it that may be
    planned with. *fits* is needed <= budget and a valid split. *max_context* and *max_sequences*
    keep the other at what was asked; None where the model has no cache that grows or only a size
    is known. *share* holds the same as integers, for the planner.
    """

    estimate: int  # index of the estimate it belongs to
    gpu: GPU
    count: int
    tensor_parallel: int
    pipeline_parallel: int
    nodes: int
    fits: bool
    share: Share
    valid_tensor_parallel: tuple[int, ...]
    data_parallel: int = 1  # replicas of the attention, or of everything, that share the sequences
    expert_parallel: bool = False  # whole experts spread over all GPUs
    zero_stage: int | None = None  # of a training run: what its data-parallel GPUs divide
    role: Role = Role.NONE

    @property
    def parts(self) -> Mapping[ComponentName, Quantity]:
        """Component name -> byte/gpu."""
        return {name: Quantity(size, BYTE_PER_GPU) for name, size in self.share.parts.items()}

    @property
    def is_usable(self) -> bool:
        """False for a count that holds it but that no engine can split it over."""
        return self.role != Role.SMALLEST

    @property
    def needed(self) -> Quantity:
        """byte/gpu"""
        return Quantity(self.share.needed, BYTE_PER_GPU)

    @property
    def needed_high(self) -> Quantity:
        """byte/gpu"""
        return Quantity(self.share.needed_high, BYTE_PER_GPU)

    @property
    def reserved(self) -> Quantity:
        """byte/gpu"""
        return Quantity(self.share.reserved, BYTE_PER_GPU)

    @property
    def capacity(self) -> Quantity:
        """byte/gpu"""
        return Quantity(self.share.capacity, BYTE_PER_GPU)

    @property
    def budget(self) -> Quantity:
        """byte/gpu"""
        return Quantity(self.share.budget, BYTE_PER_GPU)

    @property
    def headroom(self) -> Quantity:
        """byte/gpu; negative where it does not fit"""
        return Quantity(self.share.headroom, BYTE_PER_GPU)

    @property
    def max_context(self) -> Quantity | None:
        """token/sequence"""
        most = self.share.max_context
        return None if most is None else Quantity(most, TOKEN_PER_SEQUENCE)

    @property
    def max_sequences(self) -> Quantity | None:
        """sequence"""
        most = self.share.max_sequences
        return None if most is None else Quantity(most, SEQUENCE)
