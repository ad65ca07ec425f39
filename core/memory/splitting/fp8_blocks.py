"""
FP8 with a scale a block: a rank holds whole blocks.

vLLM 0.33.0, model_executor/layers/quantization/utils/fp8_utils.py: validate_fp8_block_shape asks
for output / size divisible by block_n and input / size divisible by block_k,
validate_fp8_block_shape_moe for the experts' width / size divisible by both. Qwen3 235B at 8:
1536 / 8 = 192, refused. From 0.29.0 on fused_moe/oracle/fp8.py (refine_fp8_moe_block_shape)
refines the experts' scales to blocks of 32 or more that divide rank, block and hidden width, which
Triton kernels alone take; 0.28.0 has none of it. SGLang 0.5.23, layers/quantization/fp8.py, raises
for the same shapes and does not refine.
"""

from math import gcd

from core.catalog.model import Model
from core.memory.splitting.split import Split
from core.memory.splitting.widths import Width
from core.wording.note import Note, note

REFINES_SINCE = (0, 29)
SMALLEST_REFINED = 32


def refused_by_blocks(
    width: Width, block: int, model: Model, size: int, split: Split
) -> Note | None:
    """Why *width* in blocks of *block* cannot be split over *size* ranks."""
    rank = max(width.columns // size, width.least)
    if size == 1 or rank % block == 0:
        return None
    if width.kind != "expert":
        return note("parallel.block", size=size, rank=rank, block=block)
    if _refines(split) and gcd(block, rank, model.hidden_size) >= SMALLEST_REFINED:
        return None
    return note("parallel.block_experts", size=size, rank=rank, block=block)


def _refines(split: Split) -> bool:
    """Where no version is named, what all versions take is planned."""
    return split.engine == "vllm" and split.version is not None and split.version >= REFINES_SINCE
