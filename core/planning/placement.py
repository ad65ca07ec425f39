"""A model on so many cards of one kind: what each card holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Flag, auto

from core.catalog.gpu import GPU
from core.units import BYTE_PER_GPU, Quantity


class Role(Flag):
    """
    Why a placement is told; several may hold of one.

    SMALLEST      the fewest cards that hold it
    USABLE        the fewest that an engine can split it over
    RECOMMENDED   also holds it with every part at the top of its range, and a tenth left
    ASKED         the number that was named
    TOO_SMALL     the most cards that were tried, and still too few
    """

    NONE = 0
    SMALLEST = auto()
    USABLE = auto()
    RECOMMENDED = auto()
    ASKED = auto()
    TOO_SMALL = auto()


FEWEST = Role.SMALLEST | Role.USABLE


@dataclass(frozen=True, slots=True)
class Placement:
    """
    One way to place a scenario, amounts in bytes per GPU (of the fullest GPU).

    *needed* is what the scenario takes; *reserved* what the engine will hold in all, because vLLM
    and SGLang take a share of the card whatever the model; *capacity* is what the driver reports;
    *budget* the part of it that may be planned with. *fits* is needed <= budget and a
    valid split. *max_context* and *max_sequences* keep the other at what was asked; None where
    the model has no cache that grows or only a size is known.
    """

    estimate: int  # index of the estimate it belongs to
    gpu: GPU
    count: int
    tensor_parallel: int
    pipeline_parallel: int
    nodes: int
    fits: bool
    parts: Mapping[str, int]
    needed: int
    needed_high: int  # with every part at the top of its range
    reserved: int
    capacity: int
    budget: int
    max_context: int | None
    max_sequences: int | None
    valid_tensor_parallel: tuple[int, ...]
    data_parallel: int = 1  # replicas of the attention, or of everything, that share the sequences
    expert_parallel: bool = False  # whole experts spread over all GPUs
    zero_stage: int | None = None  # of a training run: what its data-parallel GPUs divide
    role: Role = Role.NONE

    @property
    def headroom(self) -> int:
        """byte/gpu; negative where it does not fit"""
        return self.budget - self.needed

    @property
    def is_usable(self) -> bool:
        """False for a count that holds it but that no engine can split it over."""
        return self.role != Role.SMALLEST

    def per_gpu(self, size: int) -> Quantity:
        """*size* as a quantity that cannot be mistaken for a total."""
        return Quantity(size, BYTE_PER_GPU)
