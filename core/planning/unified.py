"""
Memory that a GPU shares with the processor: how much of it the system gives, and what raises it.

Macs: macOS gives the GPU about two thirds of up to 36 GB, more of more (the rows have
recommendedMaxWorkingSetSize as logs print it); iogpu.wired_limit_mb is the limit. Ryzen AI Max:
Windows sets aside 96 GB at most (AMD's blog of 2025-07-29); Linux gives half of the memory unasked
(drivers/gpu/drm/ttm/ttm_device.c: "about 50% of the total system memory"), more by
ttm.pages_limit. DGX Spark and Jetson: what /proc/meminfo has available (llama.cpp, pull request
17368), so other programs' memory is missing.
"""

from collections.abc import Iterator

from core.planning.headline import is_tight
from core.planning.placement import Placement
from core.units import BYTE_PER_GPU, GB, Quantity, in_bytes
from core.wording.note import Note, note


def unified(best: Placement) -> Iterator[Note]:
    """Where it decides: little is left, or it does not fit."""
    gpu = best.gpu
    if gpu.kind != "apu":
        return
    if gpu.raised is not None and _would_do(best):
        yield note("caveat.unified_would_do", gpu=gpu.name, by=gpu.raised_by, raised=gpu.raised)
    elif gpu.vendor == "amd" and _more_than_half(best):
        yield note("caveat.unified_half", gpu=gpu.name)
    elif best.fits and not is_tight(best):
        return
    elif gpu.vendor == "apple":
        yield note("caveat.unified_mac", memory=gpu.memory, label=gpu.label or 0)
    elif gpu.vendor == "nvidia":
        yield note("caveat.unified_shared", gpu=gpu.name, memory=gpu.memory)


def _would_do(best: Placement) -> bool:
    """Whether the setting gives what is missing."""
    raised = best.gpu.raised
    return not best.fits and raised is not None and best.needed <= raised


def _more_than_half(best: Placement) -> bool:
    """Of all the memory there is: more than Linux gives unasked."""
    if not best.fits or best.gpu.label is None:
        return False
    return best.needed > Quantity(in_bytes(best.gpu.label, GB) / 2, BYTE_PER_GPU)
