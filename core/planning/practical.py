"""
How many cards of one kind somebody would put together.

An answer that nobody would build (eight RTX 4060, five laptops, 256 T4) is worse than none: beyond
these numbers a count is computed only for who names it (decisions/0008).
"""

from core.asked.question import Task
from core.catalog.gpu import GPU
from core.units import GIB, in_bytes

MOST = {"apple": 1, "consumer": 4, "workstation": 8, "data-centre": 16}
ONE_MACHINE = 8  # of a card too small for a second machine, or of which only the size is known
JOINED = in_bytes(40, GIB)  # bytes of a card from which on a second machine is worth its network
ALL_WEIGHTS: tuple[Task, ...] = ("full", "pretrain")
CLUSTER = 64  # cards of a training run of all weights: eight machines


def most_cards(gpu: GPU, task: Task = "serve") -> int:
    """The most cards of this kind that an answer proposes unasked; slices reach no other."""
    if gpu.part_of or gpu.members > 1 or gpu.smallest:
        return 1
    if gpu.segment != "data-centre":
        return min(MOST[gpu.segment], gpu.gpus_per_node or MOST[gpu.segment])
    if gpu.capacity < JOINED:
        return ONE_MACHINE if gpu.vendor else MOST["consumer"]
    if not gpu.vendor:
        return ONE_MACHINE
    return CLUSTER if task in ALL_WEIGHTS else MOST["data-centre"]
