"""
Formats with a scale a group (AWQ, GPTQ, W4A16, NVFP4): a rank holds whole groups of its input.

vLLM 0.33.0, layers/quantization/utils/marlin_utils.py (check_marlin_supports_layer) and
auto_awq.py (AutoAWQLinearMethod: "The input size is not aligned with the quantized weight shape"):
input / size divisible by the group. Only row-parallel layers have a divided input, so the width is
the checkpoint's: the official AWQ of Qwen2.5 72B is padded to 29,696 = 232 x 128.

Experts in AWQ and GPTQ fall back to moe_wna16.py where Marlin's shapes do not fit: it halves the
group, down to 32, until it divides the experts' width / size and the hidden width. Compressed
tensors (W4A16) ask for the group itself: compressed_tensors_moe_wna16.py. SGLang 0.5.23,
layers/quantization/marlin_utils.py and moe_wna16.py, have both rules.
"""

from core.catalog.model import Model
from core.catalog.precision import Precision
from core.memory.splitting.widths import Width
from core.wording.note import Note, note

SMALLEST = 32
HALVES = ("awq", "gptq", "int4")  # how the ids of formats that moe_wna16 reads begin
NOT_HALVED = ("int4-experts",)  # compressed tensors


def refused_by_groups(
    width: Width, group: int, model: Model, precision: Precision, size: int
) -> Note | None:
    """Why *width* in groups of *group* cannot be split over *size* ranks."""
    rank = width.columns // size
    if size == 1 or width.side == "output" or rank % group == 0:
        return None
    if width.kind == "expert" and _halved(precision) and _fits_halved(rank, group, model):
        return None
    return note("parallel.group", size=size, rank=rank, group=group)


def _halved(precision: Precision) -> bool:
    return precision.id.startswith(HALVES) and precision.id not in NOT_HALVED


def _fits_halved(rank: int, group: int, model: Model) -> bool:
    while rank % group or model.hidden_size % group:
        group //= 2
        if group < SMALLEST:
            return False
    return True
