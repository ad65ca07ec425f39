"""Cards and cloud machines."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from core.catalog.amounts import quantity_in
from core.catalog.row import Row
from core.units import BYTE_PER_GPU, BYTE_PER_SECOND_PER_GPU, GIB_PER_GPU, Quantity, plain, whole

Rate = Literal["bf16", "fp16", "fp8", "fp4"]


class GPU(Row):
    """
    One accelerator as its driver sees it.

    *memory* is what the driver reports, or the advertised figure where no reading was found:
    *memory_basis* says which. Where it is shared with the processor, a setting *raised_by* may give
    *raised* of it. *label* is the number on the box, in GB as marketing counts.
    *segment* is what it is sold for: how many stand in one machine, and what people run on it.
    """

    id: str
    name: str  # as people write it, with the size where there are several: "A100 80GB"
    aliases: tuple[str, ...] = ()
    members: int = 1  # cards of one machine that are counted as one (planning/joined.py)
    sizes: tuple[int, ...] = ()  # byte of each of these, in the order they were named
    smallest: str = ""  # of several kinds that count as so many of it, its name
    part_of: str | None = None  # id of the card of which this is a slice, alone as it is
    modded: bool = False  # with other memory than its maker gave it
    vendor: str
    kind: Literal["gpu", "apu", "npu", "tpu"] = "gpu"
    memory: Annotated[Quantity, BeforeValidator(quantity_in(GIB_PER_GPU))]
    memory_basis: Literal["driver", "advertised", "os"] = "driver"
    raised: Annotated[Quantity, BeforeValidator(quantity_in(GIB_PER_GPU))] | None = None
    raised_by: str | None = None
    label: int | None = None
    segment: Literal["data-centre", "workstation", "consumer", "apple"] = "data-centre"
    architecture: str | None = None
    compute_capability: str | None = None
    scale_up_domain: int = Field(default=8, gt=0)  # GPUs that reach each other at full speed
    gpus_per_node: int | None = None
    gpus_per_card: int = Field(default=1, gt=0)  # what the driver counts on one board
    native_dtypes: tuple[str, ...] = ()
    bandwidth: Annotated[Quantity, BeforeValidator(quantity_in(BYTE_PER_SECOND_PER_GPU))] | None = (
        None  # of its memory
    )
    tflops: Mapping[Rate, float] = {}  # dense, 10^12 operations a second
    speed_source: str | None = None  # of *bandwidth* and *tflops*
    source: str
    checked: str
    notes: tuple[str, ...] = ()

    def counted(self, count: int) -> str:
        """ "4 × H100 80GB"; cards of several kinds in one machine are counted in their name."""
        return self.name if self.members > 1 or self.smallest else f"{count} × {self.name}"

    @cached_property
    def capacity(self) -> int:
        """*memory* as bytes of one card, for the formulas that run in plain numbers."""
        return whole(self.memory, BYTE_PER_GPU)

    @property
    def bytes_per_second(self) -> float | None:
        """*bandwidth* of one card, for the formulas that run in plain numbers."""
        return None if self.bandwidth is None else plain(self.bandwidth, BYTE_PER_SECOND_PER_GPU)


class Instance(Row):
    """A cloud machine: so many cards of one kind."""

    name: str
    cloud: str
    gpu: str  # id
    gpu_count: float = Field(gt=0)  # below one: a share of a card
    aliases: tuple[str, ...] = ()
    usd_per_hour: float | None = None
    price_region: str | None = None
    price_date: str | None = None
    source: str
    checked: str
