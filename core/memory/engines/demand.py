"""What an engine adds to weights and cache on one GPU, and how it shares out the card."""

from dataclasses import dataclass

from core.catalog.gpu import GPU
from core.memory.part import Known
from core.units import GIB, in_bytes
from core.wording.note import Formula, Note

# What the driver keeps of the card for itself: nvidia-smi says 81,559, 24,576 and 15,360 MiB where
# torch sees 79.19, 23.58 and 14.56 GiB (H100, RTX 3090, T4; rows of tests/accuracy/measured.jsonl).
KEPT_BY_THE_DRIVER = int(in_bytes(0.45, GIB))


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with its range: bytes."""

    size: int
    low: int
    high: int
    formula: Formula

    @classmethod
    def within(cls, size: float, below: float, above: float, formula: Formula) -> "Amount":
        """*size* with a range of so much below and above it, in the same unit (byte)."""
        return cls(round(size), max(0, round(size - below)), round(size + above), formula)


@dataclass(frozen=True, slots=True)
class Demand:
    """
    One GPU's share of an engine's own memory.

    *activations*: buffers of a step. *runtime*: CUDA context, communication buffers and
    graphs. *outside*: how much of both lies outside the share that the engine plans with;
    *share* of the card that it plans with, or where it is a *share_of_rest* of what weights and
    buffers leave. *takes_it_all*: it holds the whole share from the start, whatever the model
    needs.
    """

    activations: Amount
    runtime: Amount
    outside: int
    share: float
    takes_it_all: bool
    known: Known
    source: Note
    share_of_rest: bool = False
    beside_cache: bool = False  # *activations* lie in what a share of the rest leaves


def visible(gpu: GPU | None, capacity: int) -> int:
    """What a program can address of a card of *capacity*: bytes."""
    if gpu is not None and (gpu.vendor != "nvidia" or gpu.memory_basis != "driver"):
        return capacity
    return capacity - KEPT_BY_THE_DRIVER * (gpu.members if gpu is not None else 1)
